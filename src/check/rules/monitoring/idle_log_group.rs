//! A log group is made that nothing forwards to, or logs are forwarded to one that is not made.

use serde_json::Value;

use crate::check::bundle::{Install, terraform, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A log group is made that nothing forwards to, or logs are forwarded to one that is not made.
pub const RULE: Rule = Rule {
    code: Code("idle-log-group"),
    severity: Severity::Warning,
    summary: "the log router writes to a group that Terraform does not make, or not at all to \
        the one it makes",
    page: include_str!("idle_log_group.md"),
    check,
};

/// The chart's ways to CloudWatch: the first is on unless it is switched off, the second is older.
const OUTPUTS: [&str; 2] = ["/cloudWatchLogs", "/cloudWatch"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let groups: Vec<_> =
        terraform::resources(bundle.artifacts, "aws_cloudwatch_log_group").collect();
    let routers: Vec<&Install<'_>> =
        bundle.installs_of("fluent-bit").filter(|it| it.values.is_whole()).collect();
    let [router] = &routers[..] else { return };
    let names: Vec<&str> = groups.iter().filter_map(|group| group.text("name")).collect();
    // A name that an expression decides may be any.
    if groups.is_empty() || names.len() < groups.len() {
        return;
    }
    let output = OUTPUTS.into_iter().find(|output| is_on(router, output));
    let get = |key: &str| router.value(&format!("{}/{key}", output.unwrap_or(OUTPUTS[0])));
    let is_off = output.is_none() && router.value("/additionalOutputs").is_none();
    let makes = get("autoCreateGroup") == Some(&Value::Bool(true));
    let written = get("logGroupName").and_then(Value::as_str);
    match written {
        Some(name) if !is_off && !makes && !names.contains(&name) && !name.contains(['$', '{']) => {
            findings
                .at(
                    router.artifact,
                    &router.place(&format!("{}/logGroupName", output.unwrap_or(OUTPUTS[0]))),
                    format!("logs go to the group `{name}`, which nothing makes"),
                )
                .help(format!(
                    "Terraform makes {}; name one, or set `autoCreateGroup`",
                    words::some(&names)
                ));
        }
        _ if is_off => {
            let routed = groups.iter().find(|group| {
                let name = group.text("name").unwrap_or_default();
                name.contains("fluent") || written == Some(name)
            });
            let Some(group) = routed else { return };
            findings
                .at(
                    group.artifact,
                    &group.route,
                    format!(
                        "the group `{}` stays empty: the log router does not write to CloudWatch",
                        group.text("name").unwrap_or_default()
                    ),
                )
                .related(
                    router.artifact,
                    &router.place(&format!("{}/enabled", OUTPUTS[0])),
                    "switched off",
                )
                .help("switch `cloudWatchLogs.enabled` on, or leave the group out");
        }
        _ => {}
    }
}

fn is_on(router: &Install<'_>, output: &str) -> bool {
    let default = Value::Bool(output == OUTPUTS[0]);
    *router.value(&format!("{output}/enabled")).unwrap_or(&default) == Value::Bool(true)
}

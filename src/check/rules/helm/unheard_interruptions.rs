//! Spot nodes are taken away without anyone hearing of it.

use serde_json::Value;

use crate::check::bundle::{Install, terraform};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spot nodes are taken away without anyone hearing of it.
pub const RULE: Rule = Rule {
    code: Code("unheard-interruptions"),
    severity: Severity::Warning,
    summary: "pools buy spot, and Karpenter listens to no queue, or to one that nobody makes",
    page: include_str!("unheard_interruptions.md"),
    check,
};

const QUEUE: &str = "/settings/interruptionQueue";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(pool) = bundle.pools.iter().find(|pool| pool.buys("spot")) else { return };
    let queues: Vec<Option<&str>> =
        terraform::resources(bundle.artifacts, "aws_sqs_queue").map(|it| it.text("name")).collect();
    let made: Vec<&str> = queues.iter().copied().flatten().collect();
    let all_known = !made.is_empty() && made.len() == queues.len();
    let installs: Vec<Install<'_>> =
        bundle.installs_of("karpenter").filter(|install| install.values.is_some()).collect();
    let named =
        |it: &Install<'_>| it.value(QUEUE).and_then(Value::as_str).is_some_and(|it| !it.is_empty());
    // One file of values may complete another.
    let is_named = installs.iter().any(named);
    for install in &installs {
        let settings = "/settings";
        match install.value(QUEUE).and_then(Value::as_str) {
            None | Some("") if is_named => {}
            None | Some("") => {
                let has = install.value(settings).is_some();
                let at = install.place(if has { settings } else { "" });
                findings
                    .at_key(
                        install.artifact,
                        &at,
                        format!(
                            "pool `{}` buys spot, and Karpenter does not hear of \
                            interruptions",
                            pool.name()
                        ),
                    )
                    .help(
                        "name the SQS queue that EC2's events go to: \
                        `settings.interruptionQueue`",
                    );
            }
            Some(name) if all_known && !made.contains(&name) && !name.contains(['$', '{', '/']) => {
                findings
                    .at(
                        install.artifact,
                        &install.place(QUEUE),
                        format!(
                            "Karpenter listens to the queue `{name}`, which Terraform does \
                            not make"
                        ),
                    )
                    .help(format!("its queues are {}", crate::check::bundle::words::both(&made)));
            }
            Some(_) => {}
        }
    }
}

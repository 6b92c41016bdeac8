//! The history server reads where no job writes.

use serde_json::Value;

use crate::check::bundle::{Install, s3_parts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The history server reads where no job writes.
pub const RULE: Rule = Rule {
    code: Code("history-elsewhere"),
    severity: Severity::Warning,
    summary: "jobs write their event logs to another place than the history server reads",
    page: include_str!("history_elsewhere.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut servers = bundle.installs_of("spark-history-server").filter(|it| it.values.is_whole());
    let (Some(server), None) = (servers.next(), servers.next()) else { return };
    let Some((bucket, prefix)) = place(server) else { return };
    for job in &bundle.jobs {
        let on = job.conf.get("spark.eventLog.enabled").is_none_or(|it| it == "true");
        let Some(setting) = job.conf.setting("spark.eventLog.dir").filter(|_| on) else { continue };
        let Some((own_bucket, own)) = s3_parts(&setting.value) else { continue };
        if own_bucket == bucket && own.trim_matches('/') == prefix.trim_matches('/') {
            continue;
        }
        findings
            .at(
                job.artifact,
                &setting.route,
                format!(
                    "{} writes its events to `{}`, and the history server reads \
                    `s3://{bucket}/{prefix}`",
                    job.title(),
                    setting.value
                ),
            )
            .related(server.artifact, &server.place("/logStore/s3"), "the history server")
            .help(
                "make them the same prefix: the server does not look into others, nor below \
                its own",
            );
    }
}

/// The bucket and the prefix that it reads.
fn place<'i>(server: &'i Install<'_>) -> Option<(&'i str, &'i str)> {
    let text = |key: &str| server.value(&format!("/logStore/s3/{key}")).and_then(Value::as_str);
    let (bucket, prefix) = (text("bucket")?, text("eventLogsPath").unwrap_or_default());
    let is_open = |text: &str| text.contains(['$', '{', '<']);
    (!bucket.is_empty() && !is_open(bucket) && !is_open(prefix)).then_some((bucket, prefix))
}

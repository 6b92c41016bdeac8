//! No stream of logs can have this name.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// No stream of logs can have this name.
pub const RULE: Rule = Rule {
    code: Code("bad-log-stream"),
    severity: Severity::Error,
    summary: "a prefix of log streams with a letter that CloudWatch refuses",
    page: include_str!("bad_log_stream.md"),
    check,
};

const PART: &str = "cloudWatchMonitoringConfiguration";
const PREFIX: &str = "logStreamNamePrefix";
/// What no name of a stream has. Source: the API of CloudWatch Logs.
const REFUSED: [char; 2] = [':', '*'];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some((monitoring, route)) = job.monitoring() else { continue };
        let prefix = monitoring.get(PART).and_then(|it| it.get(PREFIX)?.as_str());
        let Some(prefix) = prefix.filter(|it| it.contains(REFUSED) && !it.contains(['$', '{']))
        else {
            continue;
        };
        let message = format!(
            "{} begins its log streams with `{prefix}`, and CloudWatch takes no `:` and no `*` in their names",
            job.title()
        );
        findings
            .at(job.artifact, &route.then(PART).then(PREFIX), message)
            .help("take `-` or `/`: without a stream no line of the logs arrives");
    }
}

//! Executors report more seldom than they are waited for.

use crate::check::bundle::Job;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// Executors report more seldom than they are waited for.
pub const RULE: Rule = Rule {
    code: Code("heartbeat-over-timeout"),
    severity: Severity::Error,
    summary: "executors report more seldom than the network timeout, which Spark refuses",
    page: include_str!("heartbeat_over_timeout.md"),
    check,
};

const HEARTBEAT: &str = "spark.executor.heartbeatInterval";
const TIMEOUT: &str = "spark.network.timeout";
/// What is compared with the heartbeat in place of the timeout, where it is set.
const OWN: [&str; 2] =
    ["spark.storage.blockManagerHeartbeatTimeoutMs", "spark.storage.blockManagerSlaveTimeoutMs"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        if OWN.iter().any(|key| job.conf.get(key).is_some()) {
            continue;
        }
        // Without a unit the one is in milliseconds, and the other in seconds.
        let (Some(heartbeat), Some(timeout)) =
            (millis(job, HEARTBEAT, 1, 10_000), millis(job, TIMEOUT, 1000, 120_000))
        else {
            continue;
        };
        if heartbeat < timeout {
            continue;
        }
        let words = |key: &str, default: &str| job.conf.get(key).unwrap_or(default).to_owned();
        let at = job.conf.setting(HEARTBEAT).or_else(|| job.conf.setting(TIMEOUT));
        let at = at.map_or(Route::ROOT, |setting| setting.route.clone());
        let message = format!(
            "the executors of {} report every `{}`, and are given up after `{}`",
            job.title(),
            words(HEARTBEAT, "10s"),
            words(TIMEOUT, "120s")
        );
        findings
            .at(job.artifact, &at, message)
            .help(format!("Spark fails at its start: let `{HEARTBEAT}` be far below `{TIMEOUT}`; without a unit the first is in milliseconds and the second in seconds"));
    }
}

/// A length of time in milliseconds, and the default where it is not set; `None` for what cannot
/// be read.
fn millis(job: &Job<'_>, key: &str, unit: u64, default: u64) -> Option<u64> {
    let Some(text) = job.conf.get(key) else { return Some(default) };
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let factor = match &text[end..] {
        "" => unit,
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    text[..end].parse::<u64>().ok()?.checked_mul(factor)
}

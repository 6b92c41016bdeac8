//! EMR cannot rotate logs at this size.

use serde_json::Value;

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// EMR cannot rotate logs at this size.
pub const RULE: Rule = Rule {
    code: Code("bad-rotation-size"),
    severity: Severity::Error,
    summary: "a size of rotated logs that EMR does not take: a fraction, or outside 2KB to 2GB",
    page: include_str!("bad_rotation_size.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some((monitoring, route)) = job.monitoring() else { continue };
        let part = "containerLogRotationConfiguration";
        let size = monitoring.get(part).and_then(|it| it.get("rotationSize"));
        let Some(size) = size.and_then(Value::as_str) else { continue };
        if is_good(size) {
            continue;
        }
        findings
            .at(
                job.artifact,
                &route.then(part).then("rotationSize"),
                format!("{} rotates its logs at `{size}`, which EMR refuses", job.title()),
            )
            .help("write a whole number with KB, MB or GB, from `2KB` to `2GB`");
    }
}

fn is_good(size: &str) -> bool {
    let digits = size.find(|c: char| !c.is_ascii_digit()).unwrap_or(size.len());
    let unit = match size[digits..].to_ascii_uppercase().trim_end_matches('B') {
        "K" => 1_u64 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return false,
    };
    let bytes = size[..digits].parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    bytes.is_some_and(|bytes| (2 << 10..=2 << 30).contains(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_whole_and_within_bounds() {
        assert!(is_good("2KB") && is_good("500MB") && is_good("2gb") && is_good("64M"));
        assert!(!is_good("1.5GB") && !is_good("3GB") && !is_good("1KB") && !is_good("MB"));
    }
}

//! A soft threshold in user data, and no word of how long it may be crossed.

use serde_json::Value;

use super::common::{user_data, with_user_data};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A soft threshold in user data, and no word of how long it may be crossed.
pub const RULE: Rule = Rule {
    code: Code("soft-eviction-without-grace"),
    severity: Severity::Error,
    summary: "user data sets a soft eviction threshold without its grace period, and the kubelet does not start",
    page: include_str!("soft_eviction_without_grace.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let map = |key: &str| class.data.kubelet.get(key).and_then(Value::as_object);
        let grace = map("evictionSoftGracePeriod");
        let has_grace = |signal: &String| grace.is_some_and(|grace| grace.contains_key(signal));
        let soft = map("evictionSoft").into_iter().flatten().map(|(signal, _)| signal);
        let lacking: Vec<&String> = soft.filter(|signal| !has_grace(signal)).collect();
        if lacking.is_empty() {
            continue;
        }
        findings
            .at(
                class.view.artifact,
                &user_data(),
                format!(
                    "the user data of node class `{}` sets `evictionSoft` for {} without `evictionSoftGracePeriod`: the kubelet does not start",
                    class.name,
                    words::both(&lacking)
                ),
            )
            .help("write a grace period for each signal, or `evictionHard`; both belong to `spec.kubelet`");
    }
}

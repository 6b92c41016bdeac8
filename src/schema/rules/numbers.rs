//! Rules about numbers written as text.

use serde_json::Value;

use super::{Finding, Findings};

/// A text that is a whole number from 0 to 2⁶³ - 1, as `Gt` and its kin compare with.
pub(super) fn whole_number(value: &Value, findings: &mut Findings) {
    let Some(text) = value.as_str() else { return };
    if !text.parse::<i64>().is_ok_and(|number| number >= 0) {
        findings.push(Finding::value([], format!("`{text}` is not a whole number")));
    }
}

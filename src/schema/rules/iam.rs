//! Rules of IAM policies.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Findings, text};

/// No two statements of a policy have the same id.
pub(super) fn distinct_statement_ids(policy: &Value, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let statements = policy.get("Statement").and_then(Value::as_array);
    for (at, statement) in statements.into_iter().flatten().enumerate() {
        if let Some(id) = text(statement, "Sid").filter(|id| !id.is_empty())
            && !seen.insert(id)
        {
            let message = format!("two statements have the id `{id}`");
            findings.push(Finding::value(["Statement".into(), at.into(), "Sid".into()], message));
        }
    }
}

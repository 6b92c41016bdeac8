//! IAM policy documents, version 2012-10-17, and requests of EKS Pod Identity.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A policy document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    /// `2012-10-17`.
    pub version: String,
    /// The statements.
    pub statement: Vec<Statement>,
}

impl Policy {
    /// A policy of these statements.
    #[must_use]
    pub fn new(statement: Vec<Statement>) -> Self {
        Self { version: "2012-10-17".to_owned(), statement }
    }

    /// Its size as IAM's quotas count it: characters, white space left out.
    ///
    /// # Panics
    /// Never: a policy serialises to JSON.
    #[must_use]
    pub fn size(&self) -> usize {
        let text = serde_json::to_string(self).expect("policies have text keys");
        text.chars().filter(|letter| !letter.is_whitespace()).count()
    }
}

/// One statement of a policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// A name of letters and digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: String,
    /// Who, in trust policies: `{"Service": …}` or `{"Federated": …}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Value>,
    /// What may be done: one action as text, or a list.
    pub action: Value,
    /// On what; `None` in trust policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Value>,
    /// When: operator to key to value.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub condition: IndexMap<String, IndexMap<String, Value>>,
}

impl Statement {
    /// `Allow` these actions on these resources.
    #[must_use]
    pub fn allow(sid: &str, actions: &[&str], resources: impl IntoIterator<Item = String>) -> Self {
        let resources: Vec<Value> = resources.into_iter().map(Value::from).collect();
        Self {
            sid: Some(sid.to_owned()),
            effect: "Allow".to_owned(),
            action: actions.to_vec().into(),
            resource: Some(resources.into()),
            ..Self::default()
        }
    }

    /// `Allow` this principal to do this, in a trust policy.
    #[must_use]
    pub fn trust(principal: Value, action: impl Into<Value>) -> Self {
        Self {
            effect: "Allow".to_owned(),
            principal: Some(principal),
            action: action.into(),
            ..Self::default()
        }
    }

    /// Holds only when `operator` finds `key` to be `value`.
    #[must_use]
    pub fn when(mut self, operator: &str, key: &str, value: impl Into<Value>) -> Self {
        self.condition.entry(operator.to_owned()).or_default().insert(key.to_owned(), value.into());
        self
    }
}

/// A CreatePodIdentityAssociation request of EKS, version 2017-11-01: gives the pods of one
/// service account a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodIdentityAssociation {
    /// The EKS cluster's name.
    pub cluster_name: String,
    /// The namespace of the service account.
    pub namespace: String,
    /// The service account; no wildcard is possible.
    pub service_account: String,
    /// The role.
    pub role_arn: String,
    /// Tags.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
}

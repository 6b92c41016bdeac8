//! A role is named by something else than its ARN.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::Arn;

/// A role is named by something else than its ARN.
pub const RULE: Rule = Rule {
    code: Code("arn-of-no-role"),
    severity: Severity::Error,
    summary: "an account, a chart or an application names its role by something that is no ARN of \
        a role",
    page: include_str!("arn_of_no_role.md"),
    check,
};

/// The annotation by which EKS gives an account a role.
const ANNOTATION: &str = "eks.amazonaws.com/role-arn";

/// The value by which EMR's operators have a role.
const OPERATOR: &str = "/emrContainers/operatorExecutionRoleArn";

/// Fields of objects that operators read: of EMR's Flink, and of AWS's controller for EMR.
const FIELDS: [(&str, &str); 2] =
    [("FlinkDeployment", "executionRoleArn"), ("JobRun", "executionRoleARN")];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs() {
        if let Some(text) = install.value(OPERATOR).and_then(Value::as_str) {
            judge(install.artifact, &install.place(OPERATOR), text, findings);
        }
    }
    for artifact in bundle.artifacts {
        let Some(value) = artifact.value() else { continue };
        if matches!(artifact.kind, Kind::ServiceAccount | Kind::HelmValues) {
            texts(value, &mut |trail, text| {
                if trail.keys().next() == Some(ANNOTATION) {
                    judge(artifact, &trail.route(), text, findings);
                }
            });
        }
        for (kind, field) in FIELDS.iter().filter(|_| artifact.kind == Kind::Object) {
            let written = value.get("spec").and_then(|spec| spec.get(*field)?.as_str());
            let is_of_kind = value.get("kind").and_then(Value::as_str) == Some(*kind);
            if let Some(text) = written.filter(|_| is_of_kind) {
                judge(artifact, &crate::route!["spec", *field], text, findings);
            }
        }
    }
}

fn judge(artifact: &Artifact, route: &Route, text: &str, findings: &mut Findings) {
    // Charts have an empty one for none, and what a template fills in may be right.
    if text.is_empty() || text.contains(['$', '{', '<', '%']) || is_role(text) {
        return;
    }
    let parsed = Arn::parse(text).ok();
    let resource = parsed.as_ref().and_then(|arn| arn.resource().split('/').next());
    let help = match resource {
        Some("instance-profile") => "write the ARN of the role, not of its instance profile",
        Some("assumed-role") => {
            "write the ARN of the role, `arn:aws:iam::<account>:role/<name>`, not of a session"
        }
        Some("policy") => "write the ARN of the role that has the policy",
        _ => "write the whole ARN, such as `arn:aws:iam::123456789012:role/etl`",
    };
    findings.at(artifact, route, format!("`{text}` is not the ARN of a role")).help(help);
}

fn is_role(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    Arn::parse(text).is_ok_and(|arn| {
        let named = arn.role_name().is_some_and(|it| !it.is_empty() && it.bytes().all(is_plain));
        named && arn.region().is_empty()
    })
}

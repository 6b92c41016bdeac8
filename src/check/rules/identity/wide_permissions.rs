//! A policy allows the data of everybody.

use crate::catalog::iam::{self, AccessLevel};
use crate::check::bundle::{Item, Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A policy allows the data of everybody.
pub const RULE: Rule = Rule {
    code: Code("wide-permissions"),
    severity: Severity::Warning,
    summary: "rights on all buckets, secrets, keys or roles, where those of a few would do",
    page: include_str!("wide_permissions.md"),
    check,
};

/// Services whose resources belong to someone, and the noun for them.
const SERVICES: [(&str, &str); 5] = [
    ("s3", "bucket"),
    ("secretsmanager", "secret"),
    ("kms", "key"),
    ("dynamodb", "table"),
    ("sqs", "queue"),
];

/// Tells the region of a bucket and nothing of what is in it: consoles and clients ask everywhere.
const WHERE: &str = "GetBucketLocation";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for policy in bundle.identity.policies.iter().filter(|policy| !policy.is_trust()) {
        for statement in &policy.statements {
            any_role(policy, statement, findings);
        }
        for statement in policy.statements.iter().filter(|it| is_open(it)) {
            let Some(resource) = statement.resources.iter().find(|item| is_everything(item.text))
            else {
                continue;
            };
            let Some((action, noun)) = statement.actions.iter().find_map(|item| touched(item))
            else {
                continue;
            };
            findings
                .at(
                    policy.artifact,
                    &resource.route,
                    format!("`{}` is allowed on every {noun}", action.text),
                )
                .help(format!(
                    "name the {noun}s that are used; a narrow statement beside a \
                    wide one is never tested"
                ));
        }
    }
}

/// Who may start runs may give them every role of the account that trusts the cluster.
fn any_role(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    const START: &str = "emr-containers:StartJobRun";
    let is_named = |item: &&Item<'_>| item.text.eq_ignore_ascii_case(START);
    let Some(item) = statement.actions.iter().find(is_named).filter(|_| is_open(statement)) else {
        return;
    };
    findings
        .at(
            policy.artifact,
            &item.route,
            "runs may be started with every role that trusts the cluster",
        )
        .severity(Severity::Note)
        .help("test `emr-containers:ExecutionRoleArn` for the roles that are meant");
}

/// Conditions may narrow what the resource leaves open.
fn is_open(statement: &Statement<'_>) -> bool {
    statement.allows && !statement.is_inverted && statement.conditions.is_empty()
}

/// Whether an ARN is that of everything of its kind.
fn is_everything(arn: &str) -> bool {
    let name = arn.splitn(6, ':').nth(5);
    arn == "*"
        || name.is_some_and(|name| matches!(name, "*" | "*/*" | "key/*" | "secret:*" | "table/*"))
}

/// The noun for what an action reads or changes, where it can be limited.
fn touched<'i, 'a>(item: &'i Item<'a>) -> Option<(&'i Item<'a>, &'static str)> {
    if item.text == "*" {
        return Some((item, "resource"));
    }
    let (prefix, _) = item.text.split_once(':')?;
    let (_, noun) = SERVICES.iter().find(|(service, _)| service.eq_ignore_ascii_case(prefix))?;
    let touches = iam::matching(item.text).into_iter().any(|action| {
        let is_data = action.level != AccessLevel::List && action.name != WHERE;
        is_data && action.resource_types().next().is_some()
    });
    touches.then_some((item, noun))
}

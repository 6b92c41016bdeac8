//! An association gives a role to the account of another.

use crate::artifact::Kind;
use crate::check::bundle::from_base36;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::{Arn, base36};

/// An association gives a role to the account of another.
pub const RULE: Rule = Rule {
    code: Code("association-of-other-role"),
    severity: Severity::Error,
    summary: "EKS Pod Identity for a service account that EMR makes for another role",
    page: include_str!("association_of_other_role.md"),
    check,
};

/// What the accounts begin with that EMR makes for a role.
const PREFIXES: [&str; 2] = ["emr-containers-sa-spark-", "emr-containers-sa-flink-"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.of(Kind::PodIdentityAssociation) {
        let text = |key: &str| artifact.value().and_then(|it| it.get(key)?.as_str());
        let (Some(account), Some(arn)) = (text("serviceAccount"), text("roleArn")) else {
            continue;
        };
        let Ok(arn) = Arn::parse(arn) else { continue };
        let Some(name) = arn.role_name() else { continue };
        let named = PREFIXES.iter().find_map(|prefix| account.strip_prefix(prefix));
        let Some((rest, encoded)) = named.and_then(|rest| rest.rsplit_once('-')) else {
            continue;
        };
        // What a variable is a part of may turn out right.
        if account.contains(['$', '<', '{', '*']) {
            continue;
        }
        let own = base36(name);
        let of_account = rest.rsplit('-').next().unwrap_or_default();
        let message = if encoded != own {
            let other = from_base36(encoded)
                .map_or_else(|| "no role".to_owned(), |it| format!("the role `{it}`"));
            format!("the association gives role `{name}` to an account that EMR makes for {other}")
        } else if of_account != arn.account() {
            format!(
                "the association gives a role of account {} to a service account of {of_account}",
                arn.account()
            )
        } else {
            continue;
        };
        findings
            .at(artifact, &route!["serviceAccount"], message)
            .help(format!("let its name end in `-{}-{own}`", arn.account()));
    }
}

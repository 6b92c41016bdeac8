//! An association gives a role that does not let EKS Pod Identity in.

use crate::artifact::Artifact;
use crate::catalog::glob;
use crate::check::bundle::{Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An association gives a role that does not let EKS Pod Identity in.
pub const RULE: Rule = Rule {
    code: Code("role-closed-to-pods"),
    severity: Severity::Error,
    summary: "EKS Pod Identity with a role that does not trust it, or only from another cluster",
    page: include_str!("role_closed_to_pods.md"),
    check,
};

const PODS: &str = "pods.eks.amazonaws.com";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values().filter(|role| !role.associations.is_empty()) {
        let policies = bundle.identity.trust(role);
        let Some(first) = policies.first() else { continue };
        let statements: Vec<&Statement<'_>> =
            policies.iter().flat_map(|it| &it.statements).filter(|it| lets_in(it)).collect();
        for association in &role.associations {
            let cluster = association.value().and_then(|it| it.get("clusterName")?.as_str());
            let cluster = cluster.filter(|name| !name.contains(['$', '<', '{']));
            if statements.is_empty() {
                closed(association, &role.name, first, findings);
            } else if let Some(cluster) = cluster
                && !statements.iter().any(|it| is_from(it, cluster))
            {
                let shown = statements[0];
                other_cluster(association, &role.name, cluster, (first, shown), findings);
            }
        }
    }
}

/// Whether a statement is for EKS Pod Identity, or may turn out to be.
fn lets_in(statement: &Statement<'_>) -> bool {
    let is_it = |text: &str| text == PODS || text == "*" || text.contains('$');
    statement.allows
        && (statement.is_inverted || statement.principals.iter().any(|(_, it)| is_it(it.text)))
}

/// Whether its conditions admit a cluster of that name.
fn is_from(statement: &Statement<'_>, cluster: &str) -> bool {
    let of_cluster = |it: &str| it.eq_ignore_ascii_case("aws:SourceArn");
    let is_positive =
        |operator: &str| operator.starts_with(['A', 'S']) && !operator.contains("Not");
    statement.conditions.iter().filter(|it| of_cluster(it.key) && is_positive(it.operator)).all(
        |condition| {
            condition.values.iter().any(|item| {
                let name = item.text.rsplit_once("cluster/").map_or("*", |(_, name)| name);
                item.is_open() || glob::matches(name, cluster)
            })
        },
    )
}

fn closed(association: &Artifact, role: &str, policy: &Policy<'_>, findings: &mut Findings) {
    let message =
        format!("role `{role}` does not let EKS Pod Identity in: the association gives none");
    let found = findings
        .at(association, &route!["roleArn"], message)
        .related(policy.artifact, &route!["Statement"], "whom it trusts")
        .help(format!("let `{PODS}` do `sts:AssumeRole` and `sts:TagSession`"));
    // With a token the account may get the role all the same.
    if policy.statements.iter().any(|it| it.principals.iter().any(|(kind, _)| *kind == "Federated"))
    {
        found.severity(Severity::Warning);
    }
}

fn other_cluster(
    association: &Artifact,
    role: &str,
    cluster: &str,
    (policy, statement): (&Policy<'_>, &Statement<'_>),
    findings: &mut Findings,
) {
    let message = format!("role `{role}` does not let EKS Pod Identity of cluster `{cluster}` in");
    findings
        .at(association, &route!["clusterName"], message)
        .related(policy.artifact, &statement.route.then("Condition"), "from where it does")
        .help("add the cluster to the values of `aws:SourceArn`");
}

//! A machine image for other processors than a pool's instances have.

use serde_json::Value;

use crate::artifact::karpenter::SelectorTerm;
use crate::catalog::instance::Architecture;
use crate::catalog::label::ARCH;
use crate::check::bundle::{Pool, processor_of};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A machine image for other processors than a pool's instances have.
pub const RULE: Rule = Rule {
    code: Code("ami-of-other-architecture"),
    severity: Severity::Error,
    summary: "every image of a node class says an architecture that instances of a pool do not have",
    page: include_str!("ami_of_other_architecture.md"),
    check,
};

/// Where AWS keeps the identifiers of its images, by name.
const OF_AWS: &str = "/aws/service/";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some(images) = images(pool) else { continue };
        let has = |wanted| pool.types.iter().any(|kind| kind.architecture == wanted);
        let all = [(Architecture::Amd64, "amd64"), (Architecture::Arm64, "arm64")];
        let is_left = |(one, _): &(Architecture, &str)| {
            has(*one) && !images.iter().any(|(image, _)| image == one)
        };
        if let Some((_, label)) = all.into_iter().find(is_left) {
            report(pool, &images, label, findings);
        }
    }
}

/// The architectures of a class's images and the values of their label; `None` where one of the
/// images does not say it.
fn images(pool: &Pool<'_>) -> Option<Vec<(Architecture, &'static str)>> {
    let terms = &pool.class.as_ref()?.spec.ami_selector_terms;
    let said: Option<Vec<_>> = terms.iter().map(|term| processor_of(name(term)?)).collect();
    said.filter(|said| !said.is_empty())
}

/// The name of an image, or of the parameter that holds its identifier.
fn name(term: &SelectorTerm) -> Option<&str> {
    let parameter = term.rest.get("ssmParameter").and_then(Value::as_str);
    parameter.or(term.name.as_deref())
}

fn report(
    pool: &Pool<'_>,
    images: &[(Architecture, &'static str)],
    label: &str,
    findings: &mut Findings,
) {
    let Some(class) = &pool.class else { return };
    let built = images[0].1;
    let is_all = pool.types.iter().all(|kind| kind.architecture != images[0].0);
    let is_of_aws = class.spec.ami_selector_terms.iter().all(|term| {
        name(term).is_some_and(|name| name.starts_with(OF_AWS) || name.starts_with("amazon-eks-"))
    });
    let fate = if is_all { "it starts no node" } else { "they start no node" };
    let finding = findings
        .at(
            class.artifact,
            &route!["spec", "amiSelectorTerms"],
            format!(
                "the images of node class `{}` are for {built} by their names, and pool `{}` has {label} instances: {fate}",
                class.metadata.name,
                pool.name()
            ),
        )
        .help(format!("add an image for {label}, take an alias such as `al2023@v20250704`, which has both, or let the pool require `{ARCH}` In [{built}]"))
        .related(pool.view.artifact, &route!["spec", "template", "spec", "requirements"], "the instances");
    if !is_all || !is_of_aws {
        finding.severity(Severity::Warning);
    }
}

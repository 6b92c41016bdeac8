//! A size that a Lustre file system cannot have.

use crate::check::bundle::lustre::{self, FileSystem, Said, file_systems};
use crate::check::bundle::storage::{class_name, gibibytes};
use crate::check::bundle::{Claim, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A size that a Lustre file system cannot have.
pub const RULE: Rule = Rule {
    code: Code("lustre-size"),
    severity: Severity::Warning,
    summary: "a Lustre file system cannot have the size that is asked for",
    page: include_str!("lustre_size.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for claim in bundle.claims.values() {
        let volume = claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref());
        let class = class_name(claim).filter(|_| volume.is_none());
        let system = class.and_then(|class| lustre::of_class(bundle, class));
        if let Some((system, written)) = system.zip(requested(claim)) {
            of_claim(findings, claim, &system, &written);
        }
    }
    for system in file_systems(bundle) {
        if let Said::This(text, at) = &system.gib {
            of_resource(findings, &system, text, at);
        }
    }
}

fn requested(claim: &Claim<'_>) -> Option<String> {
    let requests = claim.spec.as_ref()?.resources.as_ref()?.requests.as_ref()?;
    requests.get("storage").map(|size| size.0.clone())
}

/// The driver rounds up, and does not say so.
fn of_claim(findings: &mut Findings, claim: &Claim<'_>, system: &FileSystem<'_>, written: &str) {
    let Some((gib, real)) = gibibytes(written).and_then(|gib| Some((gib, system.round_up(gib)?)))
    else {
        return;
    };
    if gib == real {
        return;
    }
    let name = claim.metadata.name.as_deref().unwrap_or_default();
    findings
        .at(
            claim.artifact,
            &route!["spec", "resources", "requests", "storage"],
            format!("the claim `{name}` asks for {written}, but its file system will have, and cost, {real} GiB"),
        )
        .help(format!("ask for `{real}Gi`; {}", steps(system)))
        .related(system.artifact, &system.home, "of this class");
}

/// FSx itself refuses such a size.
fn of_resource(findings: &mut Findings, system: &FileSystem<'_>, text: &str, at: &Written<'_>) {
    let Ok(gib) = text.parse::<u64>() else { return };
    let Some(real) = system.round_up(gib).filter(|real| *real != gib) else { return };
    findings
        .at(at.artifact, &at.route, format!("{} cannot have {gib} GiB", system.title))
        .severity(Severity::Error)
        .help(format!("the next size is {real}; {}", steps(system)));
}

fn steps(system: &FileSystem<'_>) -> String {
    let sizes: Vec<String> =
        std::iter::successors(system.round_up(1), |size| system.round_up(size + 1))
            .take(4)
            .map(|size| size.to_string())
            .collect();
    format!("its sizes are {} GiB and so on", sizes.join(", "))
}

//! A claim names a volume that it cannot have.

use k8s_openapi::api::core::v1::{PersistentVolume, PersistentVolumeClaim};

use crate::check::bundle::storage::{bytes, class_name};
use crate::check::bundle::{Claim, View};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A claim names a volume that it cannot have.
pub const RULE: Rule = Rule {
    code: Code("unbindable-claim"),
    severity: Severity::Error,
    summary: "a claim names a volume of another class, size or access mode, or of another claim",
    page: include_str!("unbindable_claim.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for claim in bundle.claims.values() {
        let named = claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref());
        let Some(volume) = named.and_then(|name| bundle.volumes.get(name)) else { continue };
        let faults = [
            of_class(bundle, claim, volume),
            of_size(claim, volume),
            of_modes(claim, volume),
            of_reference(claim, volume),
        ];
        for fault in faults.into_iter().flatten() {
            report(findings, claim, volume, fault);
        }
    }
}

/// What keeps claim and volume apart.
struct Fault {
    /// The field of the claim that says so.
    claim: Route,
    /// The field of the volume that says so.
    volume: Route,
    why: String,
    help: &'static str,
    severity: Severity,
}

fn report(
    findings: &mut Findings,
    claim: &Claim<'_>,
    volume: &View<'_, PersistentVolume>,
    fault: Fault,
) {
    let name = claim.metadata.name.as_deref().unwrap_or_default();
    let wanted = volume.metadata.name.as_deref().unwrap_or_default();
    findings
        .at(
            claim.artifact,
            &fault.claim,
            format!("the claim `{name}` never binds to the volume `{wanted}`: {}", fault.why),
        )
        .severity(fault.severity)
        .help(fault.help)
        .related(volume.artifact, &fault.volume, "the volume");
}

/// A claim without a class gets the cluster's default one before it is bound.
fn of_class(
    bundle: &Bundle<'_>,
    claim: &PersistentVolumeClaim,
    volume: &PersistentVolume,
) -> Option<Fault> {
    let has = volume.spec.as_ref()?.storage_class_name.as_deref().unwrap_or_default();
    let default = bundle.default_classes().next().and_then(|class| class.metadata.name.as_deref());
    let words = |class: &str| match class {
        "" => "no class".to_owned(),
        class => format!("the class `{class}`"),
    };
    let (wants, why, severity) = match (class_name(claim), default) {
        (Some(class), _) => (
            class,
            format!("it is of {}, the volume of {}", words(class), words(has)),
            Severity::Error,
        ),
        (None, Some(class)) => (
            class,
            format!(
                "without a class it gets the default one, `{class}`, and the volume is of {}",
                words(has)
            ),
            Severity::Error,
        ),
        // Which class the cluster's default one is, nobody says: it may be the volume's.
        (None, None) if !has.is_empty() => return None,
        (None, None) => (
            "",
            "without a class it gets the cluster's default one, where there is one, and the volume is of no class".to_owned(),
            Severity::Warning,
        ),
    };
    let is_sound = wants == has && (class_name(claim).is_some() || default.is_some());
    (!is_sound).then(|| Fault {
        claim: match class_name(claim) {
            Some(_) => route!["spec", "storageClassName"],
            None => route!["spec", "volumeName"],
        },
        volume: route!["spec", "storageClassName"],
        why,
        help: "write the same class in both; for a volume that is there it is best `storageClassName: \"\"`",
        severity,
    })
}

fn of_size(claim: &PersistentVolumeClaim, volume: &PersistentVolume) -> Option<Fault> {
    let requests = claim.spec.as_ref()?.resources.as_ref()?.requests.as_ref()?;
    let wants = requests.get("storage")?;
    let has = volume.spec.as_ref()?.capacity.as_ref()?.get("storage")?;
    (bytes(&wants.0)? > bytes(&has.0)?).then(|| Fault {
        claim: route!["spec", "resources", "requests", "storage"],
        volume: route!["spec", "capacity", "storage"],
        why: format!("it asks for {}, and the volume says it has {}", wants.0, has.0),
        help: "write the size of the disk or file system in both",
        severity: Severity::Error,
    })
}

fn of_modes(claim: &PersistentVolumeClaim, volume: &PersistentVolume) -> Option<Fault> {
    let wants = claim.spec.as_ref()?.access_modes.as_ref()?;
    let has = volume.spec.as_ref()?.access_modes.as_ref()?;
    let lacking = wants.iter().find(|mode| !has.contains(mode))?;
    Some(Fault {
        claim: route!["spec", "accessModes"],
        volume: route!["spec", "accessModes"],
        why: format!("the volume has no access mode `{lacking}`"),
        help: "write the same access modes in both",
        severity: Severity::Error,
    })
}

fn of_reference(claim: &PersistentVolumeClaim, volume: &PersistentVolume) -> Option<Fault> {
    let reference = volume.spec.as_ref()?.claim_ref.as_ref()?;
    let names = |namespace: &Option<String>, name: &Option<String>| {
        (namespace.clone().unwrap_or_default(), name.clone().unwrap_or_default())
    };
    let wanted = names(&reference.namespace, &reference.name);
    let own = names(&claim.metadata.namespace, &claim.metadata.name);
    // A claim whose file says no namespace goes where it is applied.
    let is_same = wanted.1 == own.1 && (wanted.0 == own.0 || own.0.is_empty());
    (!is_same).then(|| Fault {
        claim: route!["spec", "volumeName"],
        volume: route!["spec", "claimRef"],
        why: format!(
            "the volume is reserved for the claim `{}` of namespace `{}`",
            wanted.1, wanted.0
        ),
        help: "let `claimRef` of the volume name this claim and its namespace",
        severity: Severity::Error,
    })
}

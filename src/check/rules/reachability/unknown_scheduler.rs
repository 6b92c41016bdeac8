//! A scheduler that nobody serves.

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// A scheduler that nobody serves.
pub const RULE: Rule = Rule {
    code: Code("unknown-scheduler"),
    severity: Severity::Warning,
    summary: "a pod asks for a scheduler that nobody serves, and stays Pending",
    page: include_str!("unknown_scheduler.md"),
    check,
};

/// Schedulers that people run, and the add-on each comes with.
const KNOWN: [(&str, Option<&str>); 3] =
    [("default-scheduler", None), ("yunikorn", Some("yunikorn")), ("volcano", Some("volcano"))];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Which add-ons a platform has is known only where their values are among the documents.
    let knows_addons = bundle.context.complete && bundle.of(Kind::HelmValues).next().is_some();
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            let Some(name) = pod.spec.scheduler_name.as_deref().filter(|it| !it.is_empty()) else {
                continue;
            };
            let known = KNOWN.iter().find(|(known, _)| *known == name);
            let (severity, help) = match known {
                Some((_, Some(addon))) if knows_addons && !is_installed(bundle, addon) => {
                    (Severity::Error, format!("the platform lacks the add-on `{addon}`"))
                }
                Some(_) => continue,
                None => match spelling::nearest(name, KNOWN.iter().map(|(known, _)| *known), 2) {
                    Some(near) => (Severity::Warning, format!("did you mean `{near}`?")),
                    None if knows_addons => (
                        Severity::Error,
                        "no add-on of the platform serves it; the schedulers known are `default-scheduler`, `yunikorn` and `volcano`".to_owned(),
                    ),
                    None => continue,
                },
            };
            let at = pod.place();
            findings
                .at(
                    at.artifact,
                    &at.route.then("schedulerName"),
                    format!("{} asks for the scheduler `{name}`, which nobody serves", pod.title),
                )
                .severity(severity)
                .help(help);
        }
    }
}

fn is_installed(bundle: &Bundle<'_>, addon: &str) -> bool {
    let by_name = bundle.installs().iter().any(|install| install.chart == addon);
    by_name || bundle.helm_values(addon).is_some()
}

//! A setting that YuniKorn has done without for releases.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A setting that YuniKorn has done without for releases.
pub const RULE: Rule = Rule {
    code: Code("idle-yunikorn-setting"),
    severity: Severity::Note,
    summary: "a value of YuniKorn's chart has had no effect since 1.5",
    page: include_str!("idle_yunikorn_setting.md"),
    check,
};

/// Values by their pointers, and what to do instead.
const IDLE: [(&str, &str); 2] = [
    ("/operatorPlugins", "leave it out: Spark's pods are known by their labels"),
    (
        "/yunikornDefaults/service.operatorPlugins",
        "leave it out: Spark's pods are known by their labels",
    ),
];
const SINCE: MinorVersion = MinorVersion::new(1, 5);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("yunikorn") {
        if install.release().is_some_and(|release| release < SINCE) {
            continue;
        }
        for (pointer, help) in IDLE {
            if install.value(pointer).is_none() {
                continue;
            }
            let name = pointer.rsplit('/').next().unwrap_or(pointer);
            findings
                .at_key(
                    install.artifact,
                    &install.place(pointer),
                    format!("`{name}` has had no effect since YuniKorn 1.5"),
                )
                .help(help);
        }
    }
}

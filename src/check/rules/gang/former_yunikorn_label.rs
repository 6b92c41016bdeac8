//! A queue or an application id under its former label alone.

use super::common::{Saying, pods_that_say};
use crate::check::bundle::{APP_ID, QUEUE, Said};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A queue or an application id under its former label alone.
pub const RULE: Rule = Rule {
    code: Code("former-yunikorn-label"),
    severity: Severity::Note,
    summary: "a pod names its queue or application by the former label alone",
    page: include_str!("former_yunikorn_label.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    report(QUEUE, &pods_that_say(bundle, |pod| pod.queue()), findings);
    report(APP_ID, &pods_that_say(bundle, |pod| pod.application_id()), findings);
}

fn report(present: &str, saying: &[Saying<'_, '_>], findings: &mut Findings) {
    for (pod, _, how, at) in saying {
        let Said::Label(former) = how else { continue };
        if *former == present {
            continue;
        }
        findings
            .at_key(
                at.artifact,
                &at.route,
                format!("{} has the label `{former}`, which YuniKorn reads for old times' sake", pod.title),
            )
            .help(format!("write `{present}`: as a label from YuniKorn 1.6 on, as an annotation with every release"));
    }
}

//! Two services of a driver are to have one port.

use crate::check::bundle::{Job, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Two services of a driver are to have one port.
pub const RULE: Rule = Rule {
    code: Code("one-port-twice"),
    severity: Severity::Warning,
    summary: "two services of a driver have the same port, and the second takes another",
    page: include_str!("one_port_twice.md"),
    check,
};

/// The services of a driver, each with the keys that say its port, and Spark's default.
const SERVICES: [(&[&str], u16); 3] = [
    (&["spark.driver.port"], 7078),
    (&["spark.driver.blockManager.port", "spark.blockManager.port"], 7079),
    (&["spark.ui.port"], 4040),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        for (index, one) in SERVICES.iter().enumerate() {
            for other in &SERVICES[index + 1..] {
                of_pair(findings, job, *one, *other);
            }
        }
    }
}

fn of_pair(findings: &mut Findings, job: &Job<'_>, one: Service, other: Service) {
    let (Some(first), Some(second)) = (port(job, one), port(job, other)) else { return };
    let Some(at) = setting(job, other).or_else(|| setting(job, one)) else { return };
    if first != second || first == 0 {
        return;
    }
    findings
        .at(
            job.artifact,
            &at.route,
            format!(
                "the driver of {} has the port {first} for `{}` and for `{}`",
                job.title(),
                one.0[0],
                other.0[0]
            ),
        )
        .help("leave the ports away: 7078, 7079 and 4040 are free in every pod");
}

type Service = (&'static [&'static str], u16);

fn setting<'j>(job: &'j Job<'_>, (keys, _): Service) -> Option<&'j Setting> {
    keys.iter().find_map(|key| job.conf.setting(key))
}

/// The port of a service; `None` where it cannot be read.
fn port(job: &Job<'_>, service: Service) -> Option<u16> {
    setting(job, service).map_or(Some(service.1), |it| it.value.trim().parse().ok())
}

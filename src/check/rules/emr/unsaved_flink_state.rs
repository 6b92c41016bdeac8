//! A Flink deployment is to keep its state, and has no place for it.

use crate::check::bundle::FlinkDeployment;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A Flink deployment is to keep its state, and has no place for it.
pub const RULE: Rule = Rule {
    code: Code("unsaved-flink-state"),
    severity: Severity::Warning,
    summary: "a Flink job that is to keep its state over upgrades without a place for it",
    page: include_str!("unsaved_flink_state.md"),
    check,
};

const CHECKPOINTS: [&str; 2] = ["state.checkpoints.dir", "execution.checkpointing.dir"];
const SAVEPOINTS: [&str; 2] = ["state.savepoints.dir", "execution.checkpointing.savepoint-dir"];
const HIGH_AVAILABILITY: [&str; 2] = ["high-availability.type", "high-availability"];

/// What is asked for, and where.
struct Wish {
    at: Route,
    words: &'static str,
    needs: Needs,
}

/// What it takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Checkpoints,
    Savepoints,
    HighAvailability,
}

// Source: `DefaultValidator` of Flink's operator.
fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for deployment in bundle.flink_deployments().filter_map(FlinkDeployment::of) {
        let lacking =
            wishes(&deployment).into_iter().find(|it| lacks(bundle, &deployment, it.needs));
        let Some(Wish { at, words, needs }) = lacking else { continue };
        let (what, help) = needs.words();
        let message = format!(
            "{} {words}, but has no {what}: its operator refuses it, unless its own configuration has one",
            deployment.title()
        );
        findings.at(deployment.artifact, &at, message).help(help);
    }
}

/// All that a deployment wants of its state, what is most certain first.
fn wishes(deployment: &FlinkDeployment<'_>) -> Vec<Wish> {
    let mut all = Vec::new();
    let mut add = |at: Option<Route>, words, needs| {
        all.extend(at.map(|at| Wish { at, words, needs }));
    };
    let upgrade = deployment.field("/job/upgradeMode").and_then(|it| it.as_str());
    let upgrades =
        |mode: &str| (upgrade == Some(mode)).then(|| deployment.place("/job/upgradeMode"));
    let on = |key: &str| {
        deployment.setting(&[key]).filter(|(value, _)| *value == "true").map(|(_, at)| at.clone())
    };
    let place = |pointer: &str| deployment.field(pointer).map(|_| deployment.place(pointer));
    let periodic = deployment.setting(&["kubernetes.operator.periodic.savepoint.interval"]);
    let managers = deployment.field("/jobManager/replicas").and_then(|it| it.as_i64());
    let standby = managers.filter(|count| *count > 1);
    add(upgrades("savepoint"), "is upgraded by savepoints", Needs::Savepoints);
    add(upgrades("savepoint"), "is upgraded by savepoints", Needs::Checkpoints);
    add(upgrades("last-state"), "is upgraded from its last checkpoint", Needs::Checkpoints);
    add(place("/job/savepointTriggerNonce"), "asks for a savepoint", Needs::Savepoints);
    add(
        periodic.map(|(_, at)| at.clone()),
        "takes savepoints from time to time",
        Needs::Savepoints,
    );
    add(
        standby.and_then(|_| place("/jobManager/replicas")),
        "has job managers that stand by",
        Needs::HighAvailability,
    );
    let rollback = on("kubernetes.operator.deployment.rollback.enabled");
    add(rollback, "is rolled back when it fails", Needs::HighAvailability);
    all
}

impl Needs {
    /// The words for it, and the next step.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Checkpoints => {
                ("directory for checkpoints", "set `state.checkpoints.dir` in `flinkConfiguration`")
            }
            Self::Savepoints => {
                ("directory for savepoints", "set `state.savepoints.dir` in `flinkConfiguration`")
            }
            Self::HighAvailability => (
                "high availability",
                "set `high-availability.type: kubernetes` and `high-availability.storageDir` in `flinkConfiguration`",
            ),
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Checkpoints => &CHECKPOINTS,
            Self::Savepoints => &SAVEPOINTS,
            Self::HighAvailability => &HIGH_AVAILABILITY,
        }
    }
}

fn lacks(bundle: &Bundle<'_>, deployment: &FlinkDeployment<'_>, needs: Needs) -> bool {
    // EMR's operator has fields of its own for it.
    let by_field = ["/highAvailabilityEnabled", "/jobManager/storageDir"]
        .iter()
        .any(|pointer| deployment.field(pointer).is_some());
    let is_set = match deployment.setting(needs.keys()) {
        Some((value, _)) => needs != Needs::HighAvailability || !value.eq_ignore_ascii_case("none"),
        None => needs == Needs::HighAvailability && by_field,
    };
    !is_set && !bundle.is_set_for_all_of_flink(needs.keys())
}

//! A container beside Spark's that never ends.

use k8s_openapi::api::core::v1::Container;

use crate::check::bundle::{Role, shell};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A container beside Spark's that never ends.
pub const RULE: Rule = Rule {
    code: Code("endless-side-car"),
    severity: Severity::Warning,
    summary: "a side-car of a driver or an executor does not end when Spark does",
    page: include_str!("endless_side_car.md"),
    check,
};

/// The volume in which EMR says that Spark has ended.
const SIGNAL: &str = "emr-container-communicate";
/// What runs for ever.
const ENDLESS: [&str; 5] = ["sleep infinity", "sleep inf", "tail -f", "while true", "while :"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in bundle.pods.iter().filter(|pod| matches!(pod.role, Role::Driver | Role::Executor)) {
        let Some(main) = pod.main_container() else { continue };
        for (index, container) in pod.spec.containers.iter().enumerate() {
            if std::ptr::eq(container, main) || hears_the_signal(container) {
                continue;
            }
            let Some(why) = why(container) else { continue };
            findings
                .at(
                    pod.artifact,
                    &pod.at.then("containers").then(index),
                    format!("{} does not end while its side-car `{}` runs, which {why}", pod.title, container.name),
                )
                .help("make it an init container with `restartPolicy: Always`, which ends with the pod, or let it mount `emr-container-communicate` and watch for the signal file there");
        }
    }
}

fn hears_the_signal(container: &Container) -> bool {
    let mut mounts = container.volume_mounts.iter().flatten();
    let mut env = container.env.iter().flatten();
    mounts.any(|mount| mount.name == SIGNAL) || env.any(|one| one.name == "SIDECAR_SIGNAL_FILE")
}

fn why(container: &Container) -> Option<String> {
    let commands = shell::commands(container);
    if container.command.is_none() && container.args.is_none() {
        return Some(
            "runs what its image does by itself, and has no way to learn that Spark is done"
                .to_owned(),
        );
    }
    let script = commands.script.unwrap_or_else(|| {
        commands.all.iter().map(|words| words.join(" ")).collect::<Vec<String>>().join("; ")
    });
    let endless = ENDLESS.iter().find(|endless| script.contains(*endless))?;
    Some(format!("has `{endless}` in its command"))
}

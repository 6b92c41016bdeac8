//! A directory is made that the mount already is.

use crate::check::bundle::shell::{self, Commands, Then};
use crate::check::bundle::volume::plain;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A directory is made that the mount already is.
pub const RULE: Rule = Rule {
    code: Code("mkdir-on-mount"),
    severity: Severity::Error,
    summary: "an init container makes the directory that is its mount, which fails",
    page: include_str!("mkdir_on_mount.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        for (index, init) in pod.spec.init_containers.iter().flatten().enumerate() {
            let mounts = init.volume_mounts.iter().flatten();
            let mounts: Vec<String> = mounts.map(|mount| plain(&mount.mount_path)).collect();
            let commands = shell::commands(init);
            let Some((path, is_swallowed)) = fault(&commands, &mounts) else { continue };
            let fate = if is_swallowed {
                "and the failure is swallowed: those that matter would be too"
            } else {
                "and with it the container and the pod"
            };
            let finding = findings
                .at(
                    pod.artifact,
                    &pod.at.then("initContainers").then(index),
                    format!("`mkdir {path}` in the init container `{}` of {} fails, for the mount is there, {fate}", init.name, pod.title),
                )
                .help("leave `mkdir` away, or write `mkdir -p`, and join commands by `&&`");
            if is_swallowed {
                finding.severity(Severity::Note);
            }
        }
    }
}

/// The mount that is made, and whether nobody minds that it fails.
fn fault(commands: &Commands, mounts: &[String]) -> Option<(String, bool)> {
    commands.all.iter().zip(&commands.then).enumerate().find_map(|(index, (command, then))| {
        let path = made(command)?.find(|path| mounts.contains(path))?;
        if is_conditional(commands, index) {
            return None;
        }
        let is_swallowed = match then {
            Then::Or => true,
            Then::Always => !commands.stops_at_failure,
            Then::IfWell | Then::End => false,
        };
        Some((path, is_swallowed))
    })
}

/// The directories that `mkdir` makes, and would fail to make if they were there.
fn made(command: &[String]) -> Option<impl Iterator<Item = String>> {
    let (name, rest) = command.split_first()?;
    let takes_any = rest.iter().any(|word| {
        word == "--parents"
            || (word.starts_with('-') && !word.starts_with("--") && word.contains('p'))
    });
    (name == "mkdir" && !takes_any).then(|| rest.iter().map(|word| plain(word)))
}

/// Whether a command runs only if something before it says so: `[ -d /data1 ] || mkdir /data1`.
fn is_conditional(commands: &Commands, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else { return false };
    let is_test = || {
        let first = commands.all[before].first();
        first.is_some_and(|word| ["[", "[[", "test", "!"].contains(&word.as_str()))
    };
    match commands.then[before] {
        Then::Or => true,
        Then::IfWell => is_test(),
        Then::Always | Then::End => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::api::core::v1::Container;

    fn of(script: &str) -> Option<bool> {
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        let container = Container { command: Some(command), ..Container::default() };
        fault(&shell::commands(&container), &["/data".to_owned()]).map(|(_, swallowed)| swallowed)
    }

    #[test]
    fn only_a_directory_that_is_made_for_certain_is_a_fault() {
        assert_eq!(of("mkdir /data && chown 1 /data"), Some(false));
        assert_eq!(of("mkdir /data; chown 1 /data"), Some(true));
        assert_eq!(of("mkdir /data || true"), Some(true));
        assert_eq!(of("set -e; mkdir /data; chown 1 /data"), Some(false));
        assert_eq!(of("mkdir -p /data"), None);
        assert_eq!(of("mkdir /data/spark"), None);
        assert_eq!(of("[ -d /data ] || mkdir /data"), None);
        assert_eq!(of("test ! -d /data && mkdir /data"), None);
    }
}

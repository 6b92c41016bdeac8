//! A shell is given several commands and runs the first.

use k8s_openapi::api::core::v1::Container;

use crate::check::bundle::shell;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A shell is given several commands and runs the first.
pub const RULE: Rule = Rule {
    code: Code("one-command-shell"),
    severity: Severity::Error,
    summary: "sh -c is given several commands, and runs the first one only",
    page: include_str!("one_command_shell.md"),
    check,
};

/// What people give a script for its own name.
const NAMES: [&str; 7] = ["sh", "bash", "ash", "dash", "_", "-", "--"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        for (container, at) in pod.containers() {
            let Some(lost) = lost(container) else { continue };
            let field = if container.command.is_some() { "command" } else { "args" };
            findings
                .at(
                    pod.artifact,
                    &at.then(field),
                    format!("the container `{}` of {} never runs `{lost}`: `sh -c` runs one string, and takes the others for its parameters", container.name, pod.title),
                )
                .help("join the commands in one string: `first && second`");
        }
    }
}

/// The first string behind a script that does not ask for parameters.
fn lost(container: &Container) -> Option<String> {
    let commands = shell::commands(container);
    let script = commands.script?;
    // The first parameter is the shell's own name, `$0`, which a careful author gives too.
    let asks = script.match_indices('$').any(|(at, _)| {
        let rest = script[at + 1..].trim_start_matches('{');
        rest.starts_with(|next: char| next.is_ascii_digit() || "@*#".contains(next))
    });
    let mut rest = commands.parameters;
    // A lone name of the shell is `$0` for its messages.
    if let [name] = rest.as_slice()
        && NAMES.contains(&name.rsplit('/').next().unwrap_or(name))
    {
        rest.clear();
    }
    rest.into_iter().next().filter(|_| !asks && !script.contains("shift"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost_of(words: &[&str]) -> Option<String> {
        let command = words.iter().map(|word| (*word).to_owned()).collect();
        lost(&Container { command: Some(command), ..Container::default() })
    }

    #[test]
    fn parameters_that_are_asked_for_are_not_lost() {
        assert_eq!(lost_of(&["sh", "-c", "chmod 777 /a", "chown 1 /a"]), Some("chown 1 /a".into()));
        assert_eq!(lost_of(&["sh", "-c", "chmod 777 /a && chown 1 /a"]), None);
        assert_eq!(lost_of(&["sh", "-c", "chown 1 \"$1\"", "sh", "/a"]), None);
        assert_eq!(lost_of(&["sh", "-c", "chown 1 ${@}", "sh", "/a"]), None);
        assert_eq!(lost_of(&["chown", "1", "/a"]), None);
        assert_eq!(lost_of(&["sh", "-c", "chown 1 /a", "--"]), None);
        assert_eq!(lost_of(&["sh", "-c", "mkdir", "-p", "/a"]), Some("-p".into()));
    }
}

//! What a container runs, as far as its command can be read without a shell.

use k8s_openapi::api::core::v1::Container;

/// What a container runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commands {
    /// The simple commands, each as its words, in the order in which they run.
    pub all: Vec<Vec<String>>,
    /// What becomes of the script when a command fails, for each of them.
    pub then: Vec<Then>,
    /// Whether the shell ends at the first failure: `set -e`, `sh -ec`.
    pub stops_at_failure: bool,
    /// What follows the one string that `sh -c` runs: positional parameters of it.
    pub parameters: Vec<String>,
    /// The script, if a shell is started with one.
    pub script: Option<String>,
}

/// What stands behind a command, which decides what its failure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// `&&`: the next is left out.
    IfWell,
    /// `||`: the next runs instead.
    Or,
    /// `;`, `|`, `&` or the end of a line: the next runs all the same.
    Always,
    /// Nothing: its failure is that of the script.
    End,
}

impl Commands {
    /// The commands with those that were meant to run but became parameters.
    #[must_use]
    pub fn meant(&self) -> Vec<Vec<String>> {
        let mut all = self.all.clone();
        let lost = self.parameters.iter().flat_map(|text| simple_commands(text));
        all.extend(lost.map(|(command, _)| command));
        all
    }
}

const SHELLS: [&str; 5] = ["sh", "bash", "ash", "dash", "busybox"];

/// Reads the command of a container.
#[must_use]
pub fn commands(container: &Container) -> Commands {
    let words: Vec<&str> = [&container.command, &container.args]
        .into_iter()
        .flatten()
        .flatten()
        .map(String::as_str)
        .collect();
    let Some(flag) = script_flag(&words) else {
        let all = words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let all = if all.is_empty() { Vec::new() } else { vec![all] };
        return Commands { then: vec![Then::End; all.len()], all, ..Commands::default() };
    };
    let Some(script) = words.get(flag + 1) else { return Commands::default() };
    let (all, then): (Vec<Vec<String>>, Vec<Then>) = simple_commands(script).into_iter().unzip();
    let is_strict = |command: &Vec<String>| {
        command.first().is_some_and(|word| word == "set")
            && command[1..].iter().any(|word| word == "errexit" || has_option(word, 'e'))
    };
    Commands {
        stops_at_failure: has_option(words[flag], 'e') || all.first().is_some_and(is_strict),
        all,
        then,
        parameters: words[flag + 2..].iter().map(|word| (*word).to_owned()).collect(),
        script: Some((*script).to_owned()),
    }
}

/// Where the option `-c` of a shell stands, alone or with others: `-ec`. Behind the name of a file
/// it is an option of the file's.
fn script_flag(words: &[&str]) -> Option<usize> {
    let is_shell = |word: &&str| SHELLS.contains(&word.rsplit('/').next().unwrap_or(word));
    let mut at = words.iter().take(2).take_while(|word| is_shell(word)).count();
    while at > 0 && words.get(at).is_some_and(|word| word.starts_with(['-', '+'])) {
        let word = words[at];
        if has_option(word, 'c') {
            return Some(at);
        }
        // `-o` takes a word: `-euo pipefail`.
        at += if !word.starts_with("--") && word.ends_with(['o', 'O']) { 2 } else { 1 };
    }
    None
}

/// Whether a word is a bundle of short options that has this one: `-ec`.
fn has_option(word: &str, option: char) -> bool {
    word.starts_with('-') && !word.starts_with("--") && word.contains(option)
}

/// A script cut at `&&`, `||`, `;`, `|` and line ends, and each part at blanks, quotes taken off.
fn simple_commands(script: &str) -> Vec<(Vec<String>, Then)> {
    let mut all: Vec<(Vec<String>, Then)> = vec![(Vec::new(), Then::End)];
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = script.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(letter),
            (_, '\\') => match letters.next() {
                // A line that goes on.
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            (Some(_), _) => word.get_or_insert_default().push(letter),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '&' | '|' | ';' | '\n') => {
                end_word(&mut all, &mut word);
                let is_double = letters.next_if_eq(&letter).is_some();
                end_command(&mut all, after(letter, is_double));
            }
            (None, _) if letter.is_whitespace() => end_word(&mut all, &mut word),
            (None, _) => word.get_or_insert_default().push(letter),
        }
    }
    end_word(&mut all, &mut word);
    all.retain(|(command, _)| !command.is_empty());
    if let Some((_, then)) = all.last_mut() {
        *then = Then::End;
    }
    all
}

fn after(letter: char, is_double: bool) -> Then {
    match (letter, is_double) {
        ('&', true) => Then::IfWell,
        ('|', true) => Then::Or,
        _ => Then::Always,
    }
}

fn end_command(all: &mut Vec<(Vec<String>, Then)>, then: Then) {
    if let Some((_, of_last)) = all.last_mut() {
        *of_last = then;
    }
    all.push((Vec::new(), Then::End));
}

fn end_word(all: &mut [(Vec<String>, Then)], word: &mut Option<String>) {
    if let (Some((command, _)), Some(word)) = (all.last_mut(), word.take()) {
        command.push(word);
    }
}

/// A command that changes owner or mode of files: `chown -R 999:1000 /data1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `chown`, `chmod` or `chgrp`.
    pub tool: &'static str,
    /// Whether it goes into directories.
    pub recursive: bool,
    /// The owner or the mode.
    pub to: String,
    /// The paths.
    pub paths: Vec<String>,
}

/// Reads a command that changes owner or mode.
#[must_use]
pub fn change(command: &[String]) -> Option<Change> {
    let mut words = command.iter().skip_while(|word| *word == "sudo" || *word == "busybox");
    let name = words.next()?.rsplit('/').next()?;
    let tool = ["chown", "chmod", "chgrp"].into_iter().find(|tool| *tool == name)?;
    let (options, rest): (Vec<&String>, Vec<&String>) =
        words.partition(|word| is_option(word, tool));
    let (to, paths) = rest.split_first()?;
    Some(Change {
        tool,
        recursive: options.iter().any(|option| is_recursive(option)),
        to: (*to).clone(),
        paths: paths.iter().map(|path| super::volume::plain(path)).collect(),
    })
}

/// A symbolic mode may begin with a minus sign too: `chmod -x`.
fn is_option(word: &str, tool: &str) -> bool {
    let is_mode = tool == "chmod" && word[1..].chars().all(|letter| "rwxXst".contains(letter));
    word.starts_with("--") || (word.starts_with('-') && !is_mode)
}

fn is_recursive(option: &str) -> bool {
    option == "--recursive" || (!option.starts_with("--") && option.contains('R'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(words: &[&str]) -> Container {
        let command = words.iter().map(|word| (*word).to_owned()).collect();
        Container { command: Some(command), ..Container::default() }
    }

    #[test]
    fn a_shell_runs_one_string_and_takes_the_rest_for_parameters() {
        let found = commands(&container(&["sh", "-c", "mkdir /a; chown 1:2 '/a b'", "echo done"]));
        assert_eq!(found.all, [vec!["mkdir", "/a"], vec!["chown", "1:2", "/a b"]]);
        assert_eq!(found.parameters, ["echo done"]);
        assert_eq!(found.then, [Then::Always, Then::End]);
        assert!(!found.stops_at_failure);
        let found = commands(&container(&["/bin/bash", "-ec", "a && b || c \\\n d\ne"]));
        assert_eq!(found.all, [vec!["a"], vec!["b"], vec!["c", "d"], vec!["e"]]);
        assert_eq!(found.then, [Then::IfWell, Then::Or, Then::Always, Then::End]);
        assert!(found.stops_at_failure);
        assert!(commands(&container(&["sh", "-c", "set -eu\nmkdir /a\n"])).stops_at_failure);
        let found = commands(&container(&["chown", "-R", "1:2", "/data"]));
        assert_eq!(found.all, [["chown", "-R", "1:2", "/data"]]);
        assert_eq!(commands(&container(&[])), Commands::default());
        assert_eq!(commands(&container(&["sh", "-c"])), Commands::default());
        let script = |words: &[&str]| commands(&container(words)).script;
        assert_eq!(script(&["bash", "-euo", "pipefail", "-c", "ls"]).as_deref(), Some("ls"));
        assert_eq!(script(&["busybox", "sh", "-c", "ls"]).as_deref(), Some("ls"));
        assert_eq!(script(&["bash", "/run.sh", "-c", "conf", "a"]), None);
    }

    #[test]
    fn changes_are_read_with_their_options() {
        let read = |text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            change(&words).map(|it| (it.tool, it.recursive, it.to, it.paths))
        };
        let data = || vec!["/data".to_owned()];
        assert_eq!(
            read("chown -hR 999:1000 /data/"),
            Some(("chown", true, "999:1000".into(), data()))
        );
        assert_eq!(read("chmod 0770 /data"), Some(("chmod", false, "0770".into(), data())));
        assert_eq!(read("chmod -x /data"), Some(("chmod", false, "-x".into(), data())));
        assert_eq!(
            read("chmod --recursive a+w /data"),
            Some(("chmod", true, "a+w".into(), data()))
        );
        assert_eq!(read("chown"), None);
        assert_eq!(read("mkdir /data"), None);
    }
}

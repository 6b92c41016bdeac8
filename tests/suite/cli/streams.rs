//! Pipes that close, disks that are full, and colours.

use std::process::Stdio;

use super::Home;
use crate::support::emrgen;

const ESCAPE: char = '\u{1b}';

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new();
    for arguments in
        [&["explain"][..], &["build", "--stdout"], &["schema", "platform"], &["--help"]]
    {
        let mut command = emrgen();
        command.current_dir(home.path("")).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let home = Home::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = emrgen();
    command.current_dir(home.path("")).args(["build", "--stdout"]);
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("the disk is full"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let home = Home::with(&[("emrgen.yaml", "apiVersion: emrgen.io/v1\nkind: Platform\n")]);
    let colored = |arguments: &str, variables: &[(&str, &str)]| {
        let run = home.run_with(arguments, "", variables);
        (run.out.contains(ESCAPE), run.err.contains(ESCAPE))
    };
    assert_eq!(colored("check", &[]), (false, false), "a pipe is no terminal");
    assert_eq!(colored("check --color always", &[]), (true, false));
    assert_eq!(colored("build --color always", &[]), (false, true));
    assert_eq!(colored("check", &[("CLICOLOR_FORCE", "1")]), (true, false));
    assert_eq!(colored("check", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), (false, false));
    assert_eq!(colored("check --color always", &[("NO_COLOR", "1")]), (true, false));
    assert_eq!(colored("check --color never", &[("CLICOLOR_FORCE", "1")]), (false, false));
    for format in ["json", "sarif", "github", "junit"] {
        let arguments = format!("check --color always --format {format}");
        assert_eq!(colored(&arguments, &[]), (false, false), "{format}");
    }
}

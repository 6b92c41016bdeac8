//! User data that Karpenter takes for something else than its author.

use super::common::{user_data, with_user_data};
use crate::check::bundle::node_class::family;
use crate::check::bundle::{UserData, mime};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// User data that Karpenter takes for something else than its author.
pub const RULE: Rule = Rule {
    code: Code("unreadable-user-data"),
    severity: Severity::Error,
    summary: "user data is neither a whole MIME archive nor a NodeConfig nor a script that can run",
    page: include_str!("unreadable_user_data.md"),
    check,
};

/// How bad it is, what is wrong, and the next step.
type Fault = (Severity, &'static str, &'static str);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let text = class.view.spec.user_data.as_deref().unwrap_or_default();
        let fault = match family(class.view) {
            // Only for these Karpenter puts its own part beside the user's.
            Some(family @ (AmiFamily::Al2 | AmiFamily::Al2023)) => fault(family, text, &class.data),
            _ => None,
        };
        let Some((severity, what, help)) = fault else { continue };
        findings
            .at(
                class.view.artifact,
                &user_data(),
                format!("the user data of node class `{}` {what}", class.name),
            )
            .severity(severity)
            .help(help);
    }
}

fn fault(family: AmiFamily, text: &str, data: &UserData) -> Option<Fault> {
    let text = text.trim_start();
    // A template fills it in later.
    if text.starts_with(['$', '{', '<']) {
        return None;
    }
    if mime::is_archive(text) {
        let why = mime::fault(text)?;
        let help = "write headers, an empty line, the parts, each below a line `--BOUNDARY`, and `--BOUNDARY--` as the last line";
        return Some((Severity::Error, why, help));
    }
    if text.starts_with("#!") {
        return None;
    }
    if mime::has_late_header(text) {
        return Some((
            Severity::Warning,
            "has its MIME headers below another line, so that all of it is run as one script",
            "begin with `MIME-Version: 1.0`, spelt like that",
        ));
    }
    if data.has_node_config || data.is_toml {
        return None;
    }
    let help = "begin a script with `#!/bin/bash`; everything else is a part of a MIME archive, under its own `Content-Type`";
    if family == AmiFamily::Al2023 && data.is_map {
        return Some((
            Severity::Error,
            "is taken for a NodeConfig, for it is a YAML map, and is none: the node does not join",
            help,
        ));
    }
    let mut lines = text.lines().map(str::trim);
    let has_commands = lines.any(|line| !line.is_empty() && !line.starts_with('#'));
    has_commands.then_some((
        Severity::Warning,
        "is taken for a script and does not begin with `#!`: it is not run",
        help,
    ))
}

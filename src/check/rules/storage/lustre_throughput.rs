//! A throughput that a Lustre file system cannot have, or the lack of one that it must.

use crate::catalog::fsx::Storage;
use crate::check::bundle::lustre::{FileSystem, Said, file_systems};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A throughput that a Lustre file system cannot have, or the lack of one that it must.
pub const RULE: Rule = Rule {
    code: Code("lustre-throughput"),
    severity: Severity::Error,
    summary: "a persistent Lustre file system has no throughput, or one that its type cannot have",
    page: include_str!("lustre_throughput.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for system in file_systems(bundle) {
        if let Some(fault) = fault(&system) {
            let (route, message, help) = fault;
            findings.at(system.artifact, &route, message).help(help);
        }
    }
}

fn fault(system: &FileSystem<'_>) -> Option<(Route, String, String)> {
    let deployment = system.deployment()?;
    let storage = system.storage()?;
    let kind = system.deployment.text().unwrap_or("SCRATCH_1");
    let [_, field, disks] = system.fields;
    if !deployment.can_have(storage) {
        let Said::This(_, at) = &system.storage else { return None };
        let message = format!("{} is `{kind}`, which has no hard disks", system.title);
        let help = format!("leave `{disks}` away, or take `PERSISTENT_1`");
        return Some((at.route.clone(), message, help));
    }
    let throughputs = deployment.throughputs(storage);
    let choices = choices(throughputs);
    match &system.throughput {
        Said::Nothing if !throughputs.is_empty() => {
            let message = format!(
                "{} is `{kind}` and has no `{field}`, without which FSx refuses it",
                system.title
            );
            let place = match &system.deployment {
                Said::This(_, at) => at.route.clone(),
                Said::Nothing | Said::Unknown => system.home.clone(),
            };
            Some((place, message, format!("write one: {choices} MB/s for each TiB")))
        }
        Said::This(text, at) if throughputs.is_empty() => {
            let message =
                format!("{} is `{kind}`, which takes no `{field}`, but has `{text}`", system.title);
            Some((at.route.clone(), message, "remove it, or take a persistent type".to_owned()))
        }
        Said::This(text, at) if !is_among(text, throughputs) => {
            let disks = if storage == Storage::Hdd { " on hard disks" } else { "" };
            let message = format!(
                "{} is `{kind}`{disks}, which cannot have {text} MB/s for each TiB",
                system.title
            );
            Some((at.route.clone(), message, format!("it can have {choices}")))
        }
        Said::This(..) | Said::Nothing | Said::Unknown => None,
    }
}

fn is_among(text: &str, throughputs: &[u32]) -> bool {
    text.parse().is_ok_and(|throughput: u32| throughputs.contains(&throughput))
}

fn choices(throughputs: &[u32]) -> String {
    let choices: Vec<String> = throughputs.iter().map(u32::to_string).collect();
    crate::check::bundle::words::series(&choices, "or")
}

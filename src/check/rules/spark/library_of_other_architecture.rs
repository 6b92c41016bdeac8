//! A library brings native code for other processors than the job's nodes have.

use crate::catalog::instance::Architecture;
use crate::catalog::label::ARCH;
use crate::check::bundle::{Role, processor_of, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A library brings native code for other processors than the job's nodes have.
pub const RULE: Rule = Rule {
    code: Code("library-of-other-architecture"),
    severity: Severity::Warning,
    summary: "a library's name says an architecture that no node of the job has",
    page: include_str!("library_of_other_architecture.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, job) in bundle.jobs.iter().enumerate() {
        let libraries = job.libraries();
        // A job that brings the build for each kind of node has the right one among them.
        let of = |wanted: Architecture| {
            libraries.iter().filter(move |one| built_for(&one.text) == Some(wanted))
        };
        let (amd64, arm64) = (of(Architecture::Amd64).next(), of(Architecture::Arm64).next());
        let (library, wanted, label) = match (amd64, arm64) {
            (Some(library), None) => (library, Architecture::Amd64, "amd64"),
            (None, Some(library)) => (library, Architecture::Arm64, "arm64"),
            (Some(_), Some(_)) | (None, None) => continue,
        };
        let Some(pools) = others(bundle, index, wanted) else { continue };
        findings
            .at(
                job.artifact,
                &library.route,
                format!(
                    "`{}` is for {label} by its name, and the executors of {} run on other processors, in pool {}",
                    library.text,
                    job.title(),
                    words::some(&pools)
                ),
            )
            .help(format!("take the build for their processors, or let the executors select `{ARCH}: {label}`"));
    }
}

/// The architecture that the last part of a library's address says.
fn built_for(text: &str) -> Option<Architecture> {
    processor_of(text.rsplit('/').next()?).map(|(architecture, _)| architecture)
}

/// The pools of a job's executors, if no node that these can be on has such processors.
fn others<'b>(bundle: &'b Bundle<'_>, job: usize, wanted: Architecture) -> Option<Vec<&'b str>> {
    let placement = bundle.placement(bundle.pod_of(job, Role::Executor)?);
    if placement.may_be_elsewhere(bundle) || !placement.has_pool() {
        return None;
    }
    let is_other = |types: &crate::catalog::instance::InstanceSet| {
        !types.is_empty() && types.iter().all(|kind| kind.architecture != wanted)
    };
    let all = placement.open(&bundle.pools).all(|(_, landing)| is_other(&landing.types));
    all.then(|| placement.open(&bundle.pools).map(|(pool, _)| pool.name()).collect())
}

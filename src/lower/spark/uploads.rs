//! The programs and data of a job that lie beside the spec: taken along, so that the output
//! directory holds all that a run needs.

use std::collections::BTreeMap;

use super::directory;
use crate::artifact::{Artifact, Kind};
use crate::model::{Job, Program, Team};

/// The files of a job, under the same names as below its prefix in S3.
pub fn lower<'a>(
    team: &'a Team,
    job: &'a Job,
    files: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = Artifact> + 'a {
    let program = match &job.program {
        Program::Upload { file, .. } => Some(("scripts", file, job.origin.then("entryPoint"))),
        Program::Uri(_) => None,
    };
    let data = job.data.iter().map(|file| ("input", file, job.origin.then("data")));
    program.into_iter().chain(data).filter_map(move |(home, file, origin)| {
        let name = file.rsplit('/').next().unwrap_or(file);
        let path = format!("{}/{home}/{name}", directory(team, job));
        let text = files.get(file)?;
        Some(Artifact::text(Kind::Upload, path, text, &origin).of_team(&team.name))
    })
}

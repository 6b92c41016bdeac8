//! `spark.local.dir` names a directory that is not where the volume is.

use std::collections::BTreeMap;

use crate::check::bundle::local_dirs::LocalDirs;
use crate::check::bundle::volume::is_within;
use crate::check::bundle::{Job, PodVolume, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// `spark.local.dir` names a directory that is not where the volume is.
pub const RULE: Rule = Rule {
    code: Code("local-dir-not-mounted"),
    severity: Severity::Warning,
    summary: "spark.local.dir names a path at which the volume for scratch is not mounted",
    page: include_str!("local_dir_not_mounted.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // The same is mostly true of driver and executors, and is said once.
    let mut said: BTreeMap<(usize, String), Vec<&str>> = BTreeMap::new();
    for (pod, volumes) in bundle.pods_with_volumes() {
        let (Some(index), Some(job)) = (pod.job, bundle.job_of(pod)) else { continue };
        if let Some(fault) = pod.role.spark().and_then(|_| fault(volumes, job)) {
            said.entry((index, fault)).or_default().push(pod.role.word());
        }
    }
    for ((index, fault), roles) in said {
        let job = &bundle.jobs[index];
        let Some(setting) = job.conf.setting(crate::check::bundle::local_dirs::KEY) else {
            continue;
        };
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        let roles = words::series(&roles, "and");
        findings
            .at(
                job.artifact,
                &setting.route,
                format!("`spark.local.dir={}` is not where the {roles} of job `{}` spill to: {fault}", setting.value, job.name),
            )
            .help("name the volume `spark-local-dir-…`, mount it where the files shall lie, and leave `spark.local.dir` away; in a spec: `scratch`");
    }
}

fn fault<'a>(volumes: &[PodVolume<'a>], job: &Job<'a>) -> Option<String> {
    let dirs = LocalDirs::of(volumes, Some(job));
    let (listed, _) = dirs.listed.as_ref()?;
    if !dirs.mounts.is_empty() {
        let is_mounted = |path: &String| dirs.mounted().any(|mounted| mounted == path);
        return (!listed.iter().all(is_mounted)).then(|| {
            let mounted = words::both(dirs.mounted());
            format!("volumes named `spark-local-dir-…` are mounted at {mounted} and take its place")
        });
    }
    listed.iter().find_map(|path| {
        let below = |mounted: &&str| is_within(path, mounted) && path != mounted;
        let (volume, _) = volumes
            .iter()
            .flat_map(|volume| volume.mounts.iter().map(move |mount| (volume, mount.path.as_str())))
            .find(|(_, mounted)| below(mounted))?;
        Some(format!(
            "Spark mounts an empty directory of the node over that part of the volume `{}`",
            volume.name
        ))
    })
}

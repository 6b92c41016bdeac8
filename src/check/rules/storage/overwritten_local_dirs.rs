//! An environment variable says where to spill, and Spark says otherwise.

use crate::check::bundle::local_dirs::{LocalDirs, paths};
use crate::check::bundle::{Job, Pod, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;

/// An environment variable says where to spill, and Spark says otherwise.
pub const RULE: Rule = Rule {
    code: Code("overwritten-local-dirs"),
    severity: Severity::Warning,
    summary: "SPARK_LOCAL_DIRS in the environment of a pod, which Spark sets itself",
    page: include_str!("overwritten_local_dirs.md"),
    check,
};

const VARIABLE: &str = "SPARK_LOCAL_DIRS";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pod) in bundle.pods.iter().enumerate() {
        let Some(job) = bundle.job_of(pod) else { continue };
        let Some((value, at)) = set(pod, job) else { continue };
        let dirs = LocalDirs::of(bundle.pod_volumes(index), Some(job));
        let acts = match &dirs.listed {
            _ if !dirs.mounts.is_empty() => dirs.mounted().map(str::to_owned).collect(),
            Some((listed, _)) => listed.clone(),
            None => Vec::new(),
        };
        if acts == paths(&value) {
            continue;
        }
        let acts = match acts.is_empty() {
            true => "a directory of its own making".to_owned(),
            false => words::both(&acts),
        };
        findings
            .at(
                at.artifact,
                &at.route,
                format!("{} does not spill to `{value}`: Spark sets `{VARIABLE}` itself, to {acts}", pod.title),
            )
            .help("name a volume `spark-local-dir-…` and mount it where the files shall lie, or set `spark.local.dir`");
    }
}

/// The variable among those of a Spark pod's main container, and where it is said.
fn set<'a>(pod: &Pod<'a>, job: &Job<'a>) -> Option<(String, Written<'a>)> {
    let key = match pod.role.spark()? {
        Role::Driver => format!("spark.kubernetes.driverEnv.{VARIABLE}"),
        Role::Executor => format!("spark.executorEnv.{VARIABLE}"),
    };
    if let Some(setting) = job.conf.setting(&key) {
        let at = Written { artifact: job.artifact, route: setting.route.clone() };
        return Some((setting.value.clone(), at));
    }
    let main = pod.main_container()?;
    let home = pod.containers().find(|(container, _)| std::ptr::eq(*container, main))?.1;
    let mut env = main.env.iter().flatten().enumerate();
    let (index, variable) = env.find(|(_, one)| one.name == VARIABLE)?;
    let at = Written { artifact: pod.artifact, route: home.then("env").then(index) };
    Some((variable.value.clone()?, at))
}

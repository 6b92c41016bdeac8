//! A job writes where EMR's containers are read-only.

use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::emr::RESERVED_PATHS;
use crate::check::bundle::volume::{is_within, plain};
use crate::check::bundle::{Bundle, Job, JobSource, PodVolume, Role, Setting};
use crate::check::{Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job writes where EMR's containers are read-only.
pub const RULE: Rule = Rule {
    code: Code("unwritable-path"),
    severity: Severity::Warning,
    summary: "a job writes files at a path of EMR's image, whose root is read-only",
    page: include_str!("unwritable_path.md"),
    check,
};

/// Options of Java that name a file or a directory to write.
static WRITTEN_BY_JAVA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:-XX:HeapDumpPath=|-XX:ErrorFile=|-Xloggc:|-Xlog:[^:\s]*:(?:file=)?|-Djava\.io\.tmpdir=|-Dderby\.system\.home=)(/[^\s:,]+)",
    )
    .expect("the pattern is constant, and a test uses it")
});

/// Keys whose value is a directory to write, each with the pod that does.
const DIRECTORIES: [(&str, Role); 3] = [
    ("spark.jars.ivy", Role::Driver),
    ("spark.eventLog.dir", Role::Driver),
    ("spark.sql.warehouse.dir", Role::Driver),
];

/// Keys whose value is a list of options of Java.
const OPTIONS: [(&str, Role); 4] = [
    ("spark.driver.extraJavaOptions", Role::Driver),
    ("spark.driver.defaultJavaOptions", Role::Driver),
    ("spark.executor.extraJavaOptions", Role::Executor),
    ("spark.executor.defaultJavaOptions", Role::Executor),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, job) in bundle.jobs.iter().enumerate() {
        if job.source == JobSource::SparkApplication {
            continue;
        }
        for (key, role) in DIRECTORIES {
            let setting = job.conf.setting(key);
            let path = setting.and_then(|setting| Some((setting, local(&setting.value)?)));
            judge(bundle, (index, job), role, (key, path), findings);
        }
        for (key, role) in OPTIONS {
            let setting = job.conf.setting(key);
            let paths = setting.into_iter().flat_map(|setting| {
                let all = WRITTEN_BY_JAVA.captures_iter(&setting.value);
                all.filter_map(move |found| Some((setting, found.get(1)?.as_str())))
            });
            paths.for_each(|path| judge(bundle, (index, job), role, (key, Some(path)), findings));
        }
    }
}

/// The path of a value, if it is one of the pod's own files.
fn local(value: &str) -> Option<&str> {
    let path = value.strip_prefix("file:").unwrap_or(value);
    let path = path.strip_prefix("//").unwrap_or(path);
    path.starts_with('/').then_some(path)
}

fn judge(
    bundle: &Bundle<'_>,
    (index, job): (usize, &Job<'_>),
    role: Role,
    (key, path): (&str, Option<(&Setting, &str)>),
    findings: &mut Findings,
) {
    let Some((setting, path)) = path.filter(|(_, path)| !path.contains(['$', '{'])) else { return };
    // What a template mounts that is not among the documents, nobody knows.
    let Some(pod) = bundle.pod_of(index, role) else { return };
    if is_writable(&plain(path), bundle.pod_volumes(pod)) {
        return;
    }
    findings
        .at(
            job.artifact,
            &setting.route,
            format!(
                "by `{key}` {} writes to `{path}`, and the root of EMR's containers is read-only",
                job.title()
            ),
        )
        .help("write below `/tmp`, or mount a volume there");
}

fn is_writable(path: &str, volumes: &[PodVolume<'_>]) -> bool {
    let mut mounts = volumes.iter().flat_map(|volume| &volume.mounts);
    // Whatever else the root has than EMR's own volumes and devices is read-only.
    RESERVED_PATHS.iter().chain(&["/dev"]).any(|home| is_within(path, home))
        || mounts.any(|mount| is_within(path, &mount.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn java_names_what_it_writes() {
        let paths = |text: &str| -> Vec<String> {
            WRITTEN_BY_JAVA.captures_iter(text).map(|it| it[1].to_owned()).collect()
        };
        assert_eq!(paths("-XX:+UseG1GC -XX:HeapDumpPath=/dumps/a.hprof"), ["/dumps/a.hprof"]);
        assert_eq!(paths("-Xlog:gc*:file=/logs/gc.log:time,level"), ["/logs/gc.log"]);
        assert_eq!(paths("-Xlog:gc*=debug:/logs/gc.log -Xlog:gc"), ["/logs/gc.log"]);
        assert!(paths("-Dlog4j.configurationFile=/etc/x -Xlog:gc*:stdout").is_empty());
    }

    #[test]
    fn only_the_pods_own_files_are_local() {
        assert_eq!(local("file:///a"), Some("/a"));
        assert_eq!(local("file:/a"), Some("/a"));
        assert_eq!(local("/a"), Some("/a"));
        assert_eq!(local("s3://a/b"), None);
        assert_eq!(local("file://host/b"), None);
    }
}

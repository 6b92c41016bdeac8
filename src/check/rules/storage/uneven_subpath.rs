//! An init container prepares another directory than the one that is used.

use crate::check::bundle::volume::{plain, sub_path};
use crate::check::bundle::{Mount, Pod, PodVolume, shell};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An init container prepares another directory than the one that is used.
pub const RULE: Rule = Rule {
    code: Code("uneven-subpath"),
    severity: Severity::Error,
    summary: "an init container and the main container see different directories at one mount path",
    page: include_str!("uneven_subpath.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        for (at, init) in pod.spec.init_containers.iter().flatten().enumerate() {
            for (index, mount) in init.volume_mounts.iter().flatten().enumerate() {
                let path = plain(&mount.mount_path);
                let same = main_mount(volumes, &mount.name, &path);
                let own = sub_path(mount);
                let Some(main) = same.filter(|main| main.sub_path != own) else { continue };
                let route = pod.at.then("initContainers").then(at).then("volumeMounts").then(index);
                let severity = severity(init, &path, own.as_deref(), main);
                findings
                    .at(pod.artifact, &route, message(pod, &init.name, &path, own.as_deref(), main))
                    .severity(severity)
                    .help("give both mounts the same `subPath` or `subPathExpr`")
                    .related(main.at.artifact, &main.at.route, "the main container's");
            }
        }
    }
}

fn main_mount<'b, 'a>(
    volumes: &'b [PodVolume<'a>],
    name: &str,
    path: &str,
) -> Option<&'b Mount<'a>> {
    let volume = volumes.iter().find(|volume| volume.name == name)?;
    volume.mounts.iter().find(|mount| mount.path == path)
}

/// An init container that names the main container's directory below its own mount may mean it.
fn severity(
    init: &k8s_openapi::api::core::v1::Container,
    path: &str,
    own: Option<&str>,
    main: &Mount<'_>,
) -> Severity {
    let meant = main.sub_path.as_ref().map(|below| format!("{path}/{below}"));
    let words = shell::commands(init);
    let mut words = words.all.iter().flatten().chain(&words.parameters);
    let names_it = meant.is_some_and(|meant| words.any(|word| word.contains(&meant)));
    if own.is_none() && names_it { Severity::Warning } else { Severity::Error }
}

fn message(pod: &Pod<'_>, init: &str, path: &str, own: Option<&str>, main: &Mount<'_>) -> String {
    let words = |below: Option<&str>| match below {
        Some(below) => format!("the directory `{below}` of the volume"),
        None => "the whole volume".to_owned(),
    };
    format!(
        "at `{path}` the init container `{init}` of {} sees {}, and the main container {}",
        pod.title,
        words(own),
        words(main.sub_path.as_deref())
    )
}

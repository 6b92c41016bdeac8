//! Two volumes are mounted at one path.

use std::collections::BTreeMap;

use crate::check::bundle::volume::plain;
use crate::check::bundle::{Pod, Role, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Two volumes are mounted at one path.
pub const RULE: Rule = Rule {
    code: Code("duplicate-mount-path"),
    severity: Severity::Error,
    summary: "two volumes are mounted at one path of a container",
    page: include_str!("duplicate_mount_path.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let all =
            volumes.iter().flat_map(|volume| volume.mounts.iter().map(move |it| (volume, it)));
        let of_main =
            all.map(|(volume, mount)| (volume.name.as_str(), mount.path.clone(), mount.at.clone()));
        // In a pod that is not Spark's, these mounts are those of all containers together.
        if pod.role != Role::Other {
            one_each(findings, pod, of_main);
        }
        for (container, home) in pod.containers() {
            let is_main = pod.main_container().is_some_and(|main| std::ptr::eq(main, container));
            if !is_main {
                let mounts = container.volume_mounts.iter().flatten().enumerate();
                let mounts = mounts.map(|(index, mount)| {
                    let route = home.then("volumeMounts").then(index);
                    let at = Written { artifact: pod.artifact, route };
                    (mount.name.as_str(), plain(&mount.mount_path), at)
                });
                one_each(findings, pod, mounts);
            }
        }
    }
}

/// Reports a path that has been mounted before; of each mount the volume, the path and the place.
fn one_each<'m, 'a>(
    findings: &mut Findings,
    pod: &Pod<'a>,
    mounts: impl Iterator<Item = (&'m str, String, Written<'a>)>,
) {
    let mut seen: BTreeMap<String, (&str, Written<'a>)> = BTreeMap::new();
    for (volume, path, at) in mounts {
        let Some((first, other)) = seen.insert(path.clone(), (volume, at.clone())) else {
            continue;
        };
        let message = if first == volume {
            format!("{} mounts `{volume}` twice at `{path}`, and so is refused", pod.title)
        } else {
            format!(
                "{} mounts both `{first}` and `{volume}` at `{path}`, and so is refused",
                pod.title
            )
        };
        findings
            .at(at.artifact, &at.route, message)
            .help(
                "a path has one mount: remove one, from the template or from Spark's configuration",
            )
            .related(other.artifact, &other.route, "the other");
    }
}

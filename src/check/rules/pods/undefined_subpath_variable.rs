//! A path in a volume is made of a variable that the container does not have.

use k8s_openapi::api::core::v1::Container;

use crate::check::bundle::Pod;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A path in a volume is made of a variable that the container does not have.
pub const RULE: Rule = Rule {
    code: Code("undefined-subpath-variable"),
    severity: Severity::Error,
    summary: "subPathExpr names an environment variable that its container does not have",
    page: include_str!("undefined_subpath_variable.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        for (container, home) in pod.containers() {
            // What other objects set is not looked for.
            if container.env_from.as_ref().is_some_and(|from| !from.is_empty()) {
                continue;
            }
            for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
                let written = mount.sub_path_expr.as_deref().unwrap_or_default();
                let lacking = variables(written).find(|name| !has(bundle, pod, container, name));
                let Some(name) = lacking else { continue };
                let route = home.then("volumeMounts").then(index).then("subPathExpr");
                findings
                    .at(
                        pod.artifact,
                        &route,
                        format!("the container `{}` of {} does not start: its path in `{}` is made of `{name}`, which it does not have", container.name, pod.title, mount.name),
                    )
                    .help(format!("add `{name}` to `env` of this container; each has its own"));
            }
        }
    }
}

/// The names in `$(NAME)`; `$$(NAME)` is none.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("$(").filter_map(move |(at, _)| {
        let is_escaped = text[..at].ends_with('$');
        let rest = &text[at + 2..];
        rest.find(')').map(|end| &rest[..end]).filter(|_| !is_escaped)
    })
}

fn has(bundle: &Bundle<'_>, pod: &Pod<'_>, container: &Container, name: &str) -> bool {
    let is_main = pod.main_container().is_some_and(|main| std::ptr::eq(main, container));
    let own = container.env.iter().flatten().any(|one| one.name == name);
    // Spark gives its own container variables: those of its configuration, and many of its own.
    let conf = || {
        let keys =
            [format!("spark.executorEnv.{name}"), format!("spark.kubernetes.driverEnv.{name}")];
        bundle.job_of(pod).is_some_and(|job| keys.iter().any(|key| job.conf.get(key).is_some()))
    };
    // Kubernetes gives every container the addresses of its namespace's services.
    let of_service = name.contains("_SERVICE_") || name.contains("_PORT");
    own || of_service || (is_main && (name.starts_with("SPARK_") || conf()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_stand_in_round_brackets() {
        let found = |text| variables(text).collect::<Vec<_>>();
        assert_eq!(found("a/$(POD)/$(B)"), ["POD", "B"]);
        assert_eq!(found("$$(POD)/$POD/$(open"), Vec::<&str>::new());
    }
}

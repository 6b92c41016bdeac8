//! User data that was written for another machine image.

use super::common::{user_data, with_user_data};
use crate::check::bundle::UserData;
use crate::check::bundle::node_class::family;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// User data that was written for another machine image.
pub const RULE: Rule = Rule {
    code: Code("bootstrap-of-other-image"),
    severity: Severity::Error,
    summary: "user data is written for another machine image, or for docker, and the node does not join",
    page: include_str!("bootstrap_of_other_image.md"),
    check,
};

const FORMATS: &str = "Amazon Linux 2023 reads a NodeConfig and shell scripts, Amazon Linux 2 shell scripts, Bottlerocket its settings in TOML; all run containerd";
const TWICE: &str = "calls `/etc/eks/bootstrap.sh`, and Karpenter's part does so again: the node registers first without the labels and taints of its pool";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let Some(family) = family(class.view) else { continue };
        let twice = (family == AmiFamily::Al2
            && class.data.scripts.iter().any(|script| starts_node(script)))
        .then_some((
            Severity::Warning,
            TWICE,
            "leave the call out, and say in `spec.kubelet` what the kubelet is to have",
        ));
        let fault = fault(family, &class.data).map(|(severity, what)| (severity, what, FORMATS));
        let Some((severity, what, help)) = twice.or(fault) else { continue };
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

fn fault(family: AmiFamily, data: &UserData) -> Option<(Severity, &'static str)> {
    let script = |word: &str| {
        let lines = data.scripts.iter().flat_map(|script| script.lines());
        let mut lines = lines.map(str::trim).filter(|line| !line.starts_with('#'));
        lines.any(|line| line.contains(word))
    };
    let docker = [
        "systemctl start docker",
        "systemctl restart docker",
        "systemctl enable docker",
        "service docker ",
        "/etc/docker/daemon.json",
        "--container-runtime docker",
    ];
    let is_linux = matches!(family, AmiFamily::Al2 | AmiFamily::Al2023);
    match family {
        AmiFamily::Al2023 if script("/etc/eks/bootstrap.sh") => Some((
            Severity::Error,
            "needs `/etc/eks/bootstrap.sh`, which Amazon Linux 2023 does not have",
        )),
        AmiFamily::Al2 | AmiFamily::Al2023 if data.is_toml => {
            Some((Severity::Error, "is settings of Bottlerocket, and the image is Amazon Linux"))
        }
        AmiFamily::Bottlerocket if data.has_node_config || !data.scripts.is_empty() => Some((
            Severity::Error,
            "is no TOML, and Bottlerocket, which has no shell, reads nothing else",
        )),
        AmiFamily::Al2 if data.has_node_config => {
            Some((Severity::Warning, "has a NodeConfig, which Amazon Linux 2 does not read"))
        }
        _ if is_linux && docker.iter().any(|word| script(word)) && !installs_docker(data) => {
            Some((
                Severity::Warning,
                "sets docker up, which the images of EKS no longer have: the command fails, and where the script ends at a failure the node does not join",
            ))
        }
        AmiFamily::Al2
        | AmiFamily::Al2023
        | AmiFamily::Bottlerocket
        | AmiFamily::Windows
        | AmiFamily::Custom => None,
    }
}

/// Whether a script runs the script that starts the kubelet, and does not only change it.
fn starts_node(script: &str) -> bool {
    let mut lines = script.lines().map(str::trim);
    lines.any(|line| {
        let words = line.split_whitespace();
        let mut words = words.skip_while(|word| ["sudo", "exec", "bash", "sh"].contains(word));
        words.next() == Some("/etc/eks/bootstrap.sh")
    })
}

/// Whether a script brings docker along.
fn installs_docker(data: &UserData) -> bool {
    let mut lines = data.scripts.iter().flat_map(|script| script.lines());
    lines.any(|line| line.contains("install") && line.contains("docker"))
}

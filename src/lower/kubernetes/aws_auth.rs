//! EMR's entry in the `aws-auth` ConfigMap of a cluster that others use as well.
//!
//! The map lets every node and every user in, and its entries are one text: an applied ConfigMap
//! would replace those of others. So for a cluster that is joined there is no document but a
//! script, which adds the one entry. In a cluster that Terraform makes, Terraform knows all roles
//! and writes the map, before it makes the virtual clusters that need it.

use crate::artifact::{Artifact, Kind};
use crate::model::Platform;
use crate::spec::Access;

/// The script; none where EMR comes in by access entries, or Terraform writes the map.
pub fn lower(platform: &Platform) -> Option<Artifact> {
    if platform.cluster.access != Access::AwsAuth || platform.cluster.create {
        return None;
    }
    let role = platform.emr_service_role_arn();
    let text = include_str!("map-emr-role.sh").replace("EMR_SERVICE_ROLE_ARN", &role);
    let origin = platform.cluster.origin.then("access");
    Some(Artifact::text(Kind::Script, "scripts/map-emr-role.sh", text, &origin))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Output};

    use serde_json::{Value, json};

    use super::lower;
    use crate::artifact::Body;
    use crate::diagnostic::Diagnostics;
    use crate::lower::testing::{platform, team};
    use crate::parse;
    use crate::source::Sources;

    /// Stands for kubectl: knows a map of the version 7, and prints what else it is told.
    const KUBECTL: &str = r#"
        need() { :; }
        say() { printf '%s\n' "$*" >&2; }
        fail() { say "$*"; exit 1; }
        kubectl() {
            case "$*" in
                *resourceVersion}*) printf '%s' "$VERSION" ;;
                *mapRoles}*) printf '%s' "$ROLES" ;;
                *) printf '%s\n' "${!#}" ;;
            esac
        }
    "#;

    fn script() -> String {
        let platform = platform(&format!("cluster: {{ access: aws-auth }}\n{}", team("ads", "")));
        match lower(&platform).unwrap().body {
            Body::Text(text) => text,
            Body::Data(_) => panic!("a script is text"),
        }
    }

    /// Runs the script against a map with these roles.
    fn run(version: &str, roles: &str) -> Output {
        let script = script();
        let (_, body) = script.split_once("common.sh\"\n").unwrap();
        let mut bash = Command::new("bash");
        bash.args(["-euo", "pipefail", "-c", &format!("{KUBECTL}\n{body}")]);
        bash.env("VERSION", version).env("ROLES", roles).output().unwrap()
    }

    fn yaml(text: &str) -> Value {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let read = parse::read_yaml(&mut sources, "patch", text, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{text}\n{diagnostics:#?}");
        sources.document(read[0]).to_value()
    }

    fn emr() -> Value {
        let arn = "arn:aws:iam::012345678901:role/AWSServiceRoleForAmazonEMRContainers";
        json!({ "rolearn": arn, "username": "emr-containers" })
    }

    #[test]
    fn i17_the_entry_joins_those_of_others_whatever_their_indentation() {
        let node = json!({ "rolearn": "arn:aws:iam::1:role/node", "groups": ["system:nodes"] });
        for indent in ["", "  "] {
            for end in ["", "\n", "\n\n"] {
                let roles = format!(
                    "{indent}- rolearn: arn:aws:iam::1:role/node\n{indent}  groups:\n{indent}  - system:nodes{end}"
                );
                let out = run("7", &roles);
                let patch = yaml(&String::from_utf8(out.stdout).unwrap());
                assert_eq!(patch["metadata"], json!({ "resourceVersion": "7" }));
                let roles = yaml(patch["data"]["mapRoles"].as_str().unwrap());
                assert_eq!(roles, json!([node, emr()]));
            }
        }
    }

    #[test]
    fn an_empty_map_and_none_at_all_get_the_entry() {
        for roles in ["", "[]"] {
            let patch = yaml(&String::from_utf8(run("7", roles).stdout).unwrap());
            assert_eq!(yaml(patch["data"]["mapRoles"].as_str().unwrap()), json!([emr()]));
        }
        let made = String::from_utf8(run("", "").stdout).unwrap();
        assert_eq!(yaml(made.strip_prefix("--from-literal=mapRoles=").unwrap()), json!([emr()]));
    }

    #[test]
    fn what_is_there_stays_and_what_is_not_understood_is_left_to_people() {
        let there = run("7", &format!("- rolearn: {}\n", emr()["rolearn"].as_str().unwrap()));
        assert!(there.status.success() && there.stdout.is_empty());
        let flow = run("7", "[{rolearn: arn:aws:iam::1:role/some-node}]");
        assert!(!flow.status.success() && flow.stdout.is_empty());
    }

    #[test]
    fn a_cluster_that_terraform_makes_has_its_map_from_terraform() {
        for cluster in ["{}", "{ create: true, access: aws-auth }"] {
            let platform = platform(&format!("cluster: {cluster}\n{}", team("ads", "")));
            assert_eq!(lower(&platform), None);
        }
    }
}

//! X: what holds between systems, and scripts that run them.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use emrgen::catalog::addons::ADDONS;
use serde_json::Value;

use super::{built, edited, entries, items, word};

fn outputs() -> &'static Value {
    &built().at("terraform/outputs.tf.json")["output"]
}

#[test]
fn x01_x02_outputs_and_documents_name_the_same_things() {
    for artifact in built().of(Kind::CreateVirtualCluster) {
        let team = artifact.path.split('/').nth(1).unwrap();
        let reference = word(&outputs()["virtual_cluster_ids"]["value"][team]);
        let address = reference.trim_start_matches("${").trim_end_matches(".id}");
        let made = built().terraform()[address];
        let request = artifact.value().unwrap();
        assert_eq!(made["name"], request["name"]);
        assert!(built().text("scripts/common.sh").contains(word(&request["name"])));
        let namespace = &request["containerProvider"]["info"]["eksInfo"]["namespace"];
        assert_eq!(made["container_provider"]["info"]["eks_info"]["namespace"], *namespace);
        assert!(built().values(Kind::Namespace).any(|it| it["metadata"]["name"] == *namespace));
    }
    for job in built().jobs() {
        let arn = word(&job.request["executionRoleArn"]);
        let reference = word(&outputs()["job_execution_role_arns"]["value"][job.team]);
        let address = reference.trim_start_matches("${").trim_end_matches(".arn}");
        assert_eq!(built().terraform()[address]["name"], arn.rsplit('/').next().unwrap());
        let monitoring = &job.request["configurationOverrides"]["monitoringConfiguration"];
        let group = &monitoring["cloudWatchMonitoringConfiguration"]["logGroupName"];
        assert_eq!(outputs()["log_groups"]["value"][job.team], *group);
    }
}

#[test]
fn x03_what_is_switched_on_is_installed_and_nothing_else() {
    let installed: BTreeSet<String> = built()
        .of(Kind::TerraformConfiguration)
        .filter_map(|it| {
            Some(it.path.strip_prefix("terraform/addon-")?.strip_suffix(".tf.json")?.to_owned())
        })
        .collect();
    let written = [
        "aws-load-balancer-controller",
        "fsx-csi-driver",
        "spark-history-server",
        "spark-operator",
        "yunikorn",
    ];
    let expected: BTreeSet<String> = ADDONS
        .iter()
        .filter(|known| known.default || written.contains(&known.name))
        .map(|known| known.name.to_owned())
        .collect();
    assert_eq!(installed, expected);
}

#[test]
fn x05_a_private_platform_reaches_every_service_that_it_uses() {
    let private = edited(&[(
        "emrgen.yaml",
        "  create: true #",
        "  network: { endpoints: true }\n  create: true #",
    )]);
    let gateway = private.resources("aws_vpc_endpoint").iter().any(|it| {
        it["vpc_endpoint_type"] == "Gateway" && word(&it["service_name"]).ends_with(".s3")
    });
    assert!(gateway);
    let files = private.values(Kind::TerraformConfiguration);
    let lists: Vec<&Value> =
        files.filter_map(|file| file["locals"].get("endpoint_services")).collect();
    let services: BTreeSet<&str> = items(lists[0]).map(word).collect();
    for service in [
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "eks",
        "sts",
        "logs",
        "emr-containers",
        "glue",
        "fsx",
        "aps-workspaces",
        "elasticloadbalancing",
        "autoscaling",
        "sqs",
    ] {
        assert!(services.contains(service), "{service} is not among {services:?}");
    }
}

#[test]
fn x06_x07_the_gateways_port_is_opened_on_nodes_found_by_the_tags_of_the_spec() {
    let tagged = edited(&[(
        "emrgen.yaml",
        "  create: true #",
        "  discovery: { owner: \"data platform\" }\n  create: true #",
    )]);
    let common = tagged.text("scripts/common.sh");
    assert!(common.contains("'Name=tag:owner,Values=data platform'"), "{common}");
    assert!(!common.contains("modify-load-balancer") && !common.contains("set-security-groups"));
}

#[test]
fn x08_x09_scripts_stop_at_the_first_error_and_wait_for_states() {
    for script in built().of(Kind::Script) {
        let text = built().text(&script.path);
        assert!(text.starts_with("#!/usr/bin/env bash\n"), "{}", script.path);
        assert!(text.contains("\nset -euo pipefail\n"), "{}", script.path);
        assert!(!text.contains("read -"), "{} asks a person", script.path);
        for (at, _) in text.match_indices("sleep ") {
            let before = &text[..at];
            assert!(before.rfind("while :").is_some(), "{}: waits without looking", script.path);
        }
    }
}

#[test]
fn x10_only_the_jobs_own_directory_is_uploaded() {
    let script = built().text("scripts/run-job.sh");
    let uploads: Vec<&str> = script.lines().filter(|line| line.starts_with("aws s3 ")).collect();
    assert_eq!(uploads.len(), 1);
    assert!(uploads[0].contains("\"$directory\" \"s3://$BUCKET/$team/$job\""), "{}", uploads[0]);
}

#[test]
fn x14_a_bucket_is_destroyed_with_its_content_only_where_the_spec_says_so() {
    assert_eq!(built().resources("aws_s3_bucket")[0]["force_destroy"], false);
    let forced = edited(&[
        (
            "emrgen.yaml",
            "  tags: { Blueprint",
            "  bucket: { forceDestroy: true }\n  tags: { Blueprint",
        ),
        (
            "emrgen.yaml",
            "\ncluster:\n",
            "\nallow: { bucket-destroyed-with-content: \"a sandbox\" }\ncluster:\n",
        ),
    ]);
    assert_eq!(forced.resources("aws_s3_bucket")[0]["force_destroy"], true);
}

#[test]
fn x15_every_chart_and_every_add_on_is_pinned() {
    for chart in built().resources("helm_release") {
        assert!(
            word(&chart["version"]).starts_with(|first: char| first.is_ascii_digit()),
            "{chart}"
        );
    }
    for addon in built().resources("aws_eks_addon") {
        assert!(word(&addon["addon_version"]).contains("-eksbuild."), "{addon}");
    }
    for file in built().values(Kind::TerraformConfiguration) {
        assert!(file.get("module").is_none());
    }
}

#[test]
fn x16_what_an_object_needs_is_applied_before_it() {
    let order: Vec<&str> =
        items(&built().at("kubernetes/kustomization.yaml")["resources"]).map(word).collect();
    let first = |end: &str| order.iter().position(|path| path.ends_with(end)).unwrap();
    let last = |end: &str| order.iter().rposition(|path| path.ends_with(end)).unwrap();
    assert!(last("namespace.yaml") < first("networkpolicy.yaml"));
    assert!(last(".ec2nodeclass.yaml") < first(".nodepool.yaml"));
    assert!(last(".storageclass.yaml") < first("persistentvolumeclaim-spark-driver-pvc.yaml"));
    assert!(last("role-emr-containers.yaml") < first("rolebinding-emr-containers.yaml"));
    assert!(
        last(".validatingadmissionpolicy.yaml") < first(".validatingadmissionpolicybinding.yaml")
    );
}

#[test]
fn x17_a_zone_may_have_a_way_out_of_its_own() {
    let gateways = |built: &super::Built| built.resources("aws_nat_gateway").len();
    assert_eq!(gateways(built()), 1, "as in the reference platform");
    let each = edited(&[(
        "emrgen.yaml",
        "  create: true #",
        "  network: { natGateways: per-zone }\n  create: true #",
    )]);
    assert_eq!(gateways(&each), 2);
    for routes in each.resources("aws_route_table_association") {
        assert!(entries(routes).count() == 2);
    }
}

#[test]
fn d06_nodes_go_before_their_controller_and_load_balancers_before_theirs() {
    let script = built().text("scripts/cleanup.sh");
    let at = |text: &str| script.rfind(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("stop_work data-team-a") < at("remove_pool spark-with-ebs"));
    assert!(at("empty_cluster\n") < at("destroy -input=false"));
    let delete = built().text("scripts/common.sh").split("delete_endpoint()").nth(1).unwrap();
    assert!(delete.contains("TERMINATED) return 0"), "waits until it is gone");
}

/// A run whose input is not there ends with the first read.
#[test]
fn what_a_job_reads_is_taken_along_or_fetched() {
    let script = built().text("scripts/run-job.sh");
    for job in built().jobs() {
        let arguments =
            items(&job.request["jobDriver"]["sparkSubmitJobDriver"]["entryPointArguments"]);
        let input = format!("/{}/{}/input/", job.team, job.name);
        if !arguments.map(word).any(|argument| argument.contains(&input)) {
            continue;
        }
        let directory = format!("emr/{}/{}/input/", job.team, job.name);
        let taken = built().artifacts.iter().any(|it| it.path.starts_with(&directory));
        let fetched = script.contains(&format!("  {}/{})\n    fetch https://", job.team, job.name));
        assert!(taken != fetched, "{} {}", job.team, job.name);
    }
}

#[test]
fn data_in_s3_is_read_where_it_is() {
    let said = crate::support::check_text(
        "apiVersion: emrgen.io/v1
kind: Platform
name: spark
aws: { account: \"123456789012\", region: us-west-2 }
pools: { etl: { instances: { families: [c5d] } } }
---
apiVersion: emrgen.io/v1
kind: Team
name: ads
jobs:
  daily: { release: emr-7.9.0, entryPoint: \"local:///a.py\", pool: etl, data: [\"s3://lake/a.csv\"] }
",
    );
    assert!(said.contains("error[bad-value]: `s3://lake/a.csv` is neither a file"), "{said}");
    assert!(said.contains("emrgen.yaml:11:79"), "{said}");
}

/// A cluster that is joined belongs to others.
#[test]
fn a_joined_cluster_keeps_the_pools_and_objects_of_others() {
    let joined = edited(&[
        ("emrgen.yaml", "  create: true #", "  create: false #"),
        (
            "emrgen.yaml",
            "\n  coreNodeGroup: { instanceTypes: [m5.xlarge], min: 3, desired: 3, max: 9 }",
            "",
        ),
    ]);
    let script = joined.text("scripts/cleanup.sh");
    for line in script.lines().filter(|line| line.contains("kubectl delete")) {
        let in_namespace = line.contains("--namespace");
        assert!(in_namespace || !line.contains("--all"), "{line}");
    }
}

//! What a team needs before its first job.

use super::{platform, tree};

#[test]
fn i08_m14_each_log_group_is_made_once_as_the_jobs_name_it() {
    let spec = platform("create: true", "")
        .replace("name: ads\n", "name: ads\nlogs: { group: /spark/all, retentionDays: 30 }\n")
        .replace("name: 2nd-team\n", "name: 2nd-team\nlogs: { group: /spark/all }\n");
    let tree = tree(&spec);
    let groups = tree.labels("aws_cloudwatch_log_group");
    assert!(groups.contains(&"ads") && !groups.contains(&"2nd-team"), "{groups:?}");
    let group = tree.resource("aws_cloudwatch_log_group.ads");
    assert_eq!((&group["name"], &group["retention_in_days"]), (&"/spark/all".into(), &30.into()));
}

#[test]
fn x01_every_team_that_emr_serves_has_a_virtual_cluster_and_its_output() {
    let tree = tree(&platform("create: true", ""));
    let outputs = &tree.0["terraform/outputs.tf.json"]["output"]["virtual_cluster_ids"]["value"];
    assert_eq!(outputs["ads"], "${aws_emrcontainers_virtual_cluster.ads.id}");
    let cluster = tree.resource("aws_emrcontainers_virtual_cluster.ads");
    assert_eq!(cluster["container_provider"]["id"], "${aws_eks_cluster.this.name}");
    assert_eq!(cluster["container_provider"]["info"]["eks_info"]["namespace"], "ads");
}

#[test]
fn i17_aws_auth_maps_emr_and_the_nodes_where_it_is_chosen() {
    let auth = tree(&platform("create: true, access: aws-auth", ""));
    let mapped = auth.local("aws_auth_roles").as_array().unwrap().clone();
    let names: Vec<&str> = mapped.iter().filter_map(|role| role["username"].as_str()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&"emr-containers"));
    let cluster = auth.resource("aws_emrcontainers_virtual_cluster.ads");
    let needs = cluster["depends_on"].as_array().unwrap();
    assert!(needs.contains(&"kubernetes_config_map_v1_data.aws_auth".into()));
    let entries = tree(&platform("create: true", ""));
    assert!(entries.labels("kubernetes_config_map_v1_data").is_empty());
}

#[test]
fn a_thousand_teams_are_a_thousand_files() {
    let mut spec = platform("create: true", "");
    for index in 0..1000 {
        spec.push_str(&format!("---\napiVersion: emrgen.io/v1\nkind: Team\nname: t{index}\n"));
    }
    let tree = tree(&spec);
    let teams = tree.0.keys().filter(|path| path.starts_with("terraform/team-")).count();
    assert_eq!(teams, 1002);
    assert!(tree.dangling().is_empty());
}

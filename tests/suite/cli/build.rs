//! `emrgen build`.

use serde_json::Value;

use super::{Home, SPEC};

/// The documents of a YAML stream.
fn documents(stream: &str) -> Vec<Value> {
    use serde::Deserialize as _;
    serde_yaml::Deserializer::from_str(stream)
        .map(|document| Value::deserialize(document).unwrap())
        .collect()
}

fn kinds(stream: &str) -> Vec<String> {
    documents(stream).iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn writes_once_and_then_nothing() {
    let home = Home::new();
    let first = home.run("build");
    assert_eq!((first.status, first.out.as_str()), (0, ""));
    assert!(first.err.contains("wrote out:"), "{}", first.err);
    let stamp = |name: &str| std::fs::metadata(home.path(name)).unwrap().modified().unwrap();
    let file = "out/kubernetes/karpenter/etl.nodepool.yaml";
    let before = stamp(file);
    let second = home.run("build");
    assert!(second.err.contains("unchanged") && !second.err.contains("added"), "{}", second.err);
    assert_eq!(stamp(file), before);
    assert_eq!(home.run("build --quiet").err, "");
}

#[test]
fn after_an_error_nothing_is_printed_or_written() {
    let home = Home::with(&[("emrgen.yaml", &SPEC.replace("pool: etl", "pool: elt"))]);
    for arguments in ["build", "build --stdout", "build -o -", "build --target terraform -o x"] {
        let run = home.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (1, ""), "{arguments}");
        assert!(run.err.contains("error[unknown-pool]") && run.err.contains("did you mean `etl`?"));
    }
    assert_eq!(home.files("."), ["emrgen.yaml"]);
    // What an earlier build wrote stays as it is.
    home.put("emrgen.yaml", SPEC);
    home.run("build");
    let before = home.files("out");
    home.put("emrgen.yaml", "apiVersion: emrgen.io/v1\nkind: Platform\n");
    assert_eq!(home.run("build").status, 1);
    assert_eq!(home.files("out"), before);
}

#[test]
fn the_stream_is_for_one_kubectl_apply() {
    let home = Home::new();
    let run = home.run("build --stdout");
    assert_eq!((run.status, home.run("build -o -").out), (0, run.out.clone()));
    let kinds = kinds(&run.out);
    assert!(!kinds.iter().any(|kind| kind == "Pod"), "pod templates are not applied: {kinds:?}");
    let first = |kind: &str| kinds.iter().position(|one| one == kind).unwrap();
    assert!(first("Namespace") < first("Role"));
    assert!(first("Role") < first("RoleBinding"));
    assert!(first("EC2NodeClass") < first("NodePool"));
    assert_eq!(home.files("."), ["emrgen.yaml"]);
    let json: Value = serde_json::from_str(&home.run("build --stdout --format json").out).unwrap();
    assert_eq!(json["kind"], "List");
    assert_eq!(json["items"].as_array().unwrap().len(), kinds.len());
}

#[test]
fn filters_choose_by_target_team_kind_and_name() {
    let home = Home::new();
    let pool = home.run("build --stdout --kind nodepool --name sql").out;
    assert_eq!(documents(&pool)[0]["metadata"]["name"], "sql");
    assert_eq!(kinds(&home.run("build --stdout --kind NodePool").out), ["NodePool", "NodePool"]);
    let templates = home.run("build --stdout --target pod-templates").out;
    assert_eq!(kinds(&templates), ["Pod", "Pod"]);
    let team = home.run("build --stdout --team ads").out;
    assert!(!team.contains("kind: NodePool") && team.contains("kind: Namespace"));
    let request: Value =
        serde_json::from_str(&home.run("build --stdout --kind StartJobRun").out).unwrap();
    assert_eq!(request["name"], "daily");
    let terraform: Value =
        serde_json::from_str(&home.run("build --stdout --target terraform").out).unwrap();
    assert!(terraform["resource"]["aws_vpc"].is_object() && terraform["terraform"].is_object());
    let none = home.run("build --stdout --team nobody");
    assert_eq!((none.status, none.out.as_str()), (2, ""));
    assert!(none.err.contains("matches `--team nobody`"), "{}", none.err);
}

#[test]
fn a_filtered_build_writes_its_part_and_leaves_the_rest() {
    let home = Home::new();
    assert_eq!(home.run("build --target terraform --out infra").status, 0);
    let files = home.files("infra");
    assert!(
        files.iter().all(|file| file.ends_with(".tf.json") && !file.contains('/')),
        "{files:?}"
    );
    // Another part beside it.
    assert_eq!(home.run("build --target iam --out infra").status, 0);
    let both = home.files("infra");
    assert!(both.len() > files.len() && files.iter().all(|file| both.contains(file)));
    // A file that no build of the whole would write any more goes; the other part stays.
    assert!(both.iter().any(|file| file == "team-ads.tf.json"), "{both:?}");
    home.put("emrgen.yaml", &SPEC.replace("name: ads", "name: web"));
    assert_eq!(home.run("build --target terraform --out infra").status, 0);
    let now = home.files("infra");
    assert!(
        now.contains(&"team-web.tf.json".to_owned())
            && !now.contains(&"team-ads.tf.json".to_owned())
    );
}

#[test]
fn a_filtered_build_into_the_whole_keeps_the_whole() {
    let home = Home::new();
    home.run("build");
    let before = home.files("out");
    home.put("emrgen.yaml", &SPEC.replace("weight: 10", "weight: 20"));
    assert_eq!(home.run("build --kind NodePool").status, 0);
    assert_eq!(home.files("out"), before);
    assert!(home.text("out/kubernetes/karpenter/sql.nodepool.yaml").contains("weight: 20"));
}

#[test]
fn a_file_of_someone_else_is_not_touched() {
    let home = Home::new();
    let file = "out/kubernetes/karpenter/etl.nodepool.yaml";
    home.put(file, "mine\n");
    let run = home.run("build");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("etl.nodepool.yaml") && run.err.contains("--force"), "{}", run.err);
    assert_eq!((home.files("out").len(), home.text(file)), (1, "mine\n".to_owned()));
    assert_eq!(home.run("build --force").status, 0);
    assert!(home.text(file).contains("kind: NodePool"));
}

#[test]
fn environments_values_and_releases_are_laid_over_the_spec() {
    let home = Home::new();
    home.put("environments/prod.yaml", "pools:\n  sql: { weight: 77 }\n");
    let weight = |arguments: &str| {
        let out = home.run(&format!("build --stdout --kind NodePool --name sql {arguments}")).out;
        documents(&out)[0]["spec"]["weight"].clone()
    };
    assert_eq!(weight(""), 10);
    assert_eq!(weight("--env prod"), 77);
    assert_eq!(weight("--env prod --set pools.sql.weight=5"), 5);
    let late = home.run("build --stdout --set pools.sql.replicas=2 --karpenter 1.6");
    assert!(late.status == 1 && late.err.contains("not-in-release"), "{}", late.err);
}

#[test]
fn late_values_are_bound_from_terraforms_output() {
    let home = Home::new();
    let outputs = r#"{ "virtual_cluster_ids": { "value": { "ads": "abcdefgh12345" } } }"#;
    let run = home.run_with("build --bind - --stdout --kind StartJobRun", outputs, &[]);
    assert!(run.out.contains("abcdefgh12345"), "{run:?}");
    let bad = home.run_with("build --bind -", "[]", &[]);
    assert_eq!(bad.status, 2);
}

#[test]
fn a_spec_may_be_many_files_or_standard_input() {
    let (platform, team) = SPEC.split_once("---\n").unwrap();
    let home = Home::with(&[("emrgen.yaml", platform), ("teams/ads.yaml", team)]);
    home.put("compose.yaml", "services: {}\n");
    let whole = home.run("build --stdout").out;
    assert_eq!(home.run("build --stdout emrgen.yaml teams/ads.yaml").out, whole);
    assert_eq!(home.run_with("build --stdout -", SPEC, &[]).out, whole);
    assert_eq!(home.run(&format!("build --stdout {}", home.path("").display())).out, whole);
}

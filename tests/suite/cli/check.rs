//! `emrgen check`.

use serde_json::Value;

use super::{Home, SPEC};

const POOL: &str = "apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: etl }
spec:
  limits: { cpu: 1000, memory: 8000Gi }
  template:
    spec:
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: etl }
      taints: [{ key: etl, value: \"true\", effect: NoSchedule }]
      requirements:
        - { key: karpenter.sh/capacity-type, operator: In, values: [on-demand] }
        - { key: kubernetes.io/arch, operator: In, values: [amd64] }
        - { key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, m6i, c5, c6i] }
";

/// An executor that does not tolerate the pool's taint.
const POD: &str = "apiVersion: v1
kind: Pod
spec:
  nodeSelector: { karpenter.sh/nodepool: etl }
  containers: [{ name: spark-kubernetes-executor }]
";

fn codes(out: &str) -> Vec<String> {
    let found: Vec<Value> = serde_json::from_str(out).unwrap();
    found.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_spec_is_compiled_and_judged_and_nothing_is_written() {
    let home = Home::new();
    let run = home.run("check");
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{run:?}");
    assert!(run.err.contains("nothing found"), "{}", run.err);
    home.put("emrgen.yaml", &SPEC.replace("weight: 10", "wieght: 10"));
    let run = home.run("check");
    assert_eq!(run.status, 1);
    assert!(
        run.out.contains("error[unknown-field]") && run.out.contains("emrgen.yaml:8:"),
        "{run:?}"
    );
    assert_eq!(home.files("."), ["emrgen.yaml"]);
}

#[test]
fn a_team_written_twice_is_one_mistake() {
    let team = SPEC.split("---\n").nth(1).unwrap();
    let home = Home::with(&[("emrgen.yaml", SPEC), ("teams/again.yaml", team)]);
    assert_eq!(codes(&home.run("check --format json").out), ["duplicate-team"]);
}

/// What is missing because a file cannot be read is not told as a second mistake.
#[test]
fn a_file_that_cannot_be_read_is_the_only_finding() {
    const TEAM: &str = "apiVersion: emrgen.io/v1
kind: Team
name: bi
defaults: { release: emr-7.9.0x, pool: etl }
endpoints: { notebook: {} }
";
    let home = Home::with(&[("emrgen.yaml", SPEC), ("teams/bi.yaml", TEAM)]);
    for command in ["check", "check ."] {
        let found = |text: &str, file: &str| {
            home.put(file, text);
            codes(&home.run(&format!("{command} --format json")).out)
        };
        // The endpoint has the release of its team, which was refused.
        assert_eq!(found(TEAM, "teams/bi.yaml"), ["bad-value"]);
        assert_eq!(found("name:x\n", "emrgen.yaml"), ["yaml-syntax", "bad-value"]);
        assert_eq!(found(SPEC, "emrgen.yaml"), ["bad-value"]);
        let broken = TEAM.replace("pool: etl", "pool:etl");
        assert_eq!(found(&broken, "teams/bi.yaml"), ["yaml-syntax"]);
    }
}

#[test]
fn what_is_inherited_is_reported_where_it_was_written() {
    const TEAM: &str = "apiVersion: emrgen.io/v1
kind: Team
name: bi
defaults: { release: emr-7.9.0, pool: elt }
endpoints: { notebook: {} }
";
    let home = Home::with(&[("emrgen.yaml", SPEC), ("teams/bi.yaml", TEAM)]);
    let run = home.run("check");
    assert!(run.out.contains("endpoint `notebook` uses pool `elt`"), "{}", run.out);
    assert!(run.out.contains("teams/bi.yaml:4:39"), "{}", run.out);
}

#[test]
fn manifests_are_judged_where_they_stand() {
    let home = Home::with(&[("m/pool.yaml", POOL), ("m/pod.yaml", POD)]);
    let run = home.run("check m --format json");
    assert_eq!(run.status, 1);
    assert_eq!(codes(&run.out), ["unreachable-pod"], "{}", run.out);
    let found: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&found[0]["file"], &found[0]["line"]), (&"m/pod.yaml".into(), &4.into()));
    // Files one by one, and a stream, are the same.
    assert_eq!(codes(&home.run("check m/pool.yaml m/pod.yaml --format json").out).len(), 1);
    let stream = format!("{POOL}---\n{POD}");
    let run = home.run_with("check - --format json", &stream, &[]);
    assert_eq!(codes(&run.out), ["unreachable-pod"]);
    // A pod without any pool in sight is not unreachable.
    assert_eq!(home.run("check m/pod.yaml").status, 0);
}

#[test]
fn what_is_not_known_is_counted_and_left_alone() {
    let home = Home::with(&[
        (
            "m/crontab.yaml",
            "apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata: { name: x }\n",
        ),
        ("m/package.json", "{ \"name\": \"x\" }\n"),
        ("m/chart/Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
        ("m/chart/templates/x.yaml", "{{ if .Values.x }}\na: b: c\n{{ end }}\n"),
        ("m/notes.txt", "no"),
    ]);
    let run = home.run("check m");
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{run:?}");
    assert!(run.err.contains("ignored 3 documents"), "{}", run.err);
    assert_eq!(home.run("check m -q").err, "");
}

#[test]
fn a_spec_and_manifests_are_judged_together() {
    let home = Home::with(&[("emrgen.yaml", SPEC), ("m/pod.yaml", POD)]);
    let run = home.run("check . --format json");
    assert_eq!(codes(&run.out), ["unreachable-pod"], "{run:?}");
    // Two specs in their own directories do not mix.
    let home = Home::with(&[("a/emrgen.yaml", SPEC), ("b/emrgen.yaml", SPEC)]);
    home.put("a/environments/prod.yaml", "apiVersion: emrgen.io/v1\nkind: Platform\nname: spark\n");
    assert_eq!(home.run("check .").status, 0);
}

#[test]
fn a_comment_accepts_a_finding_on_its_line_or_the_next() {
    let home = Home::with(&[("pool.yaml", POOL)]);
    let above = POD.replace(
        "  nodeSelector",
        "  # emrgen: allow unreachable-pod: the taint goes\n  nodeSelector",
    );
    let beside = POD.replace("etl }\n", "etl } # emrgen: allow unreachable-pod: the taint goes\n");
    for text in [above, beside] {
        home.put("pod.yaml", &text);
        let run = home.run("check .");
        assert_eq!((run.status, run.out.as_str()), (0, ""), "{run:?}");
    }
    home.put(
        "pod.yaml",
        &POD.replace("kind: Pod", "kind: Pod # emrgen: allow unreachable-pod: no"),
    );
    assert_eq!(codes(&home.run("check . --format json").out), ["unused-allow", "unreachable-pod"]);
}

#[test]
fn settings_ignore_allow_and_name_the_releases() {
    let home = Home::with(&[("m/pool.yaml", POOL), ("m/pod.yaml", POD), ("m/bad.yaml", "a: [\n")]);
    let allow = "allow: { \"m/*\": { unreachable-pod: known } }\n";
    home.put(".emrgen.yaml", &format!("ignore: [m/bad.yaml]\n{allow}"));
    assert_eq!(home.run("check m").status, 0);
    // The same from below, as an editor would run it.
    let run = home.run(&format!("check {}", home.path("m").display()));
    assert_eq!(run.status, 0, "{run:?}");
    // Whether it is used cannot be told from one file.
    assert_eq!(codes(&home.run("check m/pool.yaml --format json").out), Vec::<String>::new());
    // Nothing there is pinned to a pool that could be spot: an allowance of that accepts nothing.
    home.put(".emrgen.yaml", "allow: { \"**\": { unreachable-pod: known, spot-driver: cheap } }\n");
    let unused = codes(&home.run("check . --format json").out);
    assert_eq!(unused.iter().filter(|code| *code == "unused-allow").count(), 1, "{unused:?}");
    home.put(".emrgen.yaml", "karpentr: \"1.6\"\n");
    let run = home.run("check m");
    assert!(run.status == 2 && run.out.contains("did you mean `karpenter`?"), "{run:?}");
}

/// The first thing that people try: a family without a disk, while a pool's scratch is NVMe.
#[test]
fn families_without_a_disk_are_told_the_ways_out() {
    let home = Home::with(&[]);
    assert_eq!(home.run("init --blueprint emr-eks-karpenter").status, 0);
    home.put("emrgen.yaml", &home.text("emrgen.yaml").replace("families: [c5d]", "families: [m5]"));
    let run = home.run("check");
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.out.contains("error[empty-pool]"), "{run:?}");
    assert!(
        run.out.contains("such as `m5d`") && run.out.contains("scratch: { ebs: SIZE }"),
        "{run:?}"
    );
}

#[test]
fn what_the_documents_leave_open_is_said() {
    let home = Home::with(&[("pod.yaml", POD), ("pool.yaml", POOL)]);
    let alone = home.run("check pod.yaml");
    assert_eq!((alone.status, alone.out.as_str()), (0, ""));
    assert!(alone.err.contains("not judged: where 1 pod can land: no NodePool"), "{alone:?}");
    let both = home.run("check pod.yaml pool.yaml");
    assert!(!both.err.contains("where 1 pod can land"), "{both:?}");
    assert!(both.err.contains("EC2NodeClass `etl`"), "{both:?}");
    let quiet = home.run("check pod.yaml --quiet");
    assert!(!quiet.err.contains("not judged"), "{quiet:?}");
}

#[test]
fn releases_decide_what_exists() {
    let overlay = "apiVersion: karpenter.sh/v1alpha1
kind: NodeOverlay
metadata: { name: cheap }
spec:
  requirements: [{ key: karpenter.sh/capacity-type, operator: In, values: [spot] }]
  priceAdjustment: \"-10%\"
";
    let home = Home::with(&[("overlay.yaml", overlay)]);
    assert_eq!(home.run("check overlay.yaml").status, 0);
    let run = home.run("check overlay.yaml --karpenter 1.6 --format json");
    assert!(codes(&run.out).contains(&"not-in-release".to_owned()), "{run:?}");
    home.put(".emrgen.yaml", "karpenter: \"1.6\"\n");
    assert_eq!(home.run("check overlay.yaml").status, 1);
    assert_eq!(home.run("check overlay.yaml --karpenter 1.9").status, 0);
}

#[test]
fn every_format_tells_the_finding_and_sets_the_status() {
    let home = Home::with(&[("pool.yaml", POOL), ("pod.yaml", POD)]);
    for (format, mark) in [
        ("text", "error[unreachable-pod]"),
        ("json", "\"code\": \"unreachable-pod\""),
        ("sarif", "\"ruleId\": \"unreachable-pod\""),
        ("github", "::error file=pod.yaml,line=4"),
        ("junit", "unreachable-pod"),
    ] {
        let run = home.run(&format!("check . --format {format}"));
        assert_eq!(run.status, 1, "{format}");
        assert!(run.out.contains(mark), "{format}: {}", run.out);
    }
}

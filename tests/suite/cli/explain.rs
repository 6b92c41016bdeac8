//! `emrgen explain` and `emrgen schema`.

use serde_json::Value;

use super::Home;

#[test]
fn knows_codes_kinds_fields_and_addons() {
    let home = Home::new();
    let list = home.run("explain");
    assert!(list.status == 0 && list.out.contains("\n  unreachable-pod "), "{}", list.out);
    for (subject, mark) in [
        ("unreachable-pod", "## Why it hurts"),
        ("yaml-syntax", "# yaml-syntax\n"),
        ("NodePool", "apiVersion: karpenter.sh/v1"),
        ("startjobrun", "# StartJobRun"),
        ("pools.scratch", "default: `nvme`"),
        ("pools.etl.limits.cpu", "default: 1000"),
        ("team.namespace", "(team)"),
        ("yunikorn", "gang scheduling"),
    ] {
        let run = home.run(&format!("explain {subject}"));
        assert!(run.status == 0 && run.out.contains(mark), "{subject}: {run:?}");
    }
    let run = home.run("explain unreachabel-pod");
    assert!(run.status == 2 && run.err.contains("did you mean `unreachable-pod`?"), "{run:?}");
}

#[test]
fn leads_a_line_of_the_output_back_to_the_spec() {
    let home = Home::new();
    home.run("build");
    let file = "out/kubernetes/karpenter/sql.nodepool.yaml";
    let line =
        |mark: &str| 1 + home.text(file).lines().position(|line| line.contains(mark)).unwrap();
    let explain = |mark: &str| home.run(&format!("explain {file}:{}", line(mark))).out;
    let said = explain("weight:");
    assert!(
        said.starts_with("`spec.weight` of NodePool `sql`\nsaid by `pools.sql.weight`\n"),
        "{said}"
    );
    assert!(said.contains("--> emrgen.yaml:8:"), "{said}");
    let default = explain("consolidateAfter:");
    assert!(default.contains("the default of `pools.sql.disruption"), "{default}");
    assert_eq!(home.run(&format!("explain {file}:9999")).status, 2);
    assert_eq!(home.run("explain out/nothing.yaml:1").status, 2);
}

#[test]
fn schemas_are_listed_printed_and_written() {
    let home = Home::new();
    let list = home.run("schema");
    assert_eq!((list.status, home.run("schema --list").out), (0, list.out.clone()));
    for line in list.out.lines() {
        let name = line.split(' ').next().unwrap();
        let schema: Value = serde_json::from_str(&home.run(&format!("schema {name}")).out).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
    }
    let platform = home.run("schema platform").out;
    assert_eq!(home.run("schema emrgen.io/platform_v1").out, platform);
    assert_eq!(home.run("schema NodePool").out, home.run("schema karpenter.sh/nodepool_v1").out);
    assert_eq!(home.run("schema --out schemas").status, 0);
    assert_eq!(home.files("schemas").len(), list.out.lines().count());
    assert_eq!(home.text("schemas/emrgen.io/platform_v1.json"), platform);
}

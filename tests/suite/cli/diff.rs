//! `emrgen diff`.

use super::{Home, SPEC};

#[test]
fn is_silent_when_the_output_is_current() {
    let home = Home::new();
    home.run("build");
    let run = home.run("diff");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    assert!(run.err.contains("nothing"), "{}", run.err);
}

#[test]
fn shows_what_a_build_would_change_and_changes_nothing() {
    let home = Home::new();
    let all = home.run("diff");
    assert!(all.status == 1 && all.out.contains("--- /dev/null\n+++ out/"), "{}", all.err);
    assert_eq!(home.files("."), ["emrgen.yaml"]);
    home.run("build");
    home.put("emrgen.yaml", &SPEC.replace("weight: 10", "weight: 20"));
    let run = home.run("diff");
    assert_eq!(run.status, 1);
    let file = "out/kubernetes/karpenter/sql.nodepool.yaml";
    assert!(run.out.starts_with(&format!("--- {file}\n+++ {file}\n@@")), "{}", run.out);
    assert!(run.out.contains("\n-  weight: 10\n+  weight: 20\n"), "{}", run.out);
    assert_eq!(home.run("diff --summary").out, format!("~ {file}\n"));
    assert!(home.text(file).contains("weight: 10"));
}

#[test]
fn names_what_would_be_added_removed_and_refused() {
    let home = Home::new();
    home.run("build");
    home.put("emrgen.yaml", &SPEC.replace("  sql:", "  bi:"));
    let run = home.run("diff --summary");
    for line in [
        "+ out/kubernetes/karpenter/bi.nodepool.yaml",
        "- out/kubernetes/karpenter/sql.nodepool.yaml",
    ] {
        assert!(run.out.lines().any(|one| one == line), "{}", run.out);
    }
    home.put("out/kubernetes/karpenter/bi.nodepool.yaml", "mine\n");
    assert!(home.run("diff").err.contains("--force"));
}

#[test]
fn knows_the_parts_of_a_filtered_build() {
    let home = Home::new();
    home.run("build --target terraform --out infra");
    assert_eq!(home.run("diff --target terraform --out infra").status, 0);
    assert_eq!(home.run("diff --target iam --out infra").status, 1);
}

#[test]
fn an_error_in_the_spec_shows_no_difference() {
    let home = Home::with(&[("emrgen.yaml", "kind: Platform\n")]);
    let run = home.run("diff");
    assert_eq!((run.status, run.out.as_str()), (1, ""));
}

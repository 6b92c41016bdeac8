//! What the README shows is what happens.

use std::fs;

use emrgen::explain;

use crate::cli::Home;
use crate::support::{current, project};

fn readme() -> String {
    fs::read_to_string(project().join("README.md")).unwrap()
}

/// The lines of the README's console blocks that a user types, without what `#` says of them.
fn commands() -> Vec<String> {
    let text = readme();
    let typed = text.lines().filter_map(|line| line.strip_prefix("$ "));
    typed.map(|line| line.split("  #").next().unwrap().trim().to_owned()).collect()
}

#[test]
fn the_first_platform_is_made_as_it_says() {
    let home = Home::with(&[]);
    let own: Vec<String> = commands()
        .iter()
        .filter_map(|line| line.strip_prefix("emrgen ").map(str::to_owned))
        .take_while(|line| line != "check")
        .collect();
    assert!(own.len() >= 3, "{own:?}");
    for arguments in own {
        let run = home.run(&arguments);
        assert_eq!(run.status, 0, "emrgen {arguments}: {}", run.err);
    }
}

#[test]
fn the_mistake_is_told_as_it_shows() {
    let home = Home::with(&[]);
    assert_eq!(home.run("init --blueprint emr-eks-karpenter").status, 0);
    let team = "teams/data-team-b.yaml";
    let right = "    pool: spark-memory-optimized\n";
    let text = home.text(team);
    assert_eq!(text.matches(right).count(), 1);
    home.put(team, &text.replace(right, "    pool: spark-memory-optimised\n"));
    let out = home.run("check").out;
    let readme = readme();
    let shown = readme.split_once("$ emrgen check\n").unwrap().1.split_once("```").unwrap().0;
    assert_eq!(shown, out);
}

/// What stands around the table of rules.
const RULES: (&str, &str) = ("<!-- rules: generated -->\n", "<!-- end of rules -->\n");

#[test]
fn the_table_of_rules_is_current() {
    let readme = readme();
    let (before, rest) = readme.split_once(RULES.0).unwrap();
    let (_, after) = rest.split_once(RULES.1).unwrap();
    let now = format!("{before}{}{}{}{after}", RULES.0, explain::rules(), RULES.1);
    let accept = "to accept it: EMRGEN_BLESS=1 cargo test --test suite the_table_of_rules";
    current("README.md", &now, accept);
}

#[test]
fn the_files_it_names_are_there() {
    let readme = readme();
    let rest = readme.split_once("## Further").unwrap().1;
    for name in rest.split('`').skip(1).step_by(2) {
        assert!(project().join(name).exists(), "there is no {name}");
    }
}

/// The paths of the last column of the table of rows.
fn rows() -> Vec<(String, Vec<String>)> {
    let readme = readme();
    let table = readme.split_once("| of the pattern |").unwrap().1.split("\n\n").next().unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [what, .., output] = cells[..] else { panic!("{line}") };
        let names = output.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (what.trim().to_owned(), names)
    };
    table.lines().skip(2).map(row).collect()
}

/// Whether a path is what the README writes with `<name>` for any name, and `/` at the end for all
/// that is below.
fn is_meant(path: &str, written: &str) -> bool {
    let mut steps = path.split('/');
    let mut left = written.trim_end_matches('/').split('/');
    let same = left.all(|step| {
        let Some(actual) = steps.next() else { return false };
        match (step.find('<'), step.find('>')) {
            (Some(from), Some(to)) => {
                let (start, end) = (&step[..from], &step[to + 1..]);
                actual.len() > start.len() + end.len()
                    && actual.starts_with(start)
                    && actual.ends_with(end)
            }
            _ => step == actual,
        }
    });
    same && (steps.next().is_some() == written.ends_with('/'))
}

#[test]
fn each_row_of_the_reference_platform_comes_out_where_it_says() {
    let golden = project().join("golden/emr-eks-karpenter");
    let files: Vec<String> = walkdir::WalkDir::new(&golden)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(&golden).unwrap().to_str().unwrap().to_owned())
        .collect();
    let rows = rows();
    assert!(rows.len() >= 12);
    for (what, names) in rows {
        assert!(!names.is_empty(), "{what}");
        for name in names {
            assert!(files.iter().any(|path| is_meant(path, &name)), "{what}: there is no {name}");
        }
    }
}

#[test]
fn names_in_the_table_stand_for_one_step() {
    assert!(is_meant("emr/a/b/start.json", "emr/<team>/<job>/start.json"));
    assert!(is_meant("terraform/team-a.tf.json", "terraform/team-<team>.tf.json"));
    assert!(is_meant("kubernetes/storage/gp3.yaml", "kubernetes/storage/"));
    assert!(!is_meant("emr/a/start.json", "emr/<team>/<job>/start.json"));
    assert!(!is_meant("kubernetes/storage", "kubernetes/storage/"));
}

#[test]
fn the_whole_platform_is_a_spec_of_at_most_150_lines() {
    let home = Home::with(&[]);
    assert_eq!(home.run("init --blueprint emr-eks-karpenter").status, 0);
    let texts = home.files(".").into_iter().filter(|name| name.ends_with(".yaml"));
    let text: String = texts.map(|name| home.text(&name)).collect();
    let counts = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let lines = text.lines().filter(counts).count();
    assert!((50..=150).contains(&lines), "{lines}");
}

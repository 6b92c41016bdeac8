//! `emrgen init`.

use emrgen::explain::BLUEPRINTS;

use super::Home;

#[test]
fn every_blueprint_builds_and_passes_as_it_comes() {
    for blueprint in BLUEPRINTS {
        let home = Home::with(&[]);
        let name = blueprint.name;
        assert_eq!(home.run(&format!("init --blueprint {name}")).status, 0);
        assert_eq!(home.run("build").status, 0, "{name}");
        let check = home.run("check");
        let golden = crate::support::project().join("golden").join(name).join("diagnostics.txt");
        // What its golden warnings are, `check` says too; nothing else.
        let warned = std::fs::read_to_string(golden).unwrap().contains("warning[");
        assert_eq!(check.status, i32::from(warned), "{name}: {}", check.out);
        for (path, text) in blueprint.files() {
            assert_eq!(home.text(path), text);
            let modeline = text.lines().next().and_then(|line| line.split_once("$schema="));
            if let Some((_, schema)) = modeline {
                let here = home.path(path).parent().unwrap().join(schema);
                assert!(here.exists(), "{name}/{path} names no schema that is there");
            }
        }
    }
}

#[test]
fn lists_and_refuses_to_overwrite() {
    let home = Home::with(&[]);
    let list = home.run("init --list");
    assert_eq!(list.out.lines().count(), BLUEPRINTS.len());
    home.put("new/emrgen.yaml", "mine\n");
    let run = home.run("init new");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`new` already has `emrgen.yaml`"), "{}", run.err);
    assert_eq!(home.files("new"), ["emrgen.yaml"]);
    assert_eq!(home.run("init other/place").status, 0);
    assert!(home.files("other/place").contains(&"emrgen.yaml".to_owned()));
}

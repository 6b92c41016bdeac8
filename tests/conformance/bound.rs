//! What exists only after Terraform has run: its outputs are bound, and nothing stays unbound.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::{accepted, blueprints, build, scratch, suite};

/// The oracles whose documents hold late values.
const ORACLES: [&str; 6] =
    ["botocore_model", "aws_cli", "iam_policy_sentry", "kubernetes_schema", "kubectl", "readers"];

#[test]
fn outputs_of_terraform_bind_every_late_value() {
    let outputs = scratch("outputs");
    for blueprint in blueprints() {
        let tree = build(&blueprint, "unbound", &[]).expect("blueprints compile");
        let Some(mut apply) = suite("run.py") else { return };
        apply.args(["--oracle", "terraform_core", "--outputs"]).arg(&outputs).arg(&tree);
        accepted(&mut apply);
        let bound = outputs.join(tree.file_name().unwrap()).with_extension("json");
        let options = ["--bind", bound.to_str().unwrap()];
        let tree = build(&blueprint, "bound", &options).expect("outputs bind");
        assert_eq!(unbound(&tree), Vec::<String>::new());
        let Some(mut judge) = suite("run.py") else { return };
        judge.args(ORACLES.iter().flat_map(|oracle| ["--oracle", oracle]));
        accepted(judge.arg(format!("{}@{}", tree.display(), blueprint.display())));
    }
}

/// The files that still hold the placeholder of a late value; scripts name them to replace them.
fn unbound(tree: &Path) -> Vec<String> {
    let files = WalkDir::new(tree).sort_by_file_name().into_iter().map(Result::unwrap);
    files
        .filter(|file| file.file_type().is_file())
        .filter(|file| file.path().extension().is_none_or(|end| end != "sh"))
        .filter(|file| {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            text.contains("UNBOUND") || text.contains("unbound0") || text.contains("unbound-")
        })
        .map(|file| file.path().display().to_string())
        .collect()
}

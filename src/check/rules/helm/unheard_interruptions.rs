//! Spot nodes are taken away without anyone hearing of it.

use serde_json::Value;

use crate::check::bundle::{Install, terraform, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spot nodes are taken away without anyone hearing of it.
pub const RULE: Rule = Rule {
    code: Code("unheard-interruptions"),
    severity: Severity::Warning,
    summary: "pools buy spot, and Karpenter listens to no queue, or to one that nobody makes",
    page: include_str!("unheard_interruptions.md"),
    check,
};

const QUEUE: &str = "/settings/interruptionQueue";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(pool) = bundle.pools.iter().find(|pool| pool.buys("spot")) else { return };
    let installs: Vec<&Install<'_>> = bundle.installs_of("karpenter").collect();
    let mut named = false;
    for install in &installs {
        let queue = install.value(QUEUE).and_then(Value::as_str).filter(|name| !name.is_empty());
        let Some(queue) = queue else { continue };
        named = true;
        unmade(bundle, install, queue, findings);
    }
    // One file of values may complete another.
    for install in installs.iter().filter(|install| !named && install.values.is_whole()) {
        let has = install.value("/settings").is_some();
        let at = install.place(if has { "/settings" } else { "" });
        let message = format!(
            "pool `{}` buys spot, and Karpenter does not hear of interruptions",
            pool.name()
        );
        findings
            .at_key(install.artifact, &at, message)
            .help("name the SQS queue that EC2's events go to: `settings.interruptionQueue`");
    }
}

/// A queue that Terraform does not make, while it makes others and all their names are known.
fn unmade(bundle: &Bundle<'_>, install: &Install<'_>, name: &str, findings: &mut Findings) {
    let queues: Vec<Option<&str>> =
        terraform::resources(bundle.artifacts, "aws_sqs_queue").map(|it| it.text("name")).collect();
    let made: Vec<&str> = queues.iter().copied().flatten().collect();
    let all_known = !made.is_empty() && made.len() == queues.len();
    if !all_known || made.contains(&name) || name.contains(['$', '{', '/']) {
        return;
    }
    let message = format!("Karpenter listens to the queue `{name}`, which Terraform does not make");
    findings
        .at(install.artifact, &install.place(QUEUE), message)
        .help(format!("its queues are {}", words::both(&made)));
}

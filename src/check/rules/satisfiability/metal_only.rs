//! A pool of bare metal.

use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool of bare metal.
pub const RULE: Rule = Rule {
    code: Code("metal-only"),
    severity: Severity::Warning,
    summary: "every instance type of a pool is bare metal, which starts too slowly for a waiting job",
    page: include_str!("metal_only.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Nobody waits for a node of a pool of fixed size.
    let grows = |pool: &&Pool<'_>| !pool.types.is_empty() && !pool.is_fixed();
    for pool in bundle.pools.iter().filter(grows) {
        if !pool.types.iter().all(|kind| kind.bare_metal) {
            continue;
        }
        let types: Vec<&str> = pool.types.iter().map(|kind| kind.name).collect();
        let message = format!(
            "pool `{}` has bare metal alone ({}), which may take longer to start than EMR waits for a driver",
            pool.name(),
            words::some(&types)
        );
        findings
            .at(pool.view.artifact, &route!["spec", "template", "spec", "requirements"], message)
            .help("admit other sizes than `metal`");
    }
}

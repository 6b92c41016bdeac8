//! A limit on memory that stops a pool long before its limit on CPU.

use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::capacity;

/// A limit on memory that stops a pool long before its limit on CPU.
pub const RULE: Rule = Rule {
    code: Code("lopsided-limits"),
    severity: Severity::Note,
    summary: "a pool reaches its limit on memory before half of its limit on CPU, whatever it starts",
    page: include_str!("lopsided_limits.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let (Some(cpu), Some(memory)) = (pool.limit("cpu"), pool.limit("memory")) else { continue };
        let Some(reached) = most_cpu(pool, memory) else { continue };
        if cpu == 0 || reached >= cpu / 2 {
            continue;
        }
        findings
            .at(
                pool.view.artifact,
                &route!["spec", "limits", "memory"],
                format!(
                    "pool `{}` stops at its limit of {} of memory with {} at most, and the limit on CPU is {}",
                    pool.name(),
                    words::memory(memory),
                    words::cpu(reached / 1000 * 1000),
                    words::cpu(cpu)
                ),
            )
            .related(pool.view.artifact, &route!["spec", "limits", "cpu"], "never reached")
            .help("raise the limit on memory to what the pool's instances have for each vCPU, or lower that on CPU");
    }
}

/// The most CPU, in thousandths, that instances of a pool have before they reach so much memory;
/// `None` where not one of them fits.
fn most_cpu(pool: &Pool<'_>, memory: u64) -> Option<u64> {
    let with = |cpu: u64, each: u64| {
        u64::try_from(u128::from(memory) * u128::from(cpu) / u128::from(each.max(1))).ok()
    };
    let all = pool.types.iter().map(|kind| capacity(kind, &pool.settings));
    let all = all.filter(|has| has.memory_bytes <= memory);
    all.filter_map(|has| with(has.cpu_millis, has.memory_bytes)).max()
}

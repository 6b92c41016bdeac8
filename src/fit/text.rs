//! The table of `emrgen fit` for a terminal.

use std::fmt::Write as _;

use super::{Amount, Fit, PoolFit, Row, title};

/// How many instance types of a pool are shown.
const SHOWN: usize = 12;

/// The whole report.
#[must_use]
pub fn text(fit: &Fit) -> String {
    let mut out = String::new();
    for row in &fit.rows {
        write_row(&mut out, row);
    }
    if !fit.unknown.is_empty() {
        let _ = writeln!(
            out,
            "not judged, as the documents do not say what they ask for: {} pods, such as {}",
            fit.unknown.len(),
            fit.unknown[0]
        );
    }
    out
}

fn write_row(out: &mut String, row: &Row) {
    let _ = writeln!(out, "{}", title(row));
    let _ = writeln!(out, "  asks for {}", amount(&row.request));
    for pool in &row.pools {
        write_pool(out, pool);
    }
    if row.pools.is_empty() {
        let _ = writeln!(out, "  no pool takes it");
        for miss in &row.misses {
            let _ = writeln!(out, "  not `{}`: {}", miss.pool, miss.reasons.join("; "));
        }
    }
    if let Some(better) = &row.suggestion {
        let _ = writeln!(out, "  one more would fit on every node with {}", amount(better));
    }
    out.push('\n');
}

fn write_pool(out: &mut String, pool: &PoolFit) {
    let _ = writeln!(out, "  pool `{}` ({})", pool.pool, pool.capacity.join(", "));
    let _ = writeln!(
        out,
        "    {:<18} {:>5} {:>9} {:>5}  {:<18} {:>9} {:>12}",
        "instance type", "vCPU", "GiB", "pods", "runs out of", "CPU idle", "memory idle"
    );
    for one in pool.types.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "    {:<18} {:>5} {:>9} {:>5}  {:<18} {:>8}% {:>11}%",
            one.name,
            one.vcpus,
            one.memory_gib,
            one.pods,
            one.bound,
            one.cpu_waste,
            one.memory_waste
        );
    }
    if pool.types.len() > SHOWN {
        let _ = writeln!(out, "    and {} more", pool.types.len() - SHOWN);
    }
}

/// `1100m CPU, 5934Mi memory`, and ephemeral storage where it is asked for.
pub(super) fn amount(amount: &Amount) -> String {
    let disk = match amount.ephemeral_mib {
        0 => String::new(),
        mib if mib % 1024 == 0 => format!(", {}Gi of disk", mib / 1024),
        mib => format!(", {mib}Mi of disk"),
    };
    format!("{}m CPU, {}Mi memory{disk}", amount.cpu_millis, amount.memory_mib)
}

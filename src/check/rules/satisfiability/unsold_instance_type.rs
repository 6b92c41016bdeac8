//! A pool names an instance type or family that its region does not sell.

use super::common::place_of_value;
use crate::catalog::instance::{InstanceSet, column};
use crate::catalog::label::{INSTANCE_TYPE, ZONE_ID};
use crate::catalog::offering;
use crate::check::bundle::{INSTANCE_FAMILY, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool names an instance type or family that its region does not sell.
pub const RULE: Rule = Rule {
    code: Code("unsold-instance-type"),
    severity: Severity::Warning,
    summary: "a pool names an instance type or family that its region or its zones do not sell",
    page: include_str!("unsold_instance_type.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some((place, sold)) = sold(bundle, pool) else { continue };
        for key in [INSTANCE_FAMILY, INSTANCE_TYPE] {
            judge(pool, key, &place, &sold, findings);
        }
    }
}

/// What can be bought where the pool's nodes are: in the zones that it names by their ids, which
/// are the same in every account, else in the region.
fn sold(bundle: &Bundle<'_>, pool: &Pool<'_>) -> Option<(String, InstanceSet)> {
    if let Some(ids) = pool.requirements.get(ZONE_ID).and_then(|set| set.listed()) {
        let mut all = InstanceSet::none();
        for id in ids {
            all.unite(offering::in_zone(id)?);
        }
        return Some((words::either(ids), all));
    }
    let region = bundle.context.region.as_deref()?;
    Some((format!("`{region}`"), offering::in_region(region)?.clone()))
}

fn judge(pool: &Pool<'_>, key: &str, place: &str, sold: &InstanceSet, findings: &mut Findings) {
    let (Some(column), Some(listed)) =
        (column(key), pool.requirements.get(key).and_then(|set| set.listed()))
    else {
        return;
    };
    for value in listed {
        let Some(types) = column.values.get(value.as_str()) else { continue };
        if types.meets(sold) || types.is_empty() {
            continue;
        }
        let at = place_of_value(&pool.demands(), key, value)
            .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
        findings
            .at(
                pool.view.artifact,
                &at,
                format!(
                    "pool `{}` names `{value}`, which {place} is not known to sell",
                    pool.name()
                ),
            )
            .help(format!(
                "take `{value}` out, or look it up: `aws ec2 describe-instance-type-offerings`"
            ));
    }
}

//! Families and types that a pool's requirements let in, and its node class does not.

use super::common::place_of_value;
use crate::catalog::instance::column;
use crate::check::Findings;
use crate::check::bundle::Pool;
use crate::check::bundle::class_filter::filters;
use crate::route;
use crate::sizing::{ValueSet, admitted};

/// Reports the values that a pool lists of a label and its node class never starts.
pub fn by_class(pool: &Pool<'_>, key: &str, findings: &mut Findings) {
    let listed = pool.requirements.get(key).and_then(ValueSet::listed);
    let (Some(listed), Some(column), Some(class)) = (listed, column(key), &pool.class) else {
        return;
    };
    let (filters, all) = (filters(class), admitted(&pool.requirements));
    for value in listed {
        let Some(types) = column.values.get(value.as_str()) else { continue };
        let mut types = types.clone();
        types.intersect(&all);
        let filter = filters.iter().find(|filter| !filter.types.meets(&types));
        let Some(filter) = filter.filter(|_| !types.is_empty()) else { continue };
        let at = place_of_value(&pool.demands(), key, value)
            .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
        let (pool_name, class_name) = (pool.name(), &class.metadata.name);
        let verb = filter.verb;
        findings
            .at(
                pool.view.artifact,
                &at,
                format!("pool `{pool_name}` lists `{value}`, and nothing of that kind {verb} node class `{class_name}`"),
            )
            .help(format!("remove `{value}`: {}", filter.why));
    }
}

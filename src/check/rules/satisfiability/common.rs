//! What several rules on pools ask.

use crate::catalog::instance::families;
use crate::catalog::label::INSTANCE_TYPE;
use crate::check::bundle::{Demand, Pool};
use crate::sizing::{DeadValue, Why, dead_values};
use crate::source::Route;

/// The label of instance families.
pub const FAMILY: &str = "karpenter.k8s.aws/instance-family";

/// The values that no instance type has which could be newer than the catalog.
pub fn perhaps_newer(pool: &Pool<'_>) -> Vec<DeadValue> {
    let all = dead_values(&pool.requirements).into_iter();
    all.filter(|dead| dead.why == Why::Unknown && is_name(&dead.key)).collect()
}

/// Whether the label names instances, of which there are new ones every month.
pub fn is_name(key: &str) -> bool {
    key == FAMILY || key == INSTANCE_TYPE
}

/// Where a pool writes a value of a label in a list: the first such place.
pub fn place_of_value<'a>(demands: &[Demand<'a>], key: &str, value: &str) -> Option<Route> {
    demands.iter().filter(|demand| demand.concerns(key) && demand.operator == "In").find_map(|it| {
        let index = it.values.iter().position(|one| one == value)?;
        let is_label = it.at.route.steps().iter().any(|step| step == &"labels".into());
        Some(if is_label { it.at.route.clone() } else { it.at.route.then("values").then(index) })
    })
}

/// The family that is spelt most like this one.
pub fn nearest_family(name: &str) -> Option<&'static str> {
    let near = |family: &&&str| strsim::damerau_levenshtein(family, name) <= 1;
    families().iter().find(near).copied()
}

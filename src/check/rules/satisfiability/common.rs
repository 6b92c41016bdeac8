//! What several rules on pools ask.

use crate::catalog::instance::families;
use crate::catalog::label::INSTANCE_TYPE;
use crate::check::bundle::{Demand, INSTANCE_FAMILY};
use crate::source::Route;

/// Whether the label names instances, of which there are new ones every month.
pub fn is_name(key: &str) -> bool {
    key == INSTANCE_FAMILY || key == INSTANCE_TYPE
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

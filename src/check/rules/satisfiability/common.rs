//! What several rules on pools ask.

use crate::catalog::instance::{column, families};
use crate::catalog::label::INSTANCE_TYPE;
use crate::check::bundle::{Demand, INSTANCE_FAMILY, words};
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

/// The values that a label has, the one that was meant first.
pub fn known(key: &str, value: &str) -> String {
    let meant = match value.to_ascii_lowercase().as_str() {
        "x86_64" | "x86-64" | "x86" | "x64" | "intel64" => Some("amd64"),
        "aarch64" | "arm" | "graviton" => Some("arm64"),
        "ondemand" | "on_demand" => Some("on-demand"),
        _ => None,
    };
    let values = || column(key).into_iter().flat_map(|column| column.values.keys());
    let near = || values().find(|known| strsim::damerau_levenshtein(known, value) <= 1);
    match meant.or_else(|| near().map(AsRef::as_ref)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("its values are {}", words::some(values())),
    }
}

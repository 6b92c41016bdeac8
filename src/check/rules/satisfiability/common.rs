//! What several rules on pools ask.

use crate::catalog::instance::families;
use crate::catalog::label_value;
use crate::check::bundle::{Demand, Pool, words};
use crate::source::Route;

pub use crate::catalog::label_value::is_name;
use crate::units::spelling;

/// The labels that several demands of a pool leave no value. `DoesNotExist` by itself leaves none
/// either: whoever wrote it knows.
pub fn contradicted(pool: &Pool<'_>) -> Vec<String> {
    let demands = pool.demands();
    let wants_some = |it: &&Demand<'_>| !matches!(it.operator.as_str(), "DoesNotExist" | "NotIn");
    let is_contradicted = |key: &&str| {
        let on_key = || demands.iter().filter(|demand| demand.concerns(key));
        on_key().count() > 1 && on_key().any(|demand| wants_some(&demand))
    };
    pool.requirements.empty().filter(is_contradicted).map(str::to_owned).collect()
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
    spelling::nearest(name, families().iter().copied(), 1)
}

/// The values that a label has, the one that was meant first.
pub fn known(key: &str, value: &str) -> String {
    match label_value::meant(key, value) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("its values are {}", words::some(label_value::values(key))),
    }
}

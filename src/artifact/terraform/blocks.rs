//! The blocks of a file in JSON syntax, where a map may always be a list of maps.

use serde_json::{Map, Value};

use crate::route;
use crate::source::Route;

/// A resource or a data source.
#[derive(Clone, Debug)]
pub struct Block<'v> {
    /// Its type.
    pub kind: &'v str,
    /// Its label, by which others refer to it.
    pub label: &'v str,
    /// Its place.
    pub route: Route,
    /// Its arguments.
    pub body: &'v Map<String, Value>,
}

/// The blocks of `resource` or `data` whose types are wanted, in the order written.
#[must_use]
pub fn blocks<'v>(
    file: &'v Value,
    section: &str,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<Block<'v>> {
    let mut found = Vec::new();
    for (home, kinds) in maps(&route![section], file.get(section)) {
        for (kind, labels) in kinds.iter().filter(|(kind, _)| is_wanted(kind)) {
            for (home, labels) in maps(&home.then(kind), Some(labels)) {
                for (label, bodies) in labels {
                    let bodies = maps(&home.then(label), Some(bodies)).into_iter();
                    found.extend(bodies.map(|(route, body)| Block { kind, label, route, body }));
                }
            }
        }
    }
    found
}

/// One block, which JSON has as a map, or several in a list.
#[must_use]
pub fn maps<'v>(at: &Route, value: Option<&'v Value>) -> Vec<(Route, &'v Map<String, Value>)> {
    match value {
        Some(Value::Object(one)) => vec![(at.clone(), one)],
        Some(Value::Array(many)) => {
            let many = many.iter().enumerate();
            many.filter_map(|(index, it)| Some((at.then(index), it.as_object()?))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_maps_are_maps_with_an_index() {
        let file = json!({"resource": [{"a": {"x": {}}}, {"b": [{"y": [{}, {}]}]}]});
        let routes = |kind: &str| {
            let all = blocks(&file, "resource", |it| it == kind).into_iter();
            all.map(|it| it.route.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(routes("a"), ["resource[0].a.x"]);
        assert_eq!(routes("b"), ["resource[1].b[0].y[0]", "resource[1].b[0].y[1]"]);
    }
}

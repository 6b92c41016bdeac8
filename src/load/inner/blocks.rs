//! The blocks of a Terraform file, and what is read from them.

use serde_json::{Map, Value};

use crate::artifact::Kind;
use crate::route;
use crate::source::Route;

/// A document in a file.
#[derive(Debug)]
pub struct Found {
    /// What it is; `None` where its own words say it.
    pub kind: Option<Kind>,
    /// Its place in the file.
    pub route: Route,
    /// The document.
    pub value: Value,
    /// Parts of it that stand elsewhere in the file than below its place.
    pub parts: Vec<(Route, Route)>,
}

/// A resource or a data source.
pub struct Block<'v> {
    /// Its type.
    pub kind: &'v str,
    /// Its place.
    pub route: Route,
    /// Its arguments.
    pub body: &'v Map<String, Value>,
}

/// The blocks of `resource` or `data`.
pub fn blocks<'v>(file: &'v Value, section: &str) -> Vec<Block<'v>> {
    let mut found = Vec::new();
    for (home, kinds) in maps(&route![section], file.get(section)) {
        for (kind, labels) in kinds {
            for (home, labels) in maps(&home.then(kind), Some(labels)) {
                for (label, bodies) in labels {
                    let bodies = maps(&home.then(label), Some(bodies)).into_iter();
                    found.extend(bodies.map(|(route, body)| Block { kind, route, body }));
                }
            }
        }
    }
    found
}

/// One block, which JSON has as a map, or several in a list.
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

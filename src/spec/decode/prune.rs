//! Takes refused values out, so that the rest of a document can still be read and judged.

use serde_json::Value;

use crate::schema::Violation;
use crate::source::{Route, Step};

/// Removes what each violation is about: the value itself, or for a missing key what lacks it.
pub fn prune(value: &mut Value, violations: &[Violation]) {
    // Last first, so that indices of a list stay right while items go.
    let mut routes: Vec<Route> = violations.iter().map(|one| one.route.clone()).collect();
    routes.sort();
    for route in routes.iter().rev() {
        remove(value, route.steps());
    }
}

fn remove(value: &mut Value, steps: &[Step]) {
    match steps {
        [] => {}
        [last] => match (value, last) {
            (Value::Object(map), Step::Key(key)) => {
                map.shift_remove(&**key);
            }
            (Value::Array(items), Step::Index(index)) if *index < items.len() => {
                items.remove(*index);
            }
            _ => {}
        },
        [first, rest @ ..] => {
            let child = match (value, first) {
                (Value::Object(map), Step::Key(key)) => map.get_mut(&**key),
                (Value::Array(items), Step::Index(index)) => items.get_mut(*index),
                _ => None,
            };
            if let Some(child) = child {
                remove(child, rest);
            }
        }
    }
}

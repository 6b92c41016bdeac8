//! The keyword `x-distinct`: no two items of a list have the same value in the fields it names.

use std::collections::BTreeMap;

use jsonschema::{Keyword, ValidationError};
use serde_json::{Map, Value};

/// A list whose items differ in some fields. An item without one of them is like no other.
pub(super) struct Distinct(Vec<String>);

/// An item that is like an earlier one.
pub(super) struct Repetition {
    /// Where the item is.
    pub(super) index: usize,
    /// Where the earlier one is.
    pub(super) first: usize,
}

impl Distinct {
    /// Reads the keyword: a field or a list of fields.
    pub(super) fn of(fields: &Value) -> Self {
        let several = fields.as_array().map(Vec::as_slice).unwrap_or_default();
        let names = fields.as_str().into_iter().chain(several.iter().filter_map(Value::as_str));
        Self(names.map(str::to_owned).collect())
    }

    /// The fields.
    pub(super) fn fields(&self) -> &[String] {
        &self.0
    }

    /// Every item that is like an earlier one.
    pub(super) fn repetitions(&self, list: &Value) -> Vec<Repetition> {
        let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
        if items.len() < 2 {
            return Vec::new();
        }
        let mut seen = BTreeMap::new();
        let mut repetitions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(key) = self.key(item) else { continue };
            let first = *seen.entry(key).or_insert(index);
            if first != index {
                repetitions.push(Repetition { index, first });
            }
        }
        repetitions
    }

    fn key(&self, item: &Value) -> Option<String> {
        let part = |field: &String| match item.get(field)? {
            Value::Null => None,
            Value::String(text) => (!text.is_empty()).then(|| text.clone()),
            // 0 and 0.0 are one number.
            Value::Number(number) => number.as_f64().map(|number| number.to_string()),
            value @ (Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                Some(value.to_string())
            }
        };
        self.0.iter().map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join("\n"))
    }
}

/// Compiles the keyword.
pub(super) fn keyword<'a>(
    _: &'a Map<String, Value>,
    fields: &'a Value,
    _: jsonschema::paths::Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    Ok(Box::new(Distinct::of(fields)))
}

impl<'i> Keyword<'i> for Distinct {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        // The words come from `explain`, which asks again and keeps the places.
        if Keyword::is_valid(self, instance) {
            Ok(())
        } else {
            Err(ValidationError::custom("distinct"))
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.repetitions(instance).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn repeated(fields: &Value, list: &Value) -> Vec<usize> {
        Distinct::of(fields).repetitions(list).iter().map(|it| it.index).collect()
    }

    #[test]
    fn compares_the_fields_it_names() {
        let list = json!([{ "a": 1, "b": "x" }, { "a": 1, "b": "y" }, { "a": 1.0, "b": "x" }, {}]);
        assert_eq!(repeated(&json!("a"), &list), [1, 2]);
        assert_eq!(repeated(&json!(["a", "b"]), &list), [2]);
        assert_eq!(repeated(&json!("c"), &list), [0_usize; 0]);
        assert_eq!(repeated(&json!("a"), &json!({})), [0_usize; 0]);
    }
}

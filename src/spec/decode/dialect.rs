//! The JSON Schema of one kind of document, ready to judge.

use jsonschema::Validator;
use serde_json::Value;

use crate::schema::{Violation, compile, explain};

/// A schema and its compiled form.
pub struct Dialect {
    schema: Value,
    validator: Validator,
}

impl Dialect {
    /// Compiles a schema.
    pub fn new(schema: Value) -> Self {
        let validator = compile(&schema);
        Self { schema, validator }
    }

    /// The schema as published.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Everything in `value` that the schema refuses.
    pub fn validate(&self, value: &Value) -> Vec<Violation> {
        explain(&self.schema, &self.validator, value)
    }
}

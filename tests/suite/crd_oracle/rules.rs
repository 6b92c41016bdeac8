//! The CEL rules of a definition.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use cel::extractors::This;
use cel::{Context, Env, Program};
use serde_json::Value;

use super::structure::field_of;

/// The rules of a definition, by the pointer to the part of the schema that has them.
pub struct Rules {
    programs: HashMap<String, Vec<(Program, String)>>,
    context: Context<'static, 'static>,
    /// Verdicts by rule and value: mutants differ in one place and are alike in all others.
    known: RefCell<HashMap<(String, String), bool>>,
}

impl Rules {
    /// Compiles the rules of a definition, but for those that compare with an older object.
    pub fn of(schema: &Value) -> Self {
        let mut programs = HashMap::new();
        collect(schema, String::new(), &mut programs);
        let mut env = Env::stdlib();
        env.add_extension(cel::extensions::strings).unwrap();
        let mut context = Context::with_env(Arc::new(env));
        context.add_function("find", find).unwrap();
        Self { programs, context, known: RefCell::default() }
    }

    /// The messages of all rules.
    pub fn messages(&self) -> Vec<String> {
        let all = self.programs.values().flatten().map(|(_, message)| message.clone());
        let mut messages: Vec<_> = all.collect();
        messages.sort_unstable();
        messages
    }

    /// The messages of the rules that an object breaks.
    pub fn broken(&self, schema: &Value, object: &Value) -> Vec<String> {
        let mut broken = Vec::new();
        self.walk(schema, "", object, &mut broken);
        broken
    }

    fn walk(&self, schema: &Value, pointer: &str, value: &Value, broken: &mut Vec<String>) {
        for (program, message) in self.programs.get(pointer).into_iter().flatten() {
            if !self.holds(pointer, program, message, value) {
                broken.push(message.clone());
            }
        }
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    let (below, pointer) = (field_of(schema, name), step(schema, pointer, name));
                    self.walk(below, &pointer, field, broken);
                }
            }
            Value::Array(items) => {
                let pointer = format!("{pointer}/items");
                items.iter().for_each(|it| self.walk(&schema["items"], &pointer, it, broken));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// A rule that cannot be evaluated refuses, as it does on the server.
    fn holds(&self, pointer: &str, program: &Program, message: &str, value: &Value) -> bool {
        let key = (format!("{pointer} {message}"), value.to_string());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let mut context = self.context.new_inner_scope();
        context.add_variable_from_value("self", cel_value(value));
        let holds = matches!(program.execute(&context), Ok(cel::Value::Bool(true)));
        self.known.borrow_mut().insert(key, holds);
        holds
    }
}

fn step(schema: &Value, pointer: &str, name: &str) -> String {
    let named = schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
    if named { format!("{pointer}/properties/{name}") } else { format!("{pointer}/*") }
}

fn collect(schema: &Value, at: String, programs: &mut HashMap<String, Vec<(Program, String)>>) {
    for rule in schema["x-kubernetes-validations"].as_array().into_iter().flatten() {
        let text = rule["rule"].as_str().unwrap();
        if !text.contains("oldSelf") {
            let message = rule["message"].as_str().unwrap().to_owned();
            let program = Program::compile(text).unwrap();
            programs.entry(at.clone()).or_default().push((program, message));
        }
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        collect(field, format!("{at}/properties/{name}"), programs);
    }
    for (key, suffix) in [("items", "/items"), ("additionalProperties", "/*")] {
        if let Some(below) = schema.get(key).filter(|below| below.is_object()) {
            collect(below, format!("{at}{suffix}"), programs);
        }
    }
}

/// `text.find(pattern)`: the first match, or nothing.
fn find(This(text): This<Arc<String>>, pattern: Arc<String>) -> String {
    let pattern = regex::Regex::new(&pattern).unwrap();
    pattern.find(&text).map(|found| found.as_str().to_owned()).unwrap_or_default()
}

/// Numbers become signed: the crate's own conversion makes them unsigned, and CEL does not mix.
fn cel_value(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(flag) => cel::Value::Bool(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => cel::Value::Int(whole),
            None => cel::Value::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => cel::Value::String(Arc::new(text.clone())),
        Value::Array(items) => cel::Value::List(Arc::new(items.iter().map(cel_value).collect())),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, field)| (name.clone(), cel_value(field)));
            cel::Value::from(fields.collect::<HashMap<_, _>>())
        }
    }
}

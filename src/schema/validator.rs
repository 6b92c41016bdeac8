//! Compiled schemas, each compiled once.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jsonschema::{Draft, Keyword, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value};

use super::rules::{self, Rule};
use super::{Schema, Targets, distinct};
use crate::units::FORMATS;

/// A schema at its target releases, ready to judge.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) plain: Value,
    pub(super) validator: Validator,
}

type Cache = BTreeMap<(&'static str, Targets), Option<Arc<Compiled>>>;

static CACHE: LazyLock<RwLock<Cache>> = LazyLock::new(RwLock::default);

impl Schema {
    /// The compiled schema; `None` when the targets lack the whole kind.
    pub(super) fn compiled(&self, targets: &Targets) -> Option<Arc<Compiled>> {
        let key = (self.id(), *targets);
        let cached = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        cached.unwrap_or_else(|| {
            let compiled = self.at(targets).map(|plain| {
                let validator = compile(&plain);
                Arc::new(Compiled { plain, validator })
            });
            CACHE.write().unwrap_or_else(PoisonError::into_inner).insert(key, compiled.clone());
            compiled
        })
    }
}

/// Compiles a schema of ours: formats are those of the units, `x-rule` names a rule, patterns run
/// in linear time, and nothing is fetched.
///
/// # Panics
/// When the schema is none, or names a rule that does not exist; tests compile every schema.
#[must_use]
pub fn compile(schema: &Value) -> Validator {
    let mut options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_pattern_options(PatternOptions::regex())
        .with_keyword("x-distinct", distinct::keyword)
        .with_keyword("x-rule", rule_keyword)
        .should_validate_formats(true);
    for format in FORMATS {
        options = options.with_format(format.name, |text: &str| (format.check)(text).is_ok());
    }
    options.build(schema).unwrap_or_else(|error| panic!("an embedded schema is valid: {error}"))
}

/// The rules that an `x-rule` names: one or several.
pub(super) fn named_rules(names: &Value) -> impl Iterator<Item = &str> {
    let several = names.as_array().map(Vec::as_slice).unwrap_or_default();
    names.as_str().into_iter().chain(several.iter().filter_map(Value::as_str))
}

struct RuleKeyword(Vec<&'static Rule>);

fn rule_keyword<'a>(
    _: &'a Map<String, Value>,
    names: &'a Value,
    _: jsonschema::paths::Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    let found = named_rules(names).map(|name| {
        rules::find(name).ok_or_else(|| ValidationError::schema(format!("no rule `{name}`")))
    });
    Ok(Box::new(RuleKeyword(found.collect::<Result<_, _>>()?)))
}

impl<'i> Keyword<'i> for RuleKeyword {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        // The words come from `explain`, which asks the rules again and keeps their routes.
        if Keyword::is_valid(self, instance) {
            Ok(())
        } else {
            Err(ValidationError::custom("rule"))
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.0.iter().all(|rule| rule.check(instance).is_empty())
    }
}

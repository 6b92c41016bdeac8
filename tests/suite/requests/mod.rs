//! Every field of the requests to EMR at its bounds, and beyond them.
//!
//! `table` says what each field takes; the tests put it to the schemas, and find out whether a
//! field of a schema, or a bound of it, is missing in the table.

mod examples;
mod schema;
mod sorts;
mod table;

use std::collections::BTreeSet;

use emrgen::schema::{Schema, Targets, Violation, validate};
use emrgen::units::MinorVersion;
use serde_json::{Map, Value, json};

use examples::example;
use sorts::{Sort, Text};
use table::{Field, fields};

#[test]
fn examples_are_sound() {
    for (request, ..) in fields() {
        let said = judge(request, &example(request));
        assert!(said.is_empty(), "{request}: {said:?}");
    }
}

#[test]
fn what_is_at_the_bound_is_taken_and_what_is_beyond_is_refused() {
    let failures: Vec<String> = fields().iter().flat_map(prove).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_bound_of_every_field_stands_in_the_table() {
    let proved: BTreeSet<String> = fields().iter().map(bound).collect();
    let mut known = BTreeSet::new();
    for request in REQUESTS {
        schema::bounds(request, &mut known);
    }
    // Arguments have no number; a configuration within a configuration within one is as both.
    let missing: Vec<&String> = known.difference(&proved).collect();
    let unknown: Vec<&String> = proved.difference(&known).collect();
    assert!(missing.is_empty(), "not in the table: {missing:#?}");
    assert!(unknown.is_empty(), "not in a schema: {unknown:#?}");
}

#[test]
fn a_driver_is_of_one_sort_and_a_field_without_a_name_here_is_refused() {
    for request in ["startjobrun", "createjobtemplate"] {
        let home = if request == "startjobrun" { "" } else { "/jobTemplateData" };
        let mut both = example(request);
        let driver = both.pointer_mut(&format!("{home}/jobDriver")).unwrap();
        driver["sparkSqlJobDriver"] = json!({ "entryPoint": "s3://etl/main.sql" });
        assert!(!judge(request, &both).is_empty(), "{request} with two drivers");
        *both.pointer_mut(&format!("{home}/jobDriver")).unwrap() = json!({});
        assert!(!judge(request, &both).is_empty(), "{request} without a driver");
    }
    for request in REQUESTS {
        let mut strange = example(request);
        strange["unheardOf"] = json!("x");
        assert_eq!(judge(request, &strange).len(), 1, "{request}");
    }
}

const REQUESTS: [&str; 6] = [
    "startjobrun",
    "createvirtualcluster",
    "createmanagedendpoint",
    "createjobtemplate",
    "createsecurityconfiguration",
    "updatevirtualcluster",
];

/// The schema of an example: `startjobrun-of-sql` is a `startjobrun`.
fn schema_of(request: &str) -> &'static Schema {
    let kind = request.split('-').next().unwrap();
    Schema::by_id(&format!("emr-containers/{kind}_2020-10-01")).unwrap()
}

fn judge(request: &str, value: &Value) -> Vec<Violation> {
    let targets =
        Targets { karpenter: MinorVersion::new(1, 14), kubernetes: MinorVersion::new(1, 33) };
    validate(schema_of(request), &targets, value)
}

/// What is wrong about a field's bounds.
fn prove(field: &Field) -> Vec<String> {
    let (request, at, sort) = field;
    let (takes, refuses) = values(sort, example(request).pointer(at));
    let mut failures = Vec::new();
    for (expected, values) in [(true, takes), (false, refuses)] {
        for value in values {
            let mut whole = example(request);
            set(&mut whole, at, value.clone());
            let said = judge(request, &whole);
            if said.is_empty() != expected {
                let text = value.map_or_else(|| "nothing".to_owned(), |it| it.to_string());
                let short: String = text.chars().take(80).collect();
                failures.push(format!("{}: {short}: {said:?}", bound(field)));
            }
        }
    }
    failures
}

/// Values that are taken, and values that are refused; `None` stands for none at all.
fn values(sort: &Sort, now: Option<&Value>) -> (Vec<Option<Value>>, Vec<Option<Value>>) {
    let now = now.cloned().unwrap_or_default();
    let some = |values: Vec<Value>| values.into_iter().map(Some).collect();
    match sort {
        Sort::Text(text) => {
            let (takes, refuses) = texts(text);
            let refuses: Vec<Value> =
                refuses.into_iter().map(Value::from).chain([json!(1)]).collect();
            (some(takes.into_iter().map(Value::from).collect()), some(refuses))
        }
        Sort::Words(words) => {
            let lower = words.iter().map(|word| json!(word.to_lowercase()));
            let refuses = lower.chain([json!(""), json!("SOME"), json!(true)]).collect();
            (some(words.iter().map(|word| json!(word)).collect()), some(refuses))
        }
        Sort::Integer(least, most) => {
            let beyond = [least.checked_sub(1), most.checked_add(1)];
            let beyond = beyond.into_iter().flatten().map(Value::from);
            (
                some(vec![json!(least), json!(most)]),
                some(beyond.chain([json!(2.5), json!("2")]).collect()),
            )
        }
        Sort::Flag => (some(vec![json!(true), json!(false)]), some(vec![json!("true"), json!(1)])),
        Sort::Count(most) => (
            some(vec![repeated(&now, 0), repeated(&now, *most)]),
            some(vec![repeated(&now, most + 1)]),
        ),
        Sort::Keys(text) => {
            let (takes, refuses) = texts(text);
            let map = |key: String| Value::Object(Map::from_iter([(key, now["key"].clone())]));
            (
                some(takes.into_iter().map(map).collect()),
                some(refuses.into_iter().map(map).collect()),
            )
        }
        Sort::Required => (vec![Some(now)], vec![None]),
    }
}

fn texts(text: &Text) -> (Vec<String>, Vec<String>) {
    let mut takes: Vec<String> = text.takes.iter().map(|it| (*it).to_owned()).collect();
    let mut refuses: Vec<String> = text.refuses.iter().map(|it| (*it).to_owned()).collect();
    if text.most != usize::MAX {
        takes.push(text.of_length(text.most));
        refuses.push(text.of_length(text.most + 1));
    }
    (takes, refuses)
}

/// A list or a map with so many entries like its first.
fn repeated(value: &Value, count: usize) -> Value {
    if let Some(items) = value.as_array() {
        let one = items.first().cloned().unwrap_or_else(|| json!({ "classification": "x" }));
        return json!(vec![one; count]);
    }
    (0..count).map(|index| (format!("key{index}"), value["key"].clone())).collect()
}

/// Puts a value where a pointer says, or takes it away.
fn set(whole: &mut Value, at: &str, value: Option<Value>) {
    let (parent, last) = at.rsplit_once('/').unwrap();
    let parent = whole.pointer_mut(parent).unwrap_or_else(|| panic!("no {at}"));
    match (parent, value) {
        (Value::Object(map), Some(value)) => drop(map.insert(last.to_owned(), value)),
        (Value::Object(map), None) => drop(map.remove(last)),
        (Value::Array(list), Some(value)) => list[last.parse::<usize>().unwrap()] = value,
        _ => panic!("{at} is below no list and no map"),
    }
}

/// The name of a bound: request, place, and which bound it is.
fn bound((request, at, sort): &Field) -> String {
    let kind = request.split('-').next().unwrap();
    let which = match sort {
        Sort::Text(_) | Sort::Words(_) | Sort::Integer(..) | Sort::Flag => "",
        Sort::Count(_) => " count",
        Sort::Keys(_) => " keys",
        Sort::Required => " required",
    };
    format!("{kind}{at}{which}")
}

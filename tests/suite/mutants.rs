//! Documents changed at random, and always in the same way for the same seed.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// SplitMix64: small, and the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % bound.max(1) as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// What values are made of: those seen under a key, and the schema of the kind.
pub struct Stock<'a> {
    seen: BTreeMap<String, Vec<Value>>,
    texts: Vec<String>,
    schema: &'a Value,
}

impl<'a> Stock<'a> {
    /// A stock of everything in these documents, and of what a definition allows.
    pub fn of<'d>(documents: impl Iterator<Item = &'d Value>, schema: &'a Value) -> Self {
        let mut stock = Self { seen: BTreeMap::new(), texts: Vec::new(), schema };
        documents.for_each(|document| stock.take_in("", document));
        stock.texts.sort_unstable();
        stock.texts.dedup();
        stock
    }

    fn take_in(&mut self, key: &str, value: &Value) {
        self.seen.entry(key.to_owned()).or_default().push(value.clone());
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, it)| self.take_in(key, it)),
            Value::Array(items) => items.iter().for_each(|item| self.take_in(key, item)),
            Value::String(text) => self.texts.push(text.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What the definition says about the place.
    fn definition(&self, path: &[String]) -> &'a Value {
        path.iter().fold(self.schema, |at, key| {
            let named = at.get("properties").and_then(|properties| properties.get(key));
            named
                .or_else(|| at.get("items"))
                .or_else(|| at.get("additionalProperties"))
                .unwrap_or(&Value::Null)
        })
    }

    /// A value for a field, as seen elsewhere or as the definition has it.
    fn value(&self, dice: &mut Dice, key: &str, definition: &Value) -> Value {
        match self.seen.get(key) {
            Some(seen) if dice.below(4) > 0 => dice.pick(seen).cloned().unwrap_or_default(),
            _ => self.made(dice, definition),
        }
    }

    fn made(&self, dice: &mut Dice, definition: &Value) -> Value {
        if let Some(value) = definition["enum"].as_array().and_then(|values| dice.pick(values)) {
            return value.clone();
        }
        match definition["type"].as_str() {
            Some("boolean") => json!(dice.below(2) == 0),
            Some("integer") => json!(dice.below(200)),
            Some("array") => {
                (0..dice.below(3)).map(|_| self.made(dice, &definition["items"])).collect()
            }
            Some("object") => self.made_object(dice, definition),
            _ => json!(dice.pick(&self.texts)),
        }
    }

    fn made_object(&self, dice: &mut Dice, definition: &Value) -> Value {
        let required = definition["required"].as_array();
        let needed = |name: &String| required.is_some_and(|all| all.contains(&json!(name)));
        let mut fields = Map::new();
        for (name, field) in definition["properties"].as_object().into_iter().flatten() {
            if needed(name) || dice.below(3) == 0 {
                fields.insert(name.clone(), self.value(dice, name, field));
            }
        }
        Value::Object(fields)
    }
}

/// The document with one or two changes somewhere below `/spec`.
pub fn mutant(dice: &mut Dice, stock: &Stock<'_>, document: &Value) -> Value {
    let mut mutant = document.clone();
    for _ in 0..=usize::from(dice.below(3) == 0) {
        let mut paths = Vec::new();
        collect(&mutant["spec"], &mut vec!["spec".to_owned()], &mut paths);
        let Some(path) = dice.pick(&paths).cloned() else { break };
        change(dice, stock, &mut mutant, &path);
    }
    mutant
}

fn collect(value: &Value, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    paths.push(path.clone());
    let mut below = |key: String, value: &Value| {
        path.push(key);
        collect(value, path, paths);
        path.pop();
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, it)| below(key.clone(), it)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| below(index.to_string(), item));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn change(dice: &mut Dice, stock: &Stock<'_>, document: &mut Value, path: &[String]) {
    let definition = stock.definition(path);
    match dice.below(12) {
        0 => drop(document, path),
        1..=3 => add(dice, stock, at(document, path), definition),
        4 => *at(document, path) = retyped(dice, at(document, path)),
        5..=6 => boundary(dice, at(document, path), definition),
        7..=8 => {
            let key = path.iter().rfind(|key| key.parse::<usize>().is_err()).unwrap();
            *at(document, path) = stock.value(dice, key, definition);
        }
        _ => near_miss(dice, at(document, path)),
    }
}

fn at<'a>(document: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(document, |at, key| match key.parse::<usize>() {
        Ok(index) if at.is_array() => &mut at[index],
        _ => &mut at[key],
    })
}

fn drop(document: &mut Value, path: &[String]) {
    let (key, parent) = path.split_last().unwrap();
    match at(document, parent) {
        Value::Object(fields) => {
            fields.shift_remove(key);
        }
        Value::Array(items) => {
            items.remove(key.parse().unwrap());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A field that the newest release has, a misspelt one, or one more item.
fn add(dice: &mut Dice, stock: &Stock<'_>, value: &mut Value, definition: &Value) {
    match value {
        Value::Object(fields) => {
            let known: Vec<_> =
                definition["properties"].as_object().into_iter().flatten().collect();
            let (name, value) = match dice.pick(&known) {
                Some((name, field)) => ((*name).clone(), stock.value(dice, name, field)),
                None => (json_text(dice.pick(&stock.texts)), json!("x")),
            };
            let name = if dice.below(12) == 0 { edited(dice, &name) } else { name };
            fields.insert(name, value);
        }
        Value::Array(items) => {
            let again = dice.pick(items).cloned().filter(|_| dice.below(2) == 0);
            items.push(again.unwrap_or_else(|| stock.made(dice, &definition["items"])));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            near_miss(dice, value)
        }
    }
}

fn json_text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// The same thing as another type, or something of another type.
fn retyped(dice: &mut Dice, value: &Value) -> Value {
    let bare = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(7.5),
        json!(""),
        json!([]),
        json!({}),
        json!([value]),
        json!(value.to_string()),
        bare.unwrap_or(json!("text")),
    ];
    dice.pick(&others).cloned().unwrap_or_default()
}

/// A value at or just beyond what the definition allows.
fn boundary(dice: &mut Dice, value: &mut Value, definition: &Value) {
    match value {
        Value::Number(_) => {
            let bound = |key: &str, default: i64| definition[key].as_i64().unwrap_or(default);
            let (low, high) = (bound("minimum", 0), bound("maximum", i64::from(i32::MAX)));
            let near = [low - 1, low, low + 1, high - 1, high, high.saturating_add(1), 0, -1];
            *value = json!(dice.pick(&near));
        }
        Value::String(text) => {
            let length = *dice.pick(&[0, 1, 30, 31, 63, 64, 253, 254, 316, 317, 318]).unwrap();
            *text = text.chars().cycle().take(if text.is_empty() { 0 } else { length }).collect();
        }
        Value::Array(items) => {
            let most = usize::try_from(definition["maxItems"].as_u64().unwrap_or(20)).unwrap();
            let length = *dice.pick(&[0, 1, 2, most, most + 1]).unwrap();
            if let Some(first) = items.first().cloned() {
                items.resize(length, first);
            }
        }
        Value::Object(fields) => {
            let most = definition["maxProperties"].as_u64().unwrap_or(5);
            let value = fields.values().next().cloned().unwrap_or(json!("x"));
            let extra =
                (0..most + dice.below(2) as u64).map(|at| (format!("k{at}"), value.clone()));
            if dice.below(3) == 0 { fields.clear() } else { fields.extend(extra) }
        }
        Value::Null | Value::Bool(_) => *value = json!(!value.as_bool().unwrap_or_default()),
    }
}

fn near_miss(dice: &mut Dice, value: &mut Value) {
    match value {
        Value::String(text) => *text = edited(dice, text),
        Value::Number(number) => {
            let other = number.as_i64().unwrap_or_default() + [-1, 1, 10][dice.below(3)];
            *value = if dice.below(4) == 0 { json!(other.to_string()) } else { json!(other) };
        }
        Value::Bool(flag) => *flag = !*flag,
        Value::Array(items) => items.reverse(),
        Value::Object(fields) => {
            if let Some(name) = dice.pick(&fields.keys().cloned().collect::<Vec<_>>()) {
                let moved = fields.shift_remove(name).unwrap_or_default();
                fields.insert(edited(dice, name), moved);
            }
        }
        Value::Null => {}
    }
}

/// The text with one character more, less or other, or in another case.
fn edited(dice: &mut Dice, text: &str) -> String {
    const OTHERS: [char; 22] = [
        'a', 'Z', '0', '9', '-', '_', '.', '/', '@', '%', ':', '*', ' ', '\n', 'é', 'm', 'h', 'd',
        'i', 'E', '+', ',',
    ];
    let mut characters: Vec<char> = text.chars().collect();
    let index = dice.below(characters.len() + 1);
    let other = OTHERS[dice.below(OTHERS.len())];
    match dice.below(6) {
        0 => characters.insert(index, other),
        1 if index < characters.len() => {
            characters.remove(index);
        }
        2 if index < characters.len() => characters[index] = other,
        3 => return text.to_uppercase(),
        4 if index + 1 < characters.len() => characters.swap(index, index + 1),
        _ => characters.push(other),
    }
    characters.into_iter().collect()
}

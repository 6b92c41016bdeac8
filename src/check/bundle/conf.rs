//! The Spark configuration of a job, from all the places that it can be said in.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::source::Route;

/// One value of a Spark configuration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: String,
    /// Its place in the document.
    pub route: Route,
}

/// The drivers of a request: the field of each, and where it has options of `spark-submit`.
pub const DRIVERS: [(&str, &str); 2] = [
    ("sparkSubmitJobDriver", "sparkSubmitParameters"),
    ("sparkSqlJobDriver", "sparkSqlParameters"),
];

/// The Spark configuration of a job: what acts, and what it was said over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SparkConf {
    settings: BTreeMap<String, Vec<Setting>>,
}

impl SparkConf {
    /// The configuration of a StartJobRun request, or of what a job template has at `home`:
    /// `spark-submit` parameters win over the classification `spark-defaults`.
    #[must_use]
    pub fn of_request(request: &Value, home: &Route) -> Self {
        let mut conf = Self::default();
        for (driver, options) in DRIVERS {
            let at = home.then("jobDriver").then(driver).then(options);
            let written = request.pointer(&format!("/jobDriver/{driver}/{options}"));
            let said = submit_parameters(written.and_then(Value::as_str).unwrap_or(""));
            // Of a key that is repeated `spark-submit` takes the last.
            for (key, value) in said.into_iter().rev() {
                conf.add(&key, value, at.clone());
            }
        }
        for (at, properties) in classification(request, home, "spark-defaults") {
            conf.add_map(properties, &at);
        }
        conf
    }

    /// The configuration of the `sparkConf` of an application's spec, which stands at `home`. Its
    /// other fields do not give way: the operator passes them to `spark-submit` last.
    #[must_use]
    pub fn of_application(spec: &Value, home: &Route, fields: Self) -> Self {
        let mut conf = fields;
        let written = spec.get("sparkConf").and_then(Value::as_object);
        written.into_iter().for_each(|map| conf.add_map(map, &home.then("sparkConf")));
        conf
    }

    fn add_map(&mut self, map: &Map<String, Value>, home: &Route) {
        for (key, value) in map {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.add(key, text, home.then(key));
        }
    }

    /// Adds a value that gives way to those already there.
    pub fn add(&mut self, key: &str, value: String, route: Route) {
        self.settings.entry(key.to_owned()).or_default().push(Setting { value, route });
    }

    /// The value that acts.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.setting(key).map(|setting| setting.value.as_str())
    }

    /// The value that acts, and its place.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.get(key)?.first()
    }

    /// All keys, each with the value that acts first and those it was said over after it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Setting])> {
        self.settings.iter().map(|(key, settings)| (key.as_str(), settings.as_slice()))
    }

    /// The values under a prefix: the rest of the key, and the value that acts.
    pub fn under<'a, 'p>(
        &'a self,
        prefix: &'p str,
    ) -> impl Iterator<Item = (&'a str, &'a Setting)> + use<'a, 'p> {
        self.settings
            .range(prefix.to_owned()..)
            .take_while(move |(key, _)| key.starts_with(prefix))
            .map(move |(key, settings)| (&key[prefix.len()..], &settings[0]))
    }
}

/// The classifications of a name in a request, where their properties stand and what they are.
pub fn classification<'a>(
    request: &'a Value,
    home: &Route,
    name: &str,
) -> Vec<(Route, &'a Map<String, Value>)> {
    let all = request.pointer("/configurationOverrides/applicationConfiguration");
    let at = home.then("configurationOverrides").then("applicationConfiguration");
    let numbered = all.and_then(Value::as_array).into_iter().flatten().enumerate();
    let named = numbered.filter(|(_, class)| class["classification"] == name);
    named
        .filter_map(|(index, class)| {
            Some((at.then(index).then("properties"), class.get("properties")?.as_object()?))
        })
        .collect()
}

/// Options of `spark-submit` that take no value.
const FLAGS: [&str; 3] = ["--verbose", "--supervise", "--version"];

/// The configuration that `spark-submit` parameters say, split as a shell would.
fn submit_parameters(text: &str) -> Vec<(String, String)> {
    let words = split(text);
    let mut found = Vec::new();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let (option, inline) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value)),
            _ => (word, None),
        };
        if !(option.starts_with("--") || option == "-c") || FLAGS.contains(&option) {
            continue;
        }
        let value = match inline {
            Some(value) if option != "--conf" || value.contains('=') => value,
            _ => match words.next() {
                Some(value) => value,
                None => break,
            },
        };
        if ["--conf", "-c"].contains(&option) {
            found.extend(
                value.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())),
            );
        } else if let Some(key) = option_key(option) {
            found.push((key.to_owned(), value.to_owned()));
        }
    }
    found
}

/// The configuration key that an option of `spark-submit` sets.
fn option_key(option: &str) -> Option<&'static str> {
    Some(match option {
        "--driver-memory" => "spark.driver.memory",
        "--driver-cores" => "spark.driver.cores",
        "--executor-memory" => "spark.executor.memory",
        "--executor-cores" => "spark.executor.cores",
        "--num-executors" => "spark.executor.instances",
        "--jars" => "spark.jars",
        "--packages" => "spark.jars.packages",
        "--driver-java-options" => "spark.driver.extraJavaOptions",
        "--driver-class-path" => "spark.driver.extraClassPath",
        "--driver-library-path" => "spark.driver.extraLibraryPath",
        "--exclude-packages" => "spark.jars.excludes",
        "--repositories" => "spark.jars.repositories",
        "--files" => "spark.files",
        "--archives" => "spark.archives",
        "--py-files" => "spark.submit.pyFiles",
        "--name" => "spark.app.name",
        _ => return None,
    })
}

/// Words as a shell splits them, quotes taken off.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('"') | None, '\\') => word.get_or_insert_default().extend(letters.next()),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_split_as_a_shell_does() {
        let text = r#"--class a.B --verbose --conf spark.a=1 -c "spark.b=x y" --conf=spark.c=z --executor-cores 4"#;
        let expected =
            [("spark.a", "1"), ("spark.b", "x y"), ("spark.c", "z"), ("spark.executor.cores", "4")];
        let found = submit_parameters(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_parameter_wins_over_the_classification() {
        let request = serde_json::json!({
            "jobDriver": {"sparkSubmitJobDriver": {"sparkSubmitParameters": "--conf spark.a=1"}},
            "configurationOverrides": {"applicationConfiguration": [
                {"classification": "spark-defaults", "properties": {"spark.a": "2", "spark.b": "3"}}
            ]}
        });
        let conf = SparkConf::of_request(&request, &Route::ROOT);
        assert_eq!(conf.get("spark.a"), Some("1"));
        assert_eq!(conf.get("spark.b"), Some("3"));
        assert_eq!(conf.iter().next().unwrap().1.len(), 2);
    }
}

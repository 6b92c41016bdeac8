//! The libraries that a job brings along.

use serde_json::Value;

use super::Job;
use crate::source::Route;

/// A library that a job brings along: ``io.delta:delta-core_2.12:2.1.0``, or a jar's URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// As written.
    pub text: String,
    /// Its name without versions: `delta-core`.
    pub name: String,
    /// The Scala that it is built for, where its name says it: `2.12`.
    pub scala: Option<String>,
    /// Its own version, where it is written: `2.1.0`.
    pub version: Option<String>,
    /// Where it stands.
    pub route: Route,
}

impl Library {
    /// Whether it is a file in EMR's image.
    #[must_use]
    pub fn is_in_image(&self) -> bool {
        let path = self.text.strip_prefix("local://").unwrap_or(&self.text);
        path.starts_with("/usr/")
    }

    fn of_package(text: &str, route: &Route) -> Option<Self> {
        let mut parts = text.trim().split(':').skip(1);
        let (name, version) = (parts.next()?, parts.next());
        Some(Self::new(text, name, version.map(str::to_owned), route))
    }

    fn of_jar(text: &str, route: &Route) -> Option<Self> {
        let file = text.trim().rsplit('/').next()?.strip_suffix(".jar")?;
        // The version is what follows the last dash before a number.
        let digit = |at: usize| file[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let dash = file.match_indices('-').map(|(at, _)| at).rfind(|at| digit(*at));
        let (name, version) = dash.map_or((file, None), |at| (&file[..at], Some(&file[at + 1..])));
        Some(Self::new(text, name, version.map(str::to_owned), route))
    }

    fn new(text: &str, name: &str, version: Option<String>, route: &Route) -> Self {
        let (name, scala) = match name.rsplit_once('_') {
            Some((name, scala)) if scala.starts_with("2.") => (name, Some(scala.to_owned())),
            _ => (name, None),
        };
        let (text, name) = (text.trim().to_owned(), name.to_owned());
        Self { text, name, scala, version, route: route.clone() }
    }
}

impl Job<'_> {
    /// The libraries that it names: packages first, then jars.
    #[must_use]
    pub fn libraries(&self) -> Vec<Library> {
        let mut found = Vec::new();
        for (key, read) in [
            ("spark.jars.packages", Library::of_package as fn(&str, &Route) -> Option<Library>),
            ("spark.jars", Library::of_jar),
        ] {
            let Some(setting) = self.conf.setting(key) else { continue };
            found.extend(setting.value.split(',').filter_map(|text| read(text, &setting.route)));
        }
        for (pointer, read) in [
            ("/deps/packages", Library::of_package as fn(&str, &Route) -> Option<Library>),
            ("/deps/jars", Library::of_jar),
        ] {
            let list = self.field(pointer).and_then(Value::as_array);
            let texts = list.into_iter().flatten().map(Value::as_str).enumerate();
            let at = self.place(pointer);
            found.extend(texts.filter_map(|(index, text)| read(text?, &at.then(index))));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_and_jars_have_names_and_versions() {
        let parts = |library: Option<Library>| {
            let library = library.unwrap();
            (library.name, library.scala, library.version)
        };
        let expected = |name: &str, scala: Option<&str>, version: Option<&str>| {
            (name.to_owned(), scala.map(str::to_owned), version.map(str::to_owned))
        };
        assert_eq!(
            parts(Library::of_package("io.delta:delta-core_2.12:2.1.0", &Route::ROOT)),
            expected("delta-core", Some("2.12"), Some("2.1.0"))
        );
        let iceberg = "s3://jars/iceberg-spark-runtime-3.5_2.12-1.4.2.jar";
        assert_eq!(
            parts(Library::of_jar(iceberg, &Route::ROOT)),
            expected("iceberg-spark-runtime-3.5", Some("2.12"), Some("1.4.2"))
        );
        let delta =
            Library::of_jar("local:///usr/share/aws/delta/lib/delta-spark.jar", &Route::ROOT);
        assert!(delta.as_ref().unwrap().is_in_image());
        assert_eq!(parts(delta), expected("delta-spark", None, None));
        assert_eq!(Library::of_jar("s3://jars/x.py", &Route::ROOT), None);
        assert_eq!(Library::of_package("oops", &Route::ROOT), None);
    }
}

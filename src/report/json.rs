//! Findings for programs: an array with one object for each.
//!
//! Every key is always there; `null` says that a finding has no such thing. `line`, `column`,
//! `endLine` and `endColumn` are `null` where it is about a whole file, and so is `file` where it
//! is about the whole run.
//!
//! ```json
//! [
//!   {
//!     "code": "unknown-pool",
//!     "severity": "error",
//!     "message": "team `ads` uses pool `gpu`, which no one defines",
//!     "file": "emrgen.yaml",
//!     "line": 6,
//!     "column": 18,
//!     "endLine": 6,
//!     "endColumn": 23,
//!     "label": null,
//!     "help": "the pools are `etl`",
//!     "route": "teams.ads.pools[1]",
//!     "related": []
//!   }
//! ]
//! ```
//!
//! An object of `related` has `message` and the five keys of a place.

use serde_json::{Map, Value, json};

use super::finding::{Finding, Findings, Site};
use crate::render::json::to_json;

/// The array, as a document.
pub(super) fn render(findings: &Findings<'_>) -> String {
    to_json(&findings.list.iter().map(finding).collect())
}

fn finding(finding: &Finding<'_>) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("code", json!(finding.code.0));
    put("severity", json!(finding.severity.to_string()));
    put("message", json!(finding.message));
    for (key, value) in place(finding.site.as_ref()) {
        put(key, value);
    }
    put("label", json!(finding.label));
    put("help", json!(finding.help));
    put("route", json!(finding.route));
    put("related", finding.related.iter().map(|(site, words)| related(site, words)).collect());
    Value::Object(object)
}

fn related(site: &Site<'_>, words: &str) -> Value {
    let mut object = Map::from_iter([("message".to_owned(), json!(words))]);
    object.extend(place(Some(site)).map(|(key, value)| (key.to_owned(), value)));
    Value::Object(object)
}

fn place(site: Option<&Site<'_>>) -> [(&'static str, Value); 5] {
    let region = site.and_then(|site| site.region.as_ref());
    [
        ("file", json!(site.map(|site| site.file))),
        ("line", json!(region.map(|region| region.start.line))),
        ("column", json!(region.map(|region| region.start.column))),
        ("endLine", json!(region.map(|region| region.end.line))),
        ("endColumn", json!(region.map(|region| region.end.column))),
    ]
}

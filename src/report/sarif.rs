//! Findings as SARIF 2.1.0 (OASIS), for code scanning.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::finding::{Finding, Findings, Region, Site};
use crate::diagnostic::{Code, Severity};
use crate::render::digest::digest;
use crate::render::json::to_json;

/// The base that relative paths are given against: the root of the repository.
const ROOT: &str = "%SRCROOT%";

/// One run, as a document.
pub(super) fn render(
    findings: &Findings<'_>,
    describe: &dyn Fn(Code) -> Option<&'static str>,
) -> String {
    let mut rules: BTreeMap<Code, Severity> = BTreeMap::new();
    for finding in &findings.list {
        let worst = rules.entry(finding.code).or_insert(finding.severity);
        *worst = finding.severity.max(*worst);
    }
    let index: BTreeMap<Code, usize> = rules.keys().copied().zip(0..).collect();
    let mut fingerprints = Fingerprints::default();
    let results = findings.list.iter().map(|finding| {
        let fingerprint = fingerprints.next(finding, findings);
        result(finding, index[&finding.code], &fingerprint)
    });
    let results: Value = results.collect();
    let rules: Value = rules.iter().map(|(code, level)| rule(*code, *level, describe)).collect();
    to_json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "emrgen",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: Code, level: Severity, describe: &dyn Fn(Code) -> Option<&'static str>) -> Value {
    let page = describe(code);
    let words = code.0.replace('-', " ");
    let short = page.and_then(first_sentence).unwrap_or(&words);
    let page = page.unwrap_or(short);
    json!({
        "id": code.0,
        "shortDescription": { "text": short },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level.to_string() },
    })
}

/// The first line of a page that is no heading.
fn first_sentence(page: &'static str) -> Option<&'static str> {
    page.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))
}

fn result(finding: &Finding<'_>, rule: usize, fingerprint: &str) -> Value {
    let help = finding.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code.0,
        "ruleIndex": rule,
        "level": finding.severity.to_string(),
        "message": { "text": format!("{}{help}", finding.message) },
        "partialFingerprints": { "emrgen/v1": fingerprint },
    });
    if let Some(site) = &finding.site {
        let mut location = location(site);
        if let Some(route) = &finding.route {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": route }]);
        }
        result["locations"] = json!([location]);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        result["relatedLocations"] =
            related.map(|(id, (site, words))| related_at(id, site, words)).collect();
    }
    result
}

fn related_at(id: usize, site: &Site<'_>, words: &str) -> Value {
    let mut location = location(site);
    location["id"] = json!(id);
    location["message"] = json!({ "text": words });
    location
}

fn location(site: &Site<'_>) -> Value {
    let mut physical = Map::from_iter([("artifactLocation".to_owned(), artifact(site.file))]);
    if let Some(region) = &site.region {
        physical.insert("region".to_owned(), shape(region));
    }
    json!({ "physicalLocation": physical })
}

fn shape(region: &Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

/// A file as a URI: relative to the root, or absolute where the user said so.
fn artifact(file: &str) -> Value {
    let path = file.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", encode(path)) })
    } else {
        json!({ "uri": encode(path), "uriBaseId": ROOT })
    }
}

/// Percent-encodes what a path of a URI cannot hold (RFC 3986, section 3.3).
fn encode(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/@!$&'()*+,;=".contains(&byte);
    let encoded = |byte: u8| match keep(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    path.bytes().map(encoded).collect()
}

/// Names for findings that stay the same when lines move: what is said, about which text of which
/// file, and which of several that agree in that.
#[derive(Default)]
struct Fingerprints(BTreeMap<u64, usize>);

impl Fingerprints {
    fn next(&mut self, finding: &Finding<'_>, findings: &Findings<'_>) -> String {
        let site = finding.site.as_ref();
        let text = site.and_then(|site| {
            let bytes = site.region.as_ref()?.bytes();
            findings.lines[&site.source].text()[bytes].lines().next()
        });
        let parts = [finding.code.0, finding.message, site.map_or("", |site| site.file)];
        let parts = [parts.join("\n"), finding.route.clone().unwrap_or_default()];
        let digest = digest(format!("{}\n{}", parts.join("\n"), text.unwrap_or("")).as_bytes());
        let count = self.0.entry(digest).or_default();
        *count += 1;
        format!("{digest:016x}:{count}")
    }
}

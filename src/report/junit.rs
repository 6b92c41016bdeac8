//! Findings as a test report: a suite for each file, a failed case for each error and warning.
//!
//! A file without either has one case that passes, so that a report of a clean run is not empty.
//! Notes are output of their suite.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::finding::{Finding, Findings};
use crate::diagnostic::Severity;
use crate::source::Sources;

/// The name of what belongs to no file.
const RUN: &str = "emrgen";

/// The report, as an XML document.
pub(super) fn render(findings: &Findings<'_>, sources: &Sources) -> String {
    let mut suites: BTreeMap<&str, Vec<&Finding<'_>>> = BTreeMap::new();
    for source in sources.all() {
        suites.entry(&source.name).or_default();
    }
    for finding in &findings.list {
        let name = finding.site.as_ref().map_or(RUN, |site| site.file);
        suites.entry(name).or_default().push(finding);
    }
    let written: Vec<Suite> = suites.iter().map(|(name, list)| suite(name, list)).collect();
    let tests: usize = written.iter().map(|suite| suite.tests).sum();
    let failures: usize = written.iter().map(|suite| suite.failures).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let _ = writeln!(out, "<testsuites name=\"{RUN}\" {counts}>");
    out.extend(written.into_iter().map(|suite| suite.xml));
    out.push_str("</testsuites>\n");
    out
}

struct Suite {
    xml: String,
    tests: usize,
    failures: usize,
}

fn suite(name: &str, findings: &[&Finding<'_>]) -> Suite {
    let fails = |finding: &&&Finding<'_>| finding.severity > Severity::Note;
    let failed: Vec<_> = findings.iter().filter(fails).collect();
    let notes: Vec<_> = findings.iter().filter(|finding| !fails(finding)).collect();
    let (tests, failures) = (failed.len().max(1), failed.len());
    let name = escape(name);
    let mut xml = format!(
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    if failed.is_empty() {
        let _ = writeln!(xml, "    <testcase classname=\"{name}\" name=\"check\"/>");
    }
    for (at, finding) in failed.iter().enumerate() {
        let _ =
            writeln!(xml, "    <testcase classname=\"{name}\" name=\"{}\">", title(finding, at));
        let (kind, message) = (finding.code, escape(finding.message));
        let text = escape(&told(finding));
        let failure = format!("<failure type=\"{kind}\" message=\"{message}\">{text}</failure>");
        let _ = writeln!(xml, "      {failure}\n    </testcase>");
    }
    if !notes.is_empty() {
        let told: String = notes.iter().map(|note| told(note) + "\n").collect();
        let _ = writeln!(xml, "    <system-out>{}</system-out>", escape(&told));
    }
    xml.push_str("  </testsuite>\n");
    Suite { xml, tests, failures }
}

/// A name that no other case of the suite has.
fn title(finding: &Finding<'_>, at: usize) -> String {
    let region = finding.site.as_ref().and_then(|site| site.region.as_ref());
    let place = region.map(|region| format!(":{}:{}", region.start.line, region.start.column));
    format!("{}. {}{}", at + 1, finding.code, place.unwrap_or_default())
}

/// The finding as a line of text, and its help.
fn told(finding: &Finding<'_>) -> String {
    let place = finding.site.as_ref().map(|site| match &site.region {
        Some(region) => format!("{}:{}:{}: ", site.file, region.start.line, region.start.column),
        None => format!("{}: ", site.file),
    });
    let help = finding.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let (severity, code, message) = (finding.severity, finding.code, finding.message);
    format!("{}{severity}[{code}]: {message}{help}", place.unwrap_or_default())
}

/// Text for an element or an attribute; XML 1.0 has no form for most control characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    out
}

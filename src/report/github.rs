//! Findings as workflow commands, which GitHub shows on the lines of a pull request.
//!
//! The form and its escapes are those of "Workflow commands for GitHub Actions" and of the
//! toolkit's `core.error`: `%`, CR and LF everywhere, `:` and `,` in properties.

use std::fmt::Write;

use super::finding::{Finding, Findings, visible};
use crate::diagnostic::Severity;

/// One command, on one line, for each finding.
pub(super) fn render(findings: &Findings<'_>) -> String {
    findings.list.iter().map(command).collect()
}

fn command(finding: &Finding<'_>) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let help = finding.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let message = data(&format!("{}{help}", finding.message));
    let properties = properties(finding);
    format!("::{name} {properties}title={}::{message}\n", property(finding.code.0))
}

fn properties(finding: &Finding<'_>) -> String {
    let mut out = String::new();
    let Some(site) = &finding.site else { return out };
    let _ = write!(out, "file={},", property(site.file));
    let Some(region) = &site.region else { return out };
    let (start, end) = (region.start, region.end);
    let _ = write!(out, "line={},endLine={},", start.line, end.line);
    // Columns of different lines say nothing to GitHub, which refuses them.
    if start.line == end.line {
        let _ = write!(out, "col={},endColumn={},", start.column, end.column);
    }
    out
}

fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

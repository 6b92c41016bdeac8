//! Findings for people, as rustc and its relatives tell them.

use std::fmt::Write;

use super::Style;
use super::excerpt::{excerpt, fits};
use super::finding::{Finding, Findings, Region, Site, visible};
use super::lines::Lines;
use crate::diagnostic::Severity;
use crate::source::SourceId;

const BOLD: &str = "1";
const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const GREEN: &str = "1;32";
const BLUE: &str = "1;34";
const CYAN: &str = "1;36";

/// How many findings of one kind and place are told by their message after the first.
const ALSO: usize = 2;

/// Each finding, and a line that counts them; nothing where there are none.
///
/// What one word does to many documents is told once, with the lines it is about.
pub(super) fn render(findings: &Findings<'_>, style: Style) -> String {
    let mut out = String::new();
    for alike in findings.list.chunk_by(Finding::is_like) {
        let (finding, more) = alike.split_first().expect("chunks are not empty");
        Page { findings, finding, more, style, margin: margin(finding) }.write(&mut out);
        out.push('\n');
    }
    if !findings.list.is_empty() {
        out.push_str(&summary(findings));
    }
    out
}

/// `3 errors, 1 warning`.
fn summary(findings: &Findings<'_>) -> String {
    let counted = |severity| {
        let count = findings.list.iter().filter(|finding| finding.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {severity}{plural}"))
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    severities.into_iter().filter_map(counted).collect::<Vec<_>>().join(", ") + "\n"
}

/// How many columns the largest line number takes.
fn margin(finding: &Finding<'_>) -> usize {
    let sites = finding.site.iter().chain(finding.related.iter().map(|(site, _)| site));
    let lines = sites.filter_map(|site| site.region.as_ref()).map(|region| region.start.line);
    lines.max().map_or(1, |line| line.to_string().len())
}

/// A stretch to underline, with its words.
struct Mark<'a> {
    site: &'a Site<'a>,
    words: Option<&'a str>,
    primary: bool,
}

struct Page<'a> {
    findings: &'a Findings<'a>,
    finding: &'a Finding<'a>,
    more: &'a [Finding<'a>],
    style: Style,
    margin: usize,
}

impl Page<'_> {
    fn write(&self, out: &mut String) {
        let finding = self.finding;
        let title = self.paint(self.color(), &format!("{}[{}]", finding.severity, finding.code));
        let message = visible(finding.message).replace('\n', " ");
        let _ = writeln!(out, "{title}{}", self.paint(BOLD, &format!(": {message}")));
        let marks = self.marks();
        let mut files: Vec<SourceId> = Vec::new();
        for mark in &marks {
            if !files.contains(&mark.site.source) {
                files.push(mark.site.source);
            }
        }
        for (at, file) in files.iter().enumerate() {
            let marks: Vec<_> = marks.iter().filter(|mark| mark.site.source == *file).collect();
            self.file(out, &marks, at == 0);
        }
        self.also(out);
        if let Some(help) = finding.help {
            let help = visible(help).replace('\n', "\n      ");
            let _ = writeln!(out, "{}: {help}", self.paint(CYAN, "help"));
        }
    }

    /// What else this rule says of this place.
    fn also(&self, out: &mut String) {
        let (told, rest) = self.more.split_at(self.more.len().min(ALSO));
        let mut lines: Vec<String> =
            told.iter().map(|finding| format!("also: {}", one_line(finding.message))).collect();
        if !rest.is_empty() {
            lines.push(format!("and {} more of this kind here", rest.len()));
        }
        for line in lines {
            let equals = self.paint(BLUE, "=");
            let _ = writeln!(out, "{} {equals} {line}", " ".repeat(self.margin));
        }
    }

    fn marks(&self) -> Vec<Mark<'_>> {
        let label = self.finding.label;
        let site = self.finding.site.iter();
        let related = self.finding.related.iter();
        let primary = site.map(|site| Mark { site, words: label, primary: true });
        let related =
            related.map(|(site, words)| Mark { site, words: Some(*words), primary: false });
        primary.chain(related).collect()
    }

    /// The marks of one file: where it is, and its lines from top to bottom.
    fn file(&self, out: &mut String, marks: &[&Mark<'_>], first: bool) {
        let arrow = if first { "-->" } else { ":::" };
        let margin = " ".repeat(self.margin);
        if !first {
            self.edge(out, "");
        }
        let _ = writeln!(out, "{margin}{} {}", self.paint(BLUE, arrow), place(marks[0].site));
        for mark in marks.iter().filter(|mark| mark.site.region.is_none()) {
            if let Some(words) = mark.words {
                let equals = self.paint(BLUE, "=");
                let _ = writeln!(out, "{margin} {equals} {}", one_line(words));
            }
        }
        let region = |mark: &&Mark<'_>| mark.site.region.clone();
        let mut marks: Vec<(Region, &Mark<'_>)> =
            marks.iter().filter_map(|mark| Some((region(mark)?, *mark))).collect();
        marks.sort_by_key(|(region, mark)| (region.start.line, !mark.primary));
        if let Some((_, mark)) = marks.first() {
            self.edge(out, "");
            self.lines(out, &marks, &self.findings.lines[&mark.site.source]);
        }
    }

    fn lines(&self, out: &mut String, marks: &[(Region, &Mark<'_>)], lines: &Lines<'_>) {
        let mut last = 0;
        for (region, mark) in marks {
            let number = region.start.line;
            let bytes = lines.line(number);
            let line = &lines.text()[bytes.clone()];
            let within = |at: usize| at.clamp(bytes.start, bytes.end) - bytes.start;
            let stretch = within(region.bytes().start)..within(region.bytes().end);
            let excerpt = excerpt(line, stretch, self.style.width);
            if last > 0 && number > last + 1 {
                let _ = writeln!(out, "{}", self.paint(BLUE, "..."));
            }
            if number != last || !fits(line, self.style.width) {
                let gutter = format!("{number:>width$} |", width = self.margin);
                let _ = writeln!(out, "{} {}", self.paint(BLUE, &gutter), excerpt.line);
            }
            last = number;
            let sign = if mark.primary { "^" } else { "-" };
            let words = mark.words.map(|words| format!(" {}", one_line(words)));
            let under = sign.repeat(excerpt.underline.len()) + &words.unwrap_or_default();
            let color = if mark.primary { self.color() } else { BLUE };
            let blanks = " ".repeat(excerpt.underline.start + 1);
            self.edge(out, &(blanks + &self.paint(color, &under)));
        }
    }

    fn edge(&self, out: &mut String, rest: &str) {
        let _ = writeln!(out, "{} {}{rest}", " ".repeat(self.margin), self.paint(BLUE, "|"));
    }

    fn color(&self) -> &'static str {
        match self.finding.severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            Severity::Note => GREEN,
        }
    }

    fn paint(&self, color: &str, text: &str) -> String {
        if self.style.color { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

fn one_line(words: &str) -> String {
    visible(words).replace('\n', " ")
}

/// `emrgen.yaml:6:18`, or the file alone.
fn place(site: &Site<'_>) -> String {
    let file = one_line(site.file);
    match &site.region {
        Some(region) => format!("{file}:{}:{}", region.start.line, region.start.column),
        None => file,
    }
}

//! One page.

use crate::diagnostic::Severity;

/// The page of a diagnostic, in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The code.
    pub code: &'static str,
    /// What the code is about: a phase of the compiler, or a family of rules.
    pub chapter: &'static str,
    /// How bad a finding is, unless it says otherwise.
    pub severity: Severity,
    /// Whether a rule raises it, so that it can be allowed where it is found.
    pub rule: bool,
    /// The text.
    pub text: &'static str,
}

impl Page {
    /// The sentence below the title.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.text.lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// Where the page lies, relative to the project.
    #[must_use]
    pub fn file(&self) -> String {
        if self.rule {
            let module = self.code.replace('-', "_");
            return format!("src/check/rules/{}/{module}.md", self.chapter);
        }
        format!("src/explain/pages/{}.md", self.code)
    }
}

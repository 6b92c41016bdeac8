//! What a rule found.

use super::Rule;
use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Part, Place, Route};

/// One thing that a rule found: a diagnostic, and the documents it concerns.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What to say.
    pub diagnostic: Diagnostic,
    /// The paths of the documents that may allow it: the one it points at, then those related.
    pub concerns: Vec<String>,
}

/// Collects what one rule finds.
#[derive(Clone, Debug)]
pub struct Findings {
    found: Vec<Finding>,
    code: Code,
    severity: Severity,
}

impl Findings {
    /// Nothing yet, by this rule.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        Self { found: Vec::new(), code: rule.code, severity: rule.severity }
    }

    /// Adds a finding about the value at `route` of a document.
    pub fn at(
        &mut self,
        artifact: &Artifact,
        route: &Route,
        message: impl Into<String>,
    ) -> Builder<'_> {
        self.push(artifact, route, Part::Value, message)
    }

    /// Adds a finding about the key of the value at `route` of a document.
    pub fn at_key(
        &mut self,
        artifact: &Artifact,
        route: &Route,
        message: impl Into<String>,
    ) -> Builder<'_> {
        self.push(artifact, route, Part::Key, message)
    }

    fn push(
        &mut self,
        artifact: &Artifact,
        route: &Route,
        part: Part,
        message: impl Into<String>,
    ) -> Builder<'_> {
        let place: Place = artifact.origins.place(route, part);
        self.found.push(Finding {
            diagnostic: Diagnostic::new(self.severity, self.code, message).at(place),
            concerns: vec![artifact.path.clone()],
        });
        Builder(self.found.last_mut().expect("pushed above"))
    }

    /// What was found, in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        self.found
    }
}

/// Adds to a finding that was just made.
pub struct Builder<'a>(&'a mut Finding);

impl Builder<'_> {
    /// Names the next step.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.diagnostic.help = Some(help.into());
        self
    }

    /// Puts a few words under the excerpt.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.0.diagnostic.label = Some(label.into());
        self
    }

    /// Changes how bad it is.
    pub fn severity(self, severity: Severity) -> Self {
        self.0.diagnostic.severity = severity;
        self
    }

    /// Points at a part of a second document, which may allow the finding as well.
    pub fn related(self, artifact: &Artifact, route: &Route, words: impl Into<String>) -> Self {
        let place = artifact.origins.place(route, Part::Value);
        // A compiled pair of documents often has one origin: it is shown once.
        if self.0.diagnostic.place.as_ref() != Some(&place) {
            self.0.diagnostic.related.push((place, words.into()));
        }
        self.0.concerns.push(artifact.path.clone());
        self
    }
}

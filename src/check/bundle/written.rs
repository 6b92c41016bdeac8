//! Demands on labels as their authors wrote them: where, and in what words.

use super::words;
use crate::artifact::Artifact;
use crate::catalog::label;
use crate::source::Route;

/// A part of a document.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The part.
    pub route: Route,
}

/// One demand on a label, as written.
#[derive(Clone, Debug)]
pub struct Demand<'a> {
    /// The label's key as written.
    pub key: String,
    /// `In`, `NotIn`, `Gt` and so on; an entry of a selector or a label is an `In`.
    pub operator: String,
    /// The values.
    pub values: Vec<String>,
    /// Where it stands.
    pub at: Written<'a>,
}

impl Demand<'_> {
    /// Whether it is about this label, under its present or an older name.
    #[must_use]
    pub fn concerns(&self, key: &str) -> bool {
        label::normalize(&self.key) == label::normalize(key)
            || label::of_auto_mode(&self.key) == Some(key)
    }

    /// What it leaves the label, in words: `` `a` or `b` ``, ``anything but `c` ``.
    #[must_use]
    pub fn words(&self) -> String {
        let values = || words::either(&self.values);
        match self.operator.as_str() {
            "NotIn" => format!("anything but {}", values()),
            "Exists" => "any value".to_owned(),
            "DoesNotExist" => "no such label".to_owned(),
            "Gt" => format!("more than {}", values()),
            "Lt" => format!("less than {}", values()),
            "Gte" => format!("at least {}", values()),
            "Lte" => format!("at most {}", values()),
            _ => values(),
        }
    }
}

/// What all demands on a label leave it, in words; `None` where there is none.
#[must_use]
pub fn words_on<'d>(
    demands: impl IntoIterator<Item = &'d Demand<'d>>,
    key: &str,
) -> Option<String> {
    let on_key = demands.into_iter().filter(|demand| demand.concerns(key));
    let parts: Vec<String> = on_key.map(Demand::words).collect();
    (!parts.is_empty()).then(|| words::series(&parts, "and"))
}

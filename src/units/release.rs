//! The label of an EMR release: `emr-7.9.0-latest`.

use std::cmp::Ordering;

use super::UnitError;
use super::version::number;

/// Which line of releases a label is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseFamily {
    /// `emr-7.9.0`
    Emr,
    /// `emr-spark-8.0.0`, the line since Spark 4.
    EmrSpark,
}

/// Which image of a release a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseTag {
    /// The newest: `-latest`.
    Latest,
    /// The one of a day, as the number yyyymmdd.
    Date(u32),
}

/// The label of an EMR release, with its parts; ordered by version first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReleaseLabel {
    text: Box<str>,
    family: ReleaseFamily,
    version: (u32, u32, u32),
    /// Where the version ends in the text, and where the tag's dash would stand.
    variant: (usize, usize),
    tag: Option<ReleaseTag>,
}

shows_its_text!(ReleaseLabel);
unit!(ReleaseLabel {
    name: "emr-release",
    noun: "an EMR release label",
    rule: "write `emr-`, three numbers, and an optional variant and date, such as `emr-7.9.0-latest`",
    pattern: Some(r"^([a-z-]+/)?emr-(spark-)?[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9]+)*$"),
    examples: &["emr-7.9.0-latest", "emr-7.9.0", "emr-7.9.0-20250425", "emr-6.15.0-java11-latest"],
    number: false,
});

impl ReleaseLabel {
    /// Reads a label. Whether the release exists is the catalog's knowledge.
    ///
    /// # Errors
    /// When the text is not a label of the form EMR's pages list.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        parsed(text).ok_or_else(|| {
            Self::FORMAT
                .refuse(text)
                .or_suggest(guess(text).filter(|guess| parsed(guess).is_some()))
        })
    }

    /// The line of releases.
    #[must_use]
    pub fn family(&self) -> ReleaseFamily {
        self.family
    }

    /// The three numbers.
    #[must_use]
    pub fn version(&self) -> (u32, u32, u32) {
        self.version
    }

    /// The label with neither variant nor tag: `emr-7.9.0`.
    #[must_use]
    pub fn base(&self) -> &str {
        let name = &self.text[..self.variant.0];
        name.rsplit('/').next().unwrap_or(name)
    }

    /// The image's kind where it is not Spark's: `notebook-spark`, `livy`.
    #[must_use]
    pub fn image(&self) -> Option<&str> {
        self.text.split_once('/').map(|(image, _)| image)
    }

    /// What stands between version and tag: `java11`, `spark-rapids`.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        let variant = &self.text[self.variant.0..self.variant.1];
        variant.strip_prefix('-')
    }

    /// The image asked for; `None` leaves it to EMR.
    #[must_use]
    pub fn tag(&self) -> Option<ReleaseTag> {
        self.tag
    }

    /// The same release and variant, newest image: `emr-7.9.0-latest`.
    #[must_use]
    pub fn with_latest(&self) -> Self {
        let text = format!("{}-latest", &self.text[..self.variant.1]);
        Self { text: text.into(), tag: Some(ReleaseTag::Latest), ..self.clone() }
    }
}

impl PartialOrd for ReleaseLabel {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ReleaseLabel {
    fn cmp(&self, other: &Self) -> Ordering {
        self.version.cmp(&other.version).then_with(|| self.text.cmp(&other.text))
    }
}

fn parsed(text: &str) -> Option<ReleaseLabel> {
    let image = match text.split_once('/') {
        Some((image, _)) if !is_image(image) => return None,
        Some((image, _)) => image.len() + 1,
        None => 0,
    };
    let label = text[image..].strip_prefix("emr-")?;
    let (family, label) = match label.strip_prefix("spark-") {
        Some(rest) => (ReleaseFamily::EmrSpark, rest),
        None => (ReleaseFamily::Emr, label),
    };
    let numbers = label.split('-').next()?;
    let version = three_numbers(numbers)?;
    let mut rest = &label[numbers.len()..];
    let version_end = text.len() - rest.len();
    let last = rest.rfind('-').map(|dash| &rest[dash + 1..]);
    let tag = last.and_then(tag_of);
    if let (Some(_), Some(last)) = (tag, last) {
        rest = &rest[..rest.len() - last.len() - 1];
    }
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let words = rest.split('-').skip(1).all(word);
    let variant = (version_end, version_end + rest.len());
    words.then(|| ReleaseLabel { text: text.into(), family, version, variant, tag })
}

fn is_image(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

fn three_numbers(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.split('.').map(number);
    let version = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(version)
}

fn tag_of(text: &str) -> Option<ReleaseTag> {
    if text == "latest" {
        return Some(ReleaseTag::Latest);
    }
    let date = number(text).filter(|_| text.len() == 8)?;
    let (month, day) = (date / 100 % 100, date % 100);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(ReleaseTag::Date(date))
}

/// The label that was probably meant: `7.9` and `EMR_7.9.0` are `emr-7.9.0-latest`.
fn guess(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase().replace('_', "-");
    let label = lower.strip_prefix("emr-").or(lower.strip_prefix("emr")).unwrap_or(&lower);
    let prefix = if label.starts_with("8.") { "emr-spark-" } else { "emr-" };
    match label.split('.').count() {
        2 => Some(format!("{prefix}{label}.0-latest")),
        3 if !label.contains('-') => Some(format!("{prefix}{label}-latest")),
        3 => Some(format!("{prefix}{label}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> ReleaseLabel {
        ReleaseLabel::parse(text).unwrap()
    }

    #[test]
    fn has_parts() {
        let plain = label("emr-7.9.0");
        assert_eq!((plain.version(), plain.variant(), plain.tag()), ((7, 9, 0), None, None));
        let dated = label("emr-7.9.0-20250425");
        assert_eq!((dated.variant(), dated.tag()), (None, Some(ReleaseTag::Date(20_250_425))));
        let java = label("emr-6.15.0-java11-latest");
        assert_eq!((java.variant(), java.tag()), (Some("java11"), Some(ReleaseTag::Latest)));
        assert_eq!(
            label("emr-7.9.0-spark-rapids-java17-latest").variant(),
            Some("spark-rapids-java17")
        );
        assert_eq!(label("emr-spark-8.0.0-latest").family(), ReleaseFamily::EmrSpark);
        let notebook = label("notebook-spark/emr-7.9.0-latest");
        assert_eq!((notebook.image(), notebook.base()), (Some("notebook-spark"), "emr-7.9.0"));
    }

    #[test]
    fn asks_for_the_latest_image() {
        let latest = |text| label(text).with_latest().to_string();
        assert_eq!(latest("emr-7.9.0"), "emr-7.9.0-latest");
        assert_eq!(latest("emr-7.9.0-20250425"), "emr-7.9.0-latest");
        assert_eq!(latest("emr-7.9.0-java8-latest"), "emr-7.9.0-java8-latest");
        assert_eq!(label("emr-7.9.0").with_latest(), label("emr-7.9.0-latest"));
    }

    #[test]
    fn orders_by_version() {
        assert!(label("emr-6.15.0") < label("emr-7.0.0-latest"));
        assert!(label("emr-7.9.0") < label("emr-7.10.0"));
    }

    #[test]
    fn refuses_and_guesses() {
        let help = |text| ReleaseLabel::parse(text).unwrap_err().help();
        assert_eq!(help("7.9.0"), "write `emr-7.9.0-latest`");
        assert_eq!(help("emr-7.9"), "write `emr-7.9.0-latest`");
        assert_eq!(help("EMR_7.9.0-latest"), "write `emr-7.9.0-latest`");
        assert_eq!(help("8.1.0"), "write `emr-spark-8.1.0-latest`");
        for wrong in
            ["", "emr-", "emr-7.9.0-", "emr-7.9.0.1", "emr-07.9.0", "emr-7.9.0-A", "/emr-7.9.0"]
        {
            assert!(ReleaseLabel::parse(wrong).is_err(), "{wrong}");
        }
    }
}

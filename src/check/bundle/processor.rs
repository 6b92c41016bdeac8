//! The processors that a name says something is built for.

use crate::catalog::instance::Architecture;

/// How people and build tools call each architecture; the first is the label's value.
const NAMES: [(Architecture, &[&str]); 2] = [
    (Architecture::Arm64, &["arm64", "aarch64", "aarch_64"]),
    (Architecture::Amd64, &["amd64", "x86_64", "x86-64"]),
];

/// The architecture that a name says, such as `spark:3.5-arm64`, and the value of the label that
/// says the same of a node; `None` where it says none, or both.
#[must_use]
pub fn processor_of(name: &str) -> Option<(Architecture, &'static str)> {
    let mut said = NAMES.iter().filter(|(_, words)| words.iter().any(|word| says(name, word)));
    let (architecture, words) = said.next().filter(|_| said.next().is_none())?;
    Some((*architecture, words[0]))
}

/// Whether a word stands in a name by itself.
fn says(name: &str, word: &str) -> bool {
    let is_edge = |next: Option<char>| next.is_none_or(|it| !it.is_alphanumeric());
    name.match_indices(word).any(|(at, _)| {
        is_edge(name[..at].chars().next_back()) && is_edge(name[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name_say_the_processor() {
        let said = |name: &str| processor_of(name).map(|(one, _)| one);
        assert_eq!(said("spark:3.5-arm64"), Some(Architecture::Arm64));
        assert_eq!(said("spark-x86_64:3.5"), Some(Architecture::Amd64));
        assert_eq!(said("netty-tcnative-2.0.61-linux-aarch_64.jar"), Some(Architecture::Arm64));
        assert_eq!(said("amazon-eks-node-al2023-x86_64-standard"), Some(Architecture::Amd64));
        assert_eq!(said("charm64:3.5"), None);
        assert_eq!(said("spark:3.5-amd64-arm64"), None);
    }
}

//! The grammars that several kinds of name share.

use super::error::shown;
use super::{Format, UnitError};

/// The longest DNS label and label value.
pub(super) const LABEL_LENGTH: usize = 63;
/// The longest DNS subdomain.
pub(super) const SUBDOMAIN_LENGTH: usize = 253;

/// Whether a text is an RFC 1123 label: `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63.
pub(super) fn is_dns_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= LABEL_LENGTH
        && text.bytes().all(inner)
        && !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is an RFC 1123 subdomain as Kubernetes has it: labels of any length joined by
/// dots, at most 253 together.
pub(super) fn is_dns_subdomain(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= SUBDOMAIN_LENGTH && text.split('.').all(label)
}

/// Whether a text is the name part of a label key, or a label value that is not empty.
pub(super) fn is_label_name(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    text.len() <= LABEL_LENGTH
        && text.bytes().all(inner)
        && end(text.bytes().next())
        && end(text.bytes().next_back())
}

/// Checks a DNS label, or with `dots` a subdomain, and guesses what was meant.
pub(super) fn dns_name(text: &str, format: &Format, dots: bool) -> Result<(), UnitError> {
    let (valid, longest): (fn(&str) -> bool, usize) =
        if dots { (is_dns_subdomain, SUBDOMAIN_LENGTH) } else { (is_dns_label, LABEL_LENGTH) };
    if valid(text) {
        return Ok(());
    }
    not_longer(text, longest, format)?;
    let guess = lower_kebab(text, dots);
    Err(format.refuse(text).or_suggest(Some(guess).filter(|guess| valid(guess))))
}

/// Refuses a text that is too long.
pub(super) fn not_longer(text: &str, longest: usize, format: &Format) -> Result<(), UnitError> {
    let length = text.chars().count();
    if length <= longest {
        return Ok(());
    }
    let reason = format!("{} is too long for {}", shown(text), format.noun);
    Err(UnitError::new(reason, format!("use at most {longest} characters, not {length}")))
}

/// The nearest lower-case name with dashes: `Data_Team A` becomes `data-team-a`.
fn lower_kebab(text: &str, dots: bool) -> String {
    let mut name = String::with_capacity(text.len());
    for character in text.chars().map(|character| character.to_ascii_lowercase()) {
        if character.is_ascii_lowercase() || character.is_ascii_digit() {
            name.push(character);
        } else if dots && character == '.' {
            name.truncate(name.trim_end_matches(['-', '.']).len());
            name.push('.');
        } else if !name.ends_with(['-', '.']) {
            name.push('-');
        }
    }
    name.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_the_nearest_name() {
        assert_eq!(lower_kebab("Data_Team A", false), "data-team-a");
        assert_eq!(lower_kebab("--a..b--", false), "a-b");
        assert_eq!(lower_kebab("Gp3_.Fast-", true), "gp3.fast");
        assert_eq!(lower_kebab("é", false), "");
    }

    #[test]
    fn a_subdomain_may_have_labels_longer_than_63() {
        assert!(is_dns_subdomain(&"a".repeat(SUBDOMAIN_LENGTH)));
        assert!(!is_dns_subdomain(&"a".repeat(SUBDOMAIN_LENGTH + 1)));
        assert!(!is_dns_subdomain("a..b") && !is_dns_subdomain(".a") && !is_dns_subdomain("a-.b"));
    }
}

//! Text as one word of the shell.

use std::borrow::Cow;

/// Quotes a text so that the shell takes it as it is: one word, nothing expanded.
#[must_use]
pub fn word(text: Cow<'_, str>) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_and_others_are_quoted() {
        assert_eq!(word("us-west-2".into()), "us-west-2");
        assert_eq!(word("".into()), "''");
        assert_eq!(word("a b".into()), "'a b'");
        assert_eq!(word("$(rm -rf /)`x`\"\n".into()), "'$(rm -rf /)`x`\"\n'");
        assert_eq!(word("it's".into()), r"'it'\''s'");
        assert_eq!(word("[?name=='x']".into()), r"'[?name=='\''x'\'']'");
    }
}

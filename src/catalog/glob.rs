//! Patterns with `*` for any text and `?` for any one character, as IAM has them.

/// Whether a text matches a pattern.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                last_star = Some((at, read));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                // Let the last star take one character more, and try again from there.
                let Some((star, taken)) = last_star else { return false };
                last_star = Some((star, taken + 1));
                at = star + 1;
                read = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

/// Whether a text exists that matches both patterns. Takes time and space in the product of their
/// lengths, so those beyond what IAM admits are taken to overlap.
#[must_use]
pub fn overlap(left: &str, right: &str) -> bool {
    const LONGEST: usize = 2048;
    if left.len() > LONGEST || right.len() > LONGEST {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    // Row by row: whether the rest of `left` and the rest of `right` from each place overlap.
    let mut below = vec![false; right.len() + 1];
    for at in (0..=left.len()).rev() {
        let mut row = vec![false; right.len() + 1];
        for to in (0..=right.len()).rev() {
            row[to] = match (left.get(at), right.get(to)) {
                (None, None) => true,
                (Some('*'), None) => below[to],
                (None, Some('*')) => row[to + 1],
                (None, Some(_)) | (Some(_), None) => false,
                (Some('*'), Some(_)) | (Some(_), Some('*')) => below[to] || row[to + 1],
                (Some(a), Some(b)) => (a == b || *a == '?' || *b == '?') && below[to + 1],
            };
        }
        below = row;
    }
    below[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_and_question_marks() {
        assert!(
            matches("", "") && matches("*", "") && matches("a*c", "abbc") && matches("a?c", "abc")
        );
        assert!(!matches("a*c", "abcd") && !matches("a?", "a") && !matches("", "a"));
        assert!(matches("*a*b", "xaxbab"));
    }

    #[test]
    fn patterns_overlap_where_a_text_matches_both() {
        assert!(overlap("a*", "*b") && overlap("a?c", "ab*") && overlap("*", "*"));
        assert!(!overlap("a*", "b*") && !overlap("abc", "ab") && !overlap("a*c", "a*d"));
        assert!(overlap("*", "") && !overlap("?", ""));
    }

    proptest! {
        #[test]
        fn a_text_is_a_pattern_of_itself(pattern in "[ab?*]{0,8}", text in "[ab]{0,8}") {
            prop_assert_eq!(overlap(&pattern, &text), matches(&pattern, &text));
        }

        #[test]
        fn what_matches_both_shows_the_overlap(
            left in "[ab?*]{0,6}",
            right in "[ab?*]{0,6}",
            text in "[ab]{0,8}",
        ) {
            if matches(&left, &text) && matches(&right, &text) {
                prop_assert!(overlap(&left, &right));
            }
            prop_assert_eq!(overlap(&left, &right), overlap(&right, &left));
        }
    }
}

//! Reading the comma-separated files of `data/`.

/// The rows of an embedded table, without its comment lines, each split at every comma.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    lines(text).map(|line| line.split(',').collect())
}

/// The lines of an embedded table, without its comments and blank lines.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of a field.
pub(super) fn words(field: &'static str) -> Vec<&'static str> {
    field.split_whitespace().collect()
}

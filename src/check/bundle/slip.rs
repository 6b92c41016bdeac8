//! Whether a name is another with a slip of the finger in it.

/// Whether one name is the other with a slip in one of its words, and not its neighbour in a
/// series: `report-settings` and `report-setings`, but not `db-1` and `db-2`.
#[must_use]
pub fn is_slip(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.replace(['-', '.', '_'], "");
    if one != other && plain(one) == plain(other) {
        return true;
    }
    let words = |name: &str| name.split(['-', '.', '_']).map(str::to_owned).collect::<Vec<_>>();
    let (ones, others) = (words(one), words(other));
    let apart: Vec<_> = ones.iter().zip(&others).filter(|(one, other)| one != other).collect();
    let [(one, other)] = apart[..] else { return false };
    let is_word = |it: &String| it.len() > 4 && !it.contains(|c: char| c.is_ascii_digit());
    ones.len() == others.len()
        && is_word(one)
        && is_word(other)
        && strsim::damerau_levenshtein(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_no_series() {
        for (one, other) in [
            ("report-settings", "report-setings"),
            ("report-settings", "report-setting"),
            ("report-settings", "reportsettings"),
            ("metastore", "metasotre"),
        ] {
            assert!(is_slip(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("settings-1", "settings-2"),
            ("team-a-settings", "team-b-settings"),
            ("settings-dev", "settings-prod"),
            ("settings-v12", "settings-v13"),
            ("settings", "settings-extra"),
            ("test-settings", "rest-settings"),
        ] {
            assert!(!is_slip(one, other), "{one} {other}");
        }
    }
}

//! What was probably meant by a name that is nearly another.
//!
//! Every "did you mean" asks here, so that one idea of nearness serves all.

/// How many letters have to be changed, left out, put in or swapped to make one word of another.
#[must_use]
pub fn slips(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, other)
}

/// How much of two words is alike: 1 for all, 0 for nothing.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other)
}

/// The known word that is at most so many slips away, upper and lower case apart; `None` for a word
/// that is known. Of words as near as each other it is the first of the alphabet.
#[must_use]
pub fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
    most: usize,
) -> Option<&'k str> {
    let lower = written.to_lowercase();
    let all = known.into_iter().map(|word| (slips(&word.to_lowercase(), &lower), word));
    let (distance, word) = all.min()?;
    (distance <= most && word != written).then_some(word)
}

/// The known word that is most alike, where at least so much of it is.
#[must_use]
pub fn most_alike<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
    least: f64,
) -> Option<&'k str> {
    let all = known.into_iter().map(|word| (likeness(word, written), word));
    let best = all.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(alike, _)| *alike >= least).map(|(_, word)| word)
}

/// The known word that was probably meant: the same but for case, a third of its letters away, or
/// the only one that begins so.
#[must_use]
pub fn meant<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = written.to_lowercase();
    let known: Vec<_> = known.into_iter().map(|word| (word.to_lowercase(), word)).collect();
    let near = known.iter().map(|(folded, word)| (slips(&lower, folded), *word));
    // A word of three letters is near to too many others.
    let allowed = match written.chars().count() {
        0..=3 => 0,
        length => (length / 3).max(1),
    };
    let near = near.min_by_key(|(distance, _)| *distance).filter(|(it, _)| *it <= allowed);
    let mut longer = known.iter().filter(|(folded, _)| folded.starts_with(&lower));
    let only = longer.next().filter(|_| longer.next().is_none() && lower.chars().count() > 2);
    near.map(|(_, word)| word).or(only.map(|(_, word)| *word))
}

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
    ones.len() == others.len() && is_word(one) && is_word(other) && slips(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_word_is_near_to_no_other() {
        let known = ["driver", "drivers", "executor"];
        assert_eq!(nearest("drivr", known, 2), Some("driver"));
        assert_eq!(nearest("Executor", known, 2), Some("executor"));
        assert_eq!(nearest("driver", known, 2), None);
        assert_eq!(nearest("submitter", known, 2), None);
        assert_eq!(
            most_alike("mount.paht", ["mount.path", "options.path"], 0.6),
            Some("mount.path")
        );
        assert_eq!(most_alike("x", ["mount.path"], 0.6), None);
    }

    #[test]
    fn what_was_meant_is_near_or_begins_so() {
        assert_eq!(meant("tolerationz", ["tolerations", "taints"]), Some("tolerations"));
        assert_eq!(meant("noschedule", ["NoSchedule", "NoExecute"]), Some("NoSchedule"));
        assert_eq!(meant("gp4", ["gp2", "gp3"]), None);
        assert_eq!(meant("nam", ["name", "namespace"]), None);
        assert_eq!(meant("nam", ["name", "image"]), Some("name"));
        assert_eq!(meant("prevent", ["prevent_destroy", "other"]), Some("prevent_destroy"));
        assert_eq!(meant("GP3", ["gp2", "gp3"]), Some("gp3"));
        assert_eq!(meant("unrelated", ["tolerations"]), None);
    }

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

//! The blueprints: specs to start from.

/// A spec to start from, with the files that it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blueprint {
    /// The name.
    pub name: &'static str,
    /// Its files: path and text.
    pub files: &'static [(&'static str, &'static str)],
}

/// Every blueprint, ordered by name.
pub static BLUEPRINTS: &[Blueprint] = include!(concat!(env!("OUT_DIR"), "/blueprints.rs"));

/// What begins the comment by which editors find a file's schema.
const MODELINE: &str = "# yaml-language-server: $schema=";

impl Blueprint {
    /// The first sentence of its comments.
    #[must_use]
    pub fn summary(&self) -> String {
        let spec = self.files.iter().find(|(path, _)| *path == "emrgen.yaml");
        let comments = spec.map_or("", |(_, text)| text).lines().map_while(|line| {
            let comment = line.strip_prefix("# ")?;
            Some(if line.starts_with(MODELINE) { "" } else { comment })
        });
        comments.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Its files as they stand in a directory of their own, where `schemas/` lies beside the spec.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.files.iter().map(|(path, text)| (*path, with_modeline(path, text)))
    }
}

/// Points editors at the schema of what the file holds; a file of several kinds has no such schema.
fn with_modeline(path: &str, text: &str) -> String {
    let rest = match text.strip_prefix(MODELINE) {
        Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
        None => text,
    };
    let kinds: Vec<&str> = rest.lines().filter_map(|line| line.strip_prefix("kind: ")).collect();
    let [kind] = kinds.as_slice() else { return rest.to_owned() };
    let up = "../".repeat(path.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    let kind = kind.to_ascii_lowercase();
    format!("{MODELINE}{up}schemas/emrgen.io/{kind}_v1.json\n{rest}")
}

/// The blueprint of a name.
#[must_use]
pub fn blueprint(name: &str) -> Option<&'static Blueprint> {
    BLUEPRINTS.iter().find(|blueprint| blueprint.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blueprint_says_what_it_is() {
        assert!(BLUEPRINTS.len() > 1);
        for blueprint in BLUEPRINTS {
            assert!(!blueprint.summary().is_empty(), "{}", blueprint.name);
        }
    }

    #[test]
    fn editors_find_the_schema_from_every_depth() {
        let first = |path, text| with_modeline(path, text).lines().next().map(str::to_owned);
        let team = "# yaml-language-server: $schema=x\nkind: Team\n";
        let expected = format!("{MODELINE}../schemas/emrgen.io/team_v1.json");
        assert_eq!(first("teams/a.yaml", team), Some(expected));
        let expected = format!("{MODELINE}./schemas/emrgen.io/platform_v1.json");
        assert_eq!(first("emrgen.yaml", "kind: Platform\n"), Some(expected));
        let both = "kind: Platform\n---\nkind: Team\n";
        assert_eq!(with_modeline("emrgen.yaml", both), both);
        assert_eq!(with_modeline("a.py", "print()\n"), "print()\n");
    }
}

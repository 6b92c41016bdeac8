//! An alias of images whose version nobody publishes.

use crate::check::bundle::node_class::{Alias, alias};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An alias of images whose version nobody publishes.
pub const RULE: Rule = Rule {
    code: Code("bad-ami-version"),
    severity: Severity::Error,
    summary: "the version of an image alias is not written as the family's versions are, and no image is found",
    page: include_str!("bad_ami_version.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let Some(alias) = alias(class) else { continue };
        // What a template fills in later is not known.
        if alias.version.contains(['$', '{', '<']) || alias.version == "latest" {
            continue;
        }
        let Some(form) = form(&alias).filter(|_| !is_version(&alias)) else { continue };
        findings
            .at(
                class.artifact,
                &route!["spec", "amiSelectorTerms", alias.term, "alias"],
                format!(
                    "node class `{name}` asks for `{}` of `{}`, which is no version of it: no image is found, and no node starts",
                    alias.version, alias.family
                ),
            )
            .help(format!("write {form}, or `latest`"));
    }
}

/// How versions of a family are written.
fn form(alias: &Alias<'_>) -> Option<String> {
    let is_day = alias.version.len() == 8 && is_digits(alias.version);
    match alias.family {
        "al2" | "al2023" if is_day => Some(format!("`{}@v{}`", alias.family, alias.version)),
        "al2" | "al2023" => {
            Some(format!("`v` and the day of a release, as in `{}@v20250704`", alias.family))
        }
        "bottlerocket" => Some("a release, as in `bottlerocket@v1.40.0`".to_owned()),
        _ => None,
    }
}

fn is_version(alias: &Alias<'_>) -> bool {
    match alias.family {
        "bottlerocket" => {
            let release = alias.version.trim_start_matches('v');
            let number = release.split('-').next().unwrap_or_default();
            let parts: Vec<&str> = number.split('.').collect();
            parts.len() == 3 && parts.iter().all(|part| is_digits(part))
        }
        _ => alias.version.strip_prefix('v').is_some_and(|day| day.len() == 8 && is_digits(day)),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_known_by_their_form() {
        let is = |family, version| is_version(&Alias { term: 0, family, version });
        assert!(is("al2023", "v20250704") && is("al2", "v20241213"));
        assert!(is("bottlerocket", "v1.40.0") && is("bottlerocket", "1.20.4"));
        assert!(is("bottlerocket", "1.20.4-b6163b2a"));
        assert!(!is("al2023", "20250704") && !is("al2023", "2023.7.20250704"));
        assert!(!is("bottlerocket", "v20250704") && !is("bottlerocket", "1.20"));
    }
}

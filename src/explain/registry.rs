//! Every page there is.

use super::Page;
use crate::check::rules::FAMILIES;
use crate::diagnostic::Severity;

/// Declares the pages of codes that are no rules: severity and code, under what they are about.
macro_rules! pages {
    ($($chapter:literal { $($severity:ident $code:literal)+ })+) => {
        static LANGUAGE: &[Page] = &[$($(Page {
            code: $code,
            chapter: $chapter,
            severity: Severity::$severity,
            rule: false,
            text: include_str!(concat!("pages/", $code, ".md")),
        }),+),+];
    };
}

pages! {
    "text" {
        Error "yaml-syntax"
        Error "json-syntax"
        Error "duplicate-key"
        Error "invalid-key"
        Error "invalid-merge"
        Error "unknown-alias"
        Error "alias-cycle"
        Error "alias-expansion"
        Error "nesting-too-deep"
        Error "unknown-tag"
        Error "source-too-large"
    }
    "spec" {
        Error "unknown-kind"
        Error "unknown-field"
        Error "missing-field"
        Error "wrong-type"
        Error "bad-value"
        Error "one-platform"
        Error "duplicate-team"
        Error "unknown-document"
        Error "bad-set"
        Error "bad-template"
    }
    "meaning" {
        Error "no-platform"
        Error "unknown-pool"
        Error "unknown-storage"
        Error "unknown-volume"
        Error "unknown-addon"
        Error "foreign-zone"
        Error "unknown-variable"
        Error "incomplete-job"
        Error "one-of"
        Error "pool-not-allowed"
        Error "addon-needed"
        Error "critical-addon"
        Warning "unknown-cluster-release"
        Error "karpenter-too-old"
        Warning "unsupported-kubernetes"
        Warning "no-admission-policy"
        Warning "unpinned-addon"
        Error "duplicate-namespace"
        Error "subnet-count"
        Error "subnet-range"
        Error "missing-file"
    }
    "documents" {
        Error "invalid-document"
        Error "not-in-release"
        Error "output-path"
    }
    "allow" {
        Warning "unused-allow"
        Error "unknown-code"
        Error "malformed-allow"
    }
}

/// Every page: those of the phases in their order, then those of the rules by family.
pub fn pages() -> impl Iterator<Item = Page> {
    let rules = FAMILIES.iter().flat_map(|family| {
        family.rules.iter().map(|rule| Page {
            code: rule.code.0,
            chapter: family.name,
            severity: rule.severity,
            rule: true,
            text: rule.page,
        })
    });
    LANGUAGE.iter().copied().chain(rules)
}

/// The page of a code.
#[must_use]
pub fn page(code: &str) -> Option<Page> {
    pages().find(|page| page.code == code)
}

//! A secret stands where everybody reads it.

use std::sync::LazyLock;

use regex::Regex;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A secret stands where everybody reads it.
pub const RULE: Rule = Rule {
    code: Code("secret-in-plain-text"),
    severity: Severity::Warning,
    summary: "a password, a key or a token among chart values, settings or configuration",
    page: include_str!("secret_in_plain_text.md"),
    check,
};

/// Last words of keys, in small letters and without signs, whose values are secrets.
const KEYS: [&str; 14] = [
    "accesskey",
    "adminpassword",
    "apikey",
    "apitoken",
    "authtoken",
    "awssecretaccesskey",
    "clientsecret",
    "connectionpassword",
    "fss3asecretkey",
    "kubecosttoken",
    "password",
    "secretaccesskey",
    "secretkey",
    "token",
];

static ACCESS_KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"));
static IN_URL: LazyLock<Regex> = LazyLock::new(|| pattern(r"://[^/\s:@$]+:[^/\s@$]{3,}@"));

fn pattern(text: &'static str) -> Regex {
    Regex::new(text).expect("the pattern is constant, and a test uses it")
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts.iter().filter(|artifact| is_read(artifact)) {
        let Some(value) = artifact.value() else { continue };
        texts(value, &mut |trail, text| {
            let key = trail.keys().next().unwrap_or_default();
            if is_secret(key, text) {
                report(artifact, &trail.route(), key, findings);
            }
        });
    }
    for job in bundle.configured() {
        let mut told: Option<Route> = None;
        for (key, settings) in job.conf.iter() {
            if is_secret(key, &settings[0].value) && told.as_ref() != Some(&settings[0].route) {
                told = Some(settings[0].route.clone());
                report(job.artifact, &settings[0].route, key, findings);
            }
        }
    }
}

/// Documents that lie in repositories and releases, and hold settings by name.
fn is_read(artifact: &Artifact) -> bool {
    matches!(artifact.kind, Kind::HelmValues | Kind::ConfigMap)
}

fn is_secret(key: &str, text: &str) -> bool {
    let plain: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let is_named = KEYS.iter().any(|known| {
        plain == *known
            || (known.len() > 8 && plain.ends_with(known))
            || plain.ends_with("s3asecretkey")
    });
    // References and blanks are no secrets.
    let is_literal = text.len() >= 3
        && !text.contains(['$', '{', '<', ' ', '/'])
        && !["true", "false", "none", "null"].contains(&text);
    (is_named && is_literal) || ACCESS_KEY.is_match(text) || IN_URL.is_match(text)
}

fn report(artifact: &Artifact, route: &Route, key: &str, findings: &mut Findings) {
    findings.at(artifact, route, format!("`{key}` holds a secret in plain text")).help(
        "keep it in a Secret or in AWS Secrets Manager and refer to it: values are \
            readable in every release, and in the repository for ever",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_key_and_by_form() {
        assert!(is_secret("adminPassword", "s3cr3t!"));
        assert!(is_secret("spark.hadoop.fs.s3a.secret.key", "abcDEF123"));
        assert!(is_secret("javax.jdo.option.ConnectionPassword", "hive123"));
        assert!(is_secret("url", "https://user:t0ken@git.example.com/x"));
        assert!(is_secret("x", "AKIAIOSFODNN7EXAMPLE"));
    }

    #[test]
    fn references_are_none() {
        assert!(!is_secret("adminPassword", "${password}"));
        assert!(!is_secret("passwordKey", "admin-password"));
        assert!(!is_secret("existingSecret", "grafana"));
        assert!(!is_secret("tokenPath", "/var/run/token"));
        assert!(!is_secret("url", "http://prometheus.kube.svc:9090"));
        assert!(!is_secret("image", "repo/x@sha256:00ff"));
    }
}

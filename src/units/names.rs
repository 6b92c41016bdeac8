//! The names of things: generic Kubernetes names, and one type for each kind of thing named.

use std::borrow::Borrow;
use std::sync::Arc;

use super::grammar::{dns_name, is_dns_subdomain, is_label_name, not_longer};
use super::{Format, UnitError};

const LABEL_RULE: &str = "use lower-case letters, digits and `-`, with a letter or digit at both \
                          ends, at most 63 characters";
const SUBDOMAIN_RULE: &str = "use lower-case letters, digits, `-` and `.`, with a letter or digit \
                              at both ends, at most 253 characters";
const LABEL_PATTERN: &str = r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";
const SUBDOMAIN_PATTERN: &str =
    r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

/// Declares name types: a checked text each, cheap to clone, found in a map by `&str`.
macro_rules! names {
    ($(
        $(#[$doc:meta])*
        $name:ident($check:path) {
            $format:literal, $noun:literal, $rule:expr, $pattern:expr, $examples:expr
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            text: Arc<str>,
        }

        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            /// When the text does not follow the rule of its format.
            pub fn parse(text: &str) -> Result<Self, UnitError> {
                $check(text, &Self::FORMAT)?;
                Ok(Self { text: text.into() })
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.text
            }
        }

        shows_its_text!($name);
        unit!($name {
            name: $format,
            noun: $noun,
            rule: $rule,
            pattern: Some($pattern),
            examples: &$examples,
            number: false,
        });
    )*};
}

names! {
    /// An RFC 1123 label: a part of a host name, at most 63 characters.
    DnsLabel(dns_label) {
        "dns-label", "a DNS label", LABEL_RULE, LABEL_PATTERN, ["spark-driver"]
    }
    /// An RFC 1123 subdomain: labels joined by dots, at most 253 characters together.
    DnsSubdomain(dns_subdomain) {
        "dns-subdomain", "a DNS subdomain", SUBDOMAIN_RULE, SUBDOMAIN_PATTERN, ["gp3.fast"]
    }
    /// The key of a label, an annotation or a taint: an optional DNS subdomain, `/`, and a name.
    QualifiedName(qualified_name) {
        "qualified-name", "a label key",
        "write a name of letters, digits, `-`, `_` and `.`, at most 63 characters, after an \
         optional prefix such as `example.com/`",
        r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$",
        ["karpenter.sh/capacity-type", "team"]
    }
    /// The value of a label: empty, or up to 63 letters, digits, `-`, `_` and `.`.
    LabelValue(label_value) {
        "label-value", "a label value",
        "use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, at most 63 \
         characters",
        r"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$",
        ["spark-compute-optimized", ""]
    }
    /// The name of a pool: of its NodePool and, as a label value, of its nodes.
    PoolName(dns_label) {
        "pool-name", "a pool name", LABEL_RULE, LABEL_PATTERN, ["spark-compute-optimized"]
    }
    /// The name of a Kubernetes namespace.
    Namespace(dns_label) {
        "namespace", "a namespace", LABEL_RULE, LABEL_PATTERN, ["emr-data-team-a"]
    }
    /// The name of a team.
    TeamName(dns_label) {
        "team-name", "a team name", LABEL_RULE, LABEL_PATTERN, ["data-team-a"]
    }
    /// The name of a job: pods and files are called after it, so it is stricter than EMR's own.
    JobName(dns_label) {
        "job-name", "a job name", LABEL_RULE, LABEL_PATTERN, ["taxidata"]
    }
    /// The name of a volume of a team: of its PersistentVolumeClaim and of the pod's volume.
    VolumeName(dns_label) {
        "volume-name", "a volume name", LABEL_RULE, LABEL_PATTERN, ["spark-driver-pvc"]
    }
    /// The name of a storage class.
    StorageName(dns_subdomain) {
        "storage-name", "a storage name", SUBDOMAIN_RULE, SUBDOMAIN_PATTERN,
        ["emr-eks-karpenter-ebs-sc"]
    }
    /// The name of an add-on.
    AddonName(dns_label) {
        "addon-name", "an add-on name", LABEL_RULE, LABEL_PATTERN, ["yunikorn"]
    }
    /// The name of an EKS cluster: letters, digits, `-` and `_`, at most 100.
    ClusterName(cluster_name) {
        "cluster-name", "a cluster name",
        "use letters, digits, `-` and `_`, beginning with a letter or digit, at most 100 characters",
        r"^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$",
        ["emr-eks-karpenter"]
    }
}

impl QualifiedName {
    /// The DNS subdomain before the slash, if there is one.
    #[must_use]
    pub fn prefix(&self) -> Option<&str> {
        self.text.split_once('/').map(|(prefix, _)| prefix)
    }

    /// The part after the slash, or all of it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.split_once('/').map_or(&*self.text, |(_, name)| name)
    }
}

fn dns_label(text: &str, format: &Format) -> Result<(), UnitError> {
    dns_name(text, format, false)
}

fn dns_subdomain(text: &str, format: &Format) -> Result<(), UnitError> {
    dns_name(text, format, true)
}

fn qualified_name(text: &str, format: &Format) -> Result<(), UnitError> {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    if prefix.is_none_or(is_dns_subdomain) && is_label_name(name) {
        Ok(())
    } else {
        Err(format.refuse(text))
    }
}

fn label_value(text: &str, format: &Format) -> Result<(), UnitError> {
    if text.is_empty() || is_label_name(text) {
        return Ok(());
    }
    not_longer(text, super::grammar::LABEL_LENGTH, format)?;
    Err(format.refuse(text))
}

fn cluster_name(text: &str, format: &Format) -> Result<(), UnitError> {
    not_longer(text, 100, format)?;
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let valid = text.bytes().all(inner)
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    if valid { Ok(()) } else { Err(format.refuse(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_lower_case_and_short() {
        assert_eq!(PoolName::parse("etl-2").unwrap().as_str(), "etl-2");
        let error = PoolName::parse("Data_Team A").unwrap_err();
        assert_eq!(error.to_string(), "`Data_Team A` is not a pool name: write `data-team-a`");
        let error = TeamName::parse(&"a".repeat(64)).unwrap_err();
        assert!(error.to_string().ends_with("use at most 63 characters, not 64"), "{error}");
        assert_eq!(JobName::parse("").unwrap_err().reason, "a job name cannot be empty");
        for wrong in ["-a", "a-", "a.b", "é", "a b", "a\n"] {
            assert!(DnsLabel::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_have_an_optional_prefix() {
        let key = QualifiedName::parse("karpenter.sh/capacity-type").unwrap();
        assert_eq!((key.prefix(), key.name()), (Some("karpenter.sh"), "capacity-type"));
        assert_eq!(QualifiedName::parse("team").unwrap().prefix(), None);
        for wrong in ["", "/a", "a/", "A.com/a", "a/b/c", "-a", &"a".repeat(64)] {
            assert!(QualifiedName::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_label_value_may_be_empty_and_upper_case() {
        for right in ["", "a", "A.b_c-9"] {
            assert!(LabelValue::parse(right).is_ok(), "{right}");
        }
        assert!(LabelValue::parse("a b").is_err());
        assert!(LabelValue::parse(&"a".repeat(64)).is_err());
    }

    #[test]
    fn a_cluster_name_may_have_underscores() {
        assert!(ClusterName::parse("Emr_1-x").is_ok());
        assert!(ClusterName::parse("_emr").is_err());
        assert!(ClusterName::parse(&"a".repeat(101)).is_err());
    }

    #[test]
    fn a_map_finds_names_by_text() {
        let map: indexmap::IndexMap<PoolName, u8> = serde_json::from_str(r#"{"etl": 1}"#).unwrap();
        assert_eq!(map.get("etl"), Some(&1));
        let error = serde_json::from_value::<PoolName>(serde_json::json!(12)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a pool name is text, and a bare `12` is a number: write it in quotes"
        );
    }
}

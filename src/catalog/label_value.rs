//! The values that a label of nodes can have.
//!
//! Source: Kubernetes' list of well-known labels, Karpenter's documentation of its labels, and the
//! catalog of instance types.

use super::instance::column;
use super::label::{ARCH, CAPACITY_TYPE, INSTANCE, INSTANCE_TYPE, OS, WINDOWS_BUILD, normalize};
use crate::units::spelling;

/// What is known of a label's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nodes have it, or nobody can list what they have.
    Possible,
    /// No instance type has it; the catalog may be older than the type.
    Unheard,
    /// No node has it: all values are listed, or it does not have their form.
    Never,
}

/// Labels whose values are all known.
const CLOSED: &[(&str, &[&str])] = &[
    (ARCH, &["amd64", "arm64"]),
    (OS, &["linux", "windows"]),
    (CAPACITY_TYPE, &["on-demand", "reserved", "spot"]),
    ("karpenter.k8s.aws/capacity-reservation-interruptible", &["false", "true"]),
    ("karpenter.k8s.aws/capacity-reservation-type", &["capacity-block", "default"]),
    ("karpenter.k8s.aws/instance-capability-flex", &["false", "true"]),
    ("karpenter.k8s.aws/instance-encryption-in-transit-supported", &["false", "true"]),
    ("karpenter.k8s.aws/instance-tenancy", &["dedicated", "default"]),
    ("karpenter.k8s.aws/placement-group-partition", &["1", "2", "3", "4", "5", "6", "7"]),
];

/// Labels that grow a value with each release of what they name.
const OPEN: &[(&str, &[&str])] = &[(WINDOWS_BUILD, &["10.0.17763", "10.0.20348", "10.0.26100"])];

/// Labels that name things of EC2, and what their names begin with.
const NAMED: &[(&str, &str)] = &[
    ("karpenter.k8s.aws/capacity-reservation-id", "cr-"),
    ("karpenter.k8s.aws/placement-group-id", "pg-"),
];

/// The amounts among the labels of instances, which are bare numbers.
const AMOUNTS: &[&str] = &[
    "accelerator-count",
    "cpu",
    "cpu-sustained-clock-speed-mhz",
    "ebs-bandwidth",
    "generation",
    "gpu-count",
    "gpu-memory",
    "local-nvme",
    "memory",
    "network-bandwidth",
];

/// Whether nodes can have this value of a label. Of labels that nobody knows all is possible.
#[must_use]
pub fn verdict(key: &str, value: &str) -> Verdict {
    let key = normalize(key);
    if let Some(listed) = listed(CLOSED, key) {
        return if listed.contains(&value) { Verdict::Possible } else { Verdict::Never };
    }
    let of_types = || column(key).map(|column| column.values.contains_key(value));
    match listed(OPEN, key).map(|listed| listed.contains(&value)).or_else(of_types) {
        Some(true) => Verdict::Possible,
        Some(false) if is_amount(key) && !is_number(value) => Verdict::Never,
        Some(false) => Verdict::Unheard,
        None => by_form(key, value),
    }
}

/// The judgement of a name that EC2 gives.
fn by_form(key: &str, value: &str) -> Verdict {
    let prefix = NAMED.iter().find(|(named, _)| *named == key).map(|(_, prefix)| *prefix);
    let has_form = prefix.is_none_or(|prefix| value.starts_with(prefix));
    if has_form { Verdict::Possible } else { Verdict::Never }
}

/// The values of a label, where they are known.
#[must_use]
pub fn values(key: &str) -> Vec<&'static str> {
    let key = normalize(key);
    let listed = listed(CLOSED, key).or_else(|| listed(OPEN, key));
    let of_types = || column(key).map(|it| it.values.keys().map(AsRef::as_ref).collect());
    let mut all = listed.map(<[&str]>::to_vec).or_else(of_types).unwrap_or_default();
    if is_amount(key) {
        all.sort_by_key(|value| (value.len(), *value));
    }
    all
}

/// The value that was meant by one that nodes do not have.
#[must_use]
pub fn meant(key: &str, value: &str) -> Option<&'static str> {
    let key = normalize(key);
    let values = values(key);
    let find = |wanted: &str| values.iter().copied().find(|known| *known == wanted);
    let lower = value.to_ascii_lowercase();
    let converted = converted(key, &lower).and_then(|it| find(&it));
    let other_word = other_word(key, &lower).and_then(find);
    let near = || {
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let is_near =
            |known: &&str| spelling::slips(known, &lower) <= 1 && digits(known) == digits(&lower);
        values.iter().copied().filter(|_| !is_amount(key)).find(is_near)
    };
    find(&lower).or(other_word).or(converted).or_else(near)
}

/// Whether a value is the known one in other letters, another word for it, or in other units.
#[must_use]
pub fn is_surely_misspelt(key: &str, value: &str) -> bool {
    let key = normalize(key);
    let lower = value.to_ascii_lowercase();
    let is_known = listed(CLOSED, key).is_some_and(|all| all.contains(&lower.as_str()));
    verdict(key, value) == Verdict::Never && (is_known || other_word(key, &lower).is_some())
}

fn listed(
    table: &'static [(&str, &'static [&'static str])],
    key: &str,
) -> Option<&'static [&'static str]> {
    table.iter().find(|(listed, _)| *listed == key).map(|(_, values)| *values)
}

/// What other systems call a value.
fn other_word(key: &str, lower: &str) -> Option<&'static str> {
    let plain: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    match (key, plain.as_str()) {
        (ARCH, "x8664" | "x86" | "x64" | "intel64" | "intel" | "amd") => Some("amd64"),
        (ARCH, "aarch64" | "arm" | "armv8" | "graviton") => Some("arm64"),
        (CAPACITY_TYPE, "ondemand" | "normal") => Some("on-demand"),
        (CAPACITY_TYPE, "ec2spot" | "spotinstance" | "preemptible") => Some("spot"),
        (CAPACITY_TYPE, "capacityblock" | "odcr") => Some("reserved"),
        _ => None,
    }
}

/// An amount in the unit of its label: memory in MiB, disks in GB, bandwidth in Mbit/s; and the
/// category of a family.
fn converted(key: &str, lower: &str) -> Option<String> {
    let name = key.strip_prefix(INSTANCE)?;
    if name == "category" {
        return Some(lower.chars().take_while(char::is_ascii_alphabetic).collect());
    }
    let end = lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len());
    let number: u64 = lower[..end].parse().ok()?;
    let factor = match (name, lower[end..].trim().chars().next()) {
        ("memory" | "gpu-memory", Some('g') | None) => 1024,
        ("memory" | "gpu-memory", Some('t')) => 1024 * 1024,
        ("local-nvme", Some('t')) | ("network-bandwidth" | "ebs-bandwidth", Some('g')) => 1000,
        (_, Some(unit)) if unit.is_ascii_alphabetic() => 1,
        _ => return None,
    };
    Some(number.checked_mul(factor)?.to_string())
}

fn is_amount(key: &str) -> bool {
    key.strip_prefix(INSTANCE).is_some_and(|name| AMOUNTS.contains(&name))
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the values of a label are names of instances, of which there are new ones every month.
#[must_use]
pub fn is_name(key: &str) -> bool {
    normalize(key) == INSTANCE_TYPE || key == "karpenter.k8s.aws/instance-family"
}

/// Families that EC2 has had, and that manifests shut out to this day.
/// Source: EC2's list of previous generation instances.
const FORMER: &[&str] = &[
    "a1", "c1", "c3", "cc1", "cc2", "cg1", "cr1", "f1", "g2", "g3", "g3s", "hi1", "hs1", "i2",
    "m1", "m2", "m3", "p2", "p3", "p3dn", "r3", "t1",
];

/// Whether the value is a family, or a type of a family, that the catalog may have no more.
#[must_use]
pub fn is_former(key: &str, value: &str) -> bool {
    let family = value.split('.').next().unwrap_or_default();
    is_name(key) && FORMER.contains(&family)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::label::well_known;

    #[test]
    fn the_labels_are_well_known() {
        let keys = CLOSED.iter().chain(OPEN).map(|(key, _)| *key);
        let keys = keys.chain(NAMED.iter().map(|(key, _)| *key));
        assert_eq!(keys.filter(|key| well_known(key).is_none()).count(), 0);
        for name in AMOUNTS {
            let column = column(&format!("{INSTANCE}{name}")).unwrap();
            assert!(column.values.keys().all(|value| is_number(value)), "{name}");
        }
    }

    #[test]
    fn closed_lists_hold_what_instance_types_have() {
        for (key, listed) in CLOSED {
            let Some(column) = column(key) else { continue };
            let of_types: Vec<&str> = column.values.keys().map(AsRef::as_ref).collect();
            assert_eq!(of_types, *listed, "{key}");
        }
    }

    #[test]
    fn values_are_possible_unheard_or_never() {
        let of_instance = |name: &str, value: &str| verdict(&format!("{INSTANCE}{name}"), value);
        assert_eq!(verdict(ARCH, "amd64"), Verdict::Possible);
        assert_eq!(verdict("beta.kubernetes.io/arch", "x86_64"), Verdict::Never);
        assert_eq!(verdict(INSTANCE_TYPE, "m99.large"), Verdict::Unheard);
        assert_eq!(verdict(WINDOWS_BUILD, "10.0.99999"), Verdict::Unheard);
        assert_eq!(of_instance("memory", "65536"), Verdict::Possible);
        assert_eq!(of_instance("memory", "64"), Verdict::Unheard);
        assert_eq!(of_instance("memory", "64Gi"), Verdict::Never);
        assert_eq!(of_instance("hypervisor", ""), Verdict::Possible);
        assert_eq!(of_instance("hypervisor", "kvm"), Verdict::Unheard);
        assert_eq!(verdict("karpenter.k8s.aws/capacity-reservation-id", "acme"), Verdict::Never);
        assert_eq!(verdict("team", "x86_64"), Verdict::Possible);
    }

    #[test]
    fn what_was_meant_is_found() {
        let of_instance = |name: &str, value: &str| meant(&format!("{INSTANCE}{name}"), value);
        assert_eq!(meant(ARCH, "x86_64"), Some("amd64"));
        assert_eq!(meant(ARCH, "aarch64"), Some("arm64"));
        assert_eq!(meant(CAPACITY_TYPE, "ON_DEMAND"), Some("on-demand"));
        assert_eq!(meant(CAPACITY_TYPE, "SPOT"), Some("spot"));
        assert_eq!(meant(OS, "Linux"), Some("linux"));
        assert_eq!(meant(INSTANCE_TYPE, "M5.XLarge"), Some("m5.xlarge"));
        assert_eq!(of_instance("memory", "64Gi"), Some("65536"));
        assert_eq!(of_instance("memory", "64"), Some("65536"));
        assert_eq!(of_instance("local-nvme", "950GB"), Some("950"));
        assert_eq!(of_instance("local-nvme", "1.9TB"), None);
        assert_eq!(of_instance("network-bandwidth", "25Gbps"), Some("25000"));
        assert_eq!(of_instance("category", "r6gd"), Some("r"));
        assert_eq!(of_instance("size", "5xlarge"), None);
        assert_eq!(of_instance("cpu", "15"), None);
        assert_eq!(of_instance("cpu-manufacturer", "Intel"), Some("intel"));
        assert!(is_former(INSTANCE_TYPE, "m1.small") && !is_former(INSTANCE_TYPE, "m7.small"));
        assert!(is_surely_misspelt(CAPACITY_TYPE, "Spot"));
        assert!(!is_surely_misspelt(CAPACITY_TYPE, "cheap"));
    }
}

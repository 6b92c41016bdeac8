//! The node labels that Karpenter itself sets and understands.

use crate::units::MinorVersion;
use crate::units::spelling;

/// Architecture, in Kubernetes' words: `amd64`, `arm64`.
pub const ARCH: &str = "kubernetes.io/arch";
/// Operating system: `linux`, `windows`.
pub const OS: &str = "kubernetes.io/os";
/// The node's name; nobody may require it of a pool.
pub const HOSTNAME: &str = "kubernetes.io/hostname";
/// EC2's name of the type: `c5d.4xlarge`.
pub const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
/// Build of Windows.
pub const WINDOWS_BUILD: &str = "node.kubernetes.io/windows-build";
/// Name of the availability zone.
pub const ZONE: &str = "topology.kubernetes.io/zone";
/// Name of the region.
pub const REGION: &str = "topology.kubernetes.io/region";
/// Id of the availability zone, the same in every account: `usw2-az1`.
pub const ZONE_ID: &str = "topology.k8s.aws/zone-id";
/// How the capacity is bought: `reserved`, `spot`, `on-demand`.
pub const CAPACITY_TYPE: &str = "karpenter.sh/capacity-type";
/// Name of the pool that made the node.
pub const NODE_POOL: &str = "karpenter.sh/nodepool";
/// Name of the node class.
pub const NODE_CLASS: &str = "karpenter.k8s.aws/ec2nodeclass";
/// What all of Karpenter's own instance labels start with.
pub const INSTANCE: &str = "karpenter.k8s.aws/instance-";

/// A label that Karpenter knows without anyone defining it on a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WellKnown {
    /// The label's key.
    pub key: &'static str,
    /// The first release of Karpenter that knows it.
    pub since: MinorVersion,
}

const fn known(key: &'static str, since_minor: u32) -> WellKnown {
    WellKnown { key, since: MinorVersion::new(1, since_minor) }
}

/// Karpenter's well-known labels, sorted by key.
/// Source: the label lists in the CRDs of Karpenter 1.0 to 1.14.
pub const WELL_KNOWN: &[WellKnown] = &[
    known("karpenter.k8s.aws/capacity-reservation-id", 3),
    known("karpenter.k8s.aws/capacity-reservation-interruptible", 10),
    known("karpenter.k8s.aws/capacity-reservation-type", 6),
    known("karpenter.k8s.aws/ec2nodeclass", 1),
    known("karpenter.k8s.aws/instance-accelerator-count", 0),
    known("karpenter.k8s.aws/instance-accelerator-manufacturer", 0),
    known("karpenter.k8s.aws/instance-accelerator-name", 0),
    known("karpenter.k8s.aws/instance-capability-flex", 7),
    known("karpenter.k8s.aws/instance-category", 0),
    known("karpenter.k8s.aws/instance-cpu", 0),
    known("karpenter.k8s.aws/instance-cpu-manufacturer", 0),
    known("karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz", 1),
    known("karpenter.k8s.aws/instance-ebs-bandwidth", 0),
    known("karpenter.k8s.aws/instance-encryption-in-transit-supported", 0),
    known("karpenter.k8s.aws/instance-family", 0),
    known("karpenter.k8s.aws/instance-generation", 0),
    known("karpenter.k8s.aws/instance-gpu-count", 0),
    known("karpenter.k8s.aws/instance-gpu-manufacturer", 0),
    known("karpenter.k8s.aws/instance-gpu-memory", 0),
    known("karpenter.k8s.aws/instance-gpu-name", 0),
    known("karpenter.k8s.aws/instance-hypervisor", 0),
    known("karpenter.k8s.aws/instance-local-nvme", 0),
    known("karpenter.k8s.aws/instance-memory", 0),
    known("karpenter.k8s.aws/instance-network-bandwidth", 0),
    known("karpenter.k8s.aws/instance-size", 0),
    known("karpenter.k8s.aws/instance-tenancy", 9),
    known("karpenter.k8s.aws/placement-group-id", 11),
    known("karpenter.k8s.aws/placement-group-partition", 11),
    known(CAPACITY_TYPE, 0),
    known(NODE_POOL, 0),
    known(ARCH, 0),
    known(OS, 0),
    known(INSTANCE_TYPE, 0),
    known(WINDOWS_BUILD, 0),
    known(ZONE_ID, 0),
    known(REGION, 0),
    known(ZONE, 0),
];

/// The well-known label of this key, whichever release knows it.
#[must_use]
pub fn well_known(key: &str) -> Option<&'static WellKnown> {
    WELL_KNOWN.iter().find(|label| label.key == key)
}

/// Whether Karpenter makes no node for a pod that says anything about this label: it keeps the
/// label for itself, or the label names one node. Before 1.9 it kept Kubernetes' own domains too.
#[must_use]
pub fn is_refused_of_pods(key: &str, karpenter: MinorVersion) -> bool {
    let key = normalize(key);
    if well_known(key).is_some() {
        return false;
    }
    let Some((domain, _)) = key.split_once('/') else { return false };
    let is_kubernetes =
        is_within(domain, &["kubernetes.io", "k8s.io"]) && !is_within(domain, &FREE);
    key == HOSTNAME
        || is_within(domain, &["karpenter.sh", "karpenter.k8s.aws"])
        || (is_kubernetes && karpenter < FREE_KUBERNETES)
}

fn is_within(domain: &str, zones: &[&str]) -> bool {
    let below = |rest: &str| rest.is_empty() || rest.ends_with('.');
    zones.iter().any(|zone| domain.strip_suffix(zone).is_some_and(below))
}

/// The release from which labels of Kubernetes' own domains may be used like any other.
const FREE_KUBERNETES: MinorVersion = MinorVersion::new(1, 9);
/// Their subdomains that could be used before.
const FREE: [&str; 3] = ["node.kubernetes.io", "node-restriction.kubernetes.io", "kops.k8s.io"];

/// The key that Karpenter reads an older key as; any other key as it is.
#[must_use]
pub fn normalize(key: &str) -> &str {
    match key {
        "failure-domain.beta.kubernetes.io/zone" | "topology.ebs.csi.aws.com/zone" => ZONE,
        "failure-domain.beta.kubernetes.io/region" => REGION,
        "beta.kubernetes.io/arch" => ARCH,
        "beta.kubernetes.io/os" => OS,
        "beta.kubernetes.io/instance-type" => INSTANCE_TYPE,
        _ => key,
    }
}

/// The well-known label that a key looks like: the same words after the last slash, another domain,
/// or a near spelling.
#[must_use]
pub fn look_alike(key: &str) -> Option<&'static str> {
    let name = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
    let short = |key: &'static str| name(key).trim_start_matches("instance-").to_owned();
    let wanted = name(key);
    let same = WELL_KNOWN.iter().find(|label| {
        label.key != key && (name(label.key) == wanted || short(label.key) == wanted)
    });
    let near = || spelling::nearest(key, WELL_KNOWN.iter().map(|label| label.key), 2);
    same.map(|label| label.key).or_else(near)
}

/// Labels in Karpenter's domains that nodes carry and that no pool can be asked for: how far a node
/// has come, the name of former pools, and what the nodes of the controller itself are often called.
const BESIDE: [&str; 5] = [
    "karpenter.sh/controller",
    "karpenter.sh/do-not-sync-taints",
    "karpenter.sh/initialized",
    "karpenter.sh/provisioner-name",
    "karpenter.sh/registered",
];

/// Whether a node may carry this label although it is not well known.
#[must_use]
pub fn is_set_by_karpenter(key: &str) -> bool {
    BESIDE.contains(&key)
}

/// Whether the label is in a domain in which only Karpenter sets labels.
#[must_use]
pub fn is_of_karpenter(key: &str) -> bool {
    let domain = key.split_once('/').map(|(domain, _)| domain);
    matches!(domain, Some("karpenter.sh" | "karpenter.k8s.aws"))
}

/// The label of Kubernetes that differs from this one in a single letter.
#[must_use]
pub fn misspelt(key: &str) -> Option<&'static str> {
    let domain = key.split_once('/')?.0;
    let is_of_kubernetes = ["kubernetes.io", "k8s.aws"].iter().any(|end| domain.ends_with(end));
    let all = || WELL_KNOWN.iter().map(|label| label.key).chain([HOSTNAME]);
    if !is_of_kubernetes || normalize(key) != key || all().any(|known| known == key) {
        return None;
    }
    spelling::nearest(key, all(), 1)
}

/// The domain of the labels of EKS Auto Mode, which makes nodes by a Karpenter of its own.
pub const AUTO_MODE: &str = "eks.amazonaws.com";

/// The label of Auto Mode's that stands for one of Karpenter's, or that label itself.
#[must_use]
pub fn in_auto_mode(key: &str) -> String {
    match key.strip_prefix(INSTANCE) {
        Some(name) => format!("{AUTO_MODE}/instance-{name}"),
        None => key.to_owned(),
    }
}

/// The label of Karpenter's that one of Auto Mode's stands for: that of the same name.
#[must_use]
pub fn of_auto_mode(key: &str) -> Option<&'static str> {
    let name = key.strip_prefix(AUTO_MODE)?.strip_prefix("/instance-")?;
    let all = WELL_KNOWN.iter().map(|label| label.key);
    all.into_iter().find(|known| known.strip_prefix(INSTANCE) == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_once_and_in_order() {
        assert!(WELL_KNOWN.windows(2).all(|pair| pair[0].key < pair[1].key));
    }

    #[test]
    fn pods_may_not_name_hosts_or_what_karpenter_keeps() {
        let refused = |key, minor| is_refused_of_pods(key, MinorVersion::new(1, minor));
        assert!(refused(HOSTNAME, 14) && refused("karpenter.sh/initialized", 14));
        assert!(refused("compute.karpenter.k8s.aws/x", 14) && !refused(NODE_POOL, 14));
        assert!(refused("node-role.kubernetes.io/spark", 8));
        assert!(!refused("node-role.kubernetes.io/spark", 9));
        assert!(!refused("team.node.kubernetes.io/name", 8) && !refused(ARCH, 8));
        assert!(!refused("beta.kubernetes.io/arch", 8) && !refused("team", 8));
    }

    #[test]
    fn look_alikes_are_found_by_name_and_by_spelling() {
        let family = Some("karpenter.k8s.aws/instance-family");
        assert_eq!(look_alike("node.kubernetes.io/instance-family"), family);
        assert_eq!(look_alike("karpenter.k8s.aws/instance-famliy"), family);
        assert_eq!(look_alike("node.kubernetes.io/arch"), Some(ARCH));
        assert_eq!(look_alike("eks.amazonaws.com/capacity-type"), Some(CAPACITY_TYPE));
        assert_eq!(look_alike(ARCH), None);
        assert_eq!(look_alike("team"), None);
    }

    #[test]
    fn auto_mode_has_the_same_labels_in_another_domain() {
        let family = Some("karpenter.k8s.aws/instance-family");
        assert_eq!(of_auto_mode("eks.amazonaws.com/instance-family"), family);
        assert_eq!(of_auto_mode("eks.amazonaws.com/capacityType"), None);
        assert_eq!(of_auto_mode("karpenter.k8s.aws/instance-family"), None);
        assert_eq!(
            in_auto_mode("karpenter.k8s.aws/instance-cpu"),
            "eks.amazonaws.com/instance-cpu"
        );
        assert_eq!(in_auto_mode(ZONE), ZONE);
    }

    #[test]
    fn slips_in_kubernetes_own_labels_are_found() {
        assert_eq!(misspelt("topology.kubernetes.io/zones"), Some(ZONE));
        assert_eq!(misspelt("kubernetes.io/hostnames"), Some(HOSTNAME));
        assert_eq!(misspelt("topology.kubernetes.io/node"), None);
        assert_eq!(misspelt(ZONE), None);
        assert_eq!(misspelt("beta.kubernetes.io/os"), None);
        assert_eq!(misspelt("acme.com/zone"), None);
    }

    #[test]
    fn only_karpenter_sets_labels_in_its_domains() {
        assert!(is_of_karpenter("karpenter.sh/anything") && is_of_karpenter("karpenter.k8s.aws/x"));
        assert!(!is_of_karpenter("karpenter.azure.com/sku") && !is_of_karpenter("karpenter.sh"));
        assert!(BESIDE.iter().all(|key| is_of_karpenter(key) && well_known(key).is_none()));
    }
}

//! A class has a parameter that its driver does not know.

use crate::check::bundle::{Backend, View};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::spelling;
use k8s_openapi::api::storage::v1::StorageClass;

/// A class has a parameter that its driver does not know.
pub const RULE: Rule = Rule {
    code: Code("unknown-class-parameter"),
    severity: Severity::Warning,
    summary: "a storage class has a parameter that its CSI driver refuses",
    page: include_str!("unknown_class_parameter.md"),
    check,
};

/// What the EBS driver reads, in any case; below `tagSpecification` any key.
/// Source: the driver's documentation of its parameters.
const OF_EBS: [&str; 18] = [
    "allowAutoIOPSPerGBIncrease",
    "blockAttachUntilInitialized",
    "blockExpress",
    "blockSize",
    "bytesPerInode",
    "encrypted",
    "ext4BigAlloc",
    "ext4ClusterSize",
    "ext4EncryptionSupport",
    "fsType",
    "inodeSize",
    "iops",
    "iopsPerGB",
    "kmsKeyId",
    "numberOfInodes",
    "throughput",
    "type",
    "volumeInitializationRate",
];

/// What the FSx driver reads, in this case. Source: the driver's documentation of its parameters.
const OF_LUSTRE: [&str; 23] = [
    "autoImportPolicy",
    "automaticBackupRetentionDays",
    "copyTagsToBackups",
    "dailyAutomaticBackupStartTime",
    "dataCompressionType",
    "dataReadCacheSizeGiB",
    "dataReadCacheSizingMode",
    "deploymentType",
    "driveCacheType",
    "efaEnabled",
    "extraTags",
    "fileSystemTypeVersion",
    "kmsKeyId",
    "metadataConfigurationMode",
    "metadataIops",
    "perUnitStorageThroughput",
    "s3ExportPath",
    "s3ImportPath",
    "securityGroupIds",
    "skipFinalBackup",
    "storageType",
    "subnetId",
    "throughputCapacity",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.storage_classes {
        let is_known: fn(&str) -> bool = match class.provisioner.as_str() {
            "ebs.csi.aws.com" | "ebs.csi.eks.amazonaws.com" => is_of_ebs,
            "fsx.csi.aws.com" => |key| OF_LUSTRE.contains(&key),
            _ => continue,
        };
        for key in class.parameters.iter().flatten().map(|(key, _)| key) {
            if !key.starts_with("csi.storage.k8s.io/") && !is_known(key) {
                report(findings, name, class, key);
            }
        }
    }
}

fn is_of_ebs(key: &str) -> bool {
    OF_EBS.iter().any(|known| known.eq_ignore_ascii_case(key))
        || key.to_ascii_lowercase().starts_with("tagspecification")
}

fn report(findings: &mut Findings, name: &str, class: &View<'_, StorageClass>, key: &str) {
    let is_lustre = Backend::of(&class.provisioner) == Backend::Lustre;
    let known: &[&str] = if is_lustre { &OF_LUSTRE } else { &OF_EBS };
    let near = spelling::meant(key, known.iter().copied());
    let help = near.map_or_else(
        || "remove it, unless your driver is newer and knows it".to_owned(),
        |near| format!("write `{near}`"),
    );
    findings
        .at_key(
            class.artifact,
            &route!["parameters", key],
            format!("the class `{name}` has a parameter `{key}`, at which its driver makes no volume: claims stay pending"),
        )
        .help(help);
}

//! CSI drivers.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::core;
use super::{Delivery, Recipe, daemon};
use crate::artifact::iam::{Policy, Statement};
use crate::model::{Platform, StorageKind};

/// EBS volumes.
pub const EBS: Recipe = Recipe {
    name: "ebs-csi-driver",
    delivery: Delivery::Eks,
    grant: Some(Grant {
        accounts: &["ebs-csi-controller-sa"],
        managed: &["service-role/AmazonEBSCSIDriverPolicy"],
        policy: keys,
    }),
    values: |platform| {
        json!({
            "controller": {
                "nodeSelector": core(platform),
                "extraVolumeTags": platform.aws.tags,
            },
            "node": { "tolerateAllTaints": true },
        })
    },
    daemon: daemon(30, 120),
};

/// The use of keys that volumes are encrypted with; nothing where all take the account's own.
fn keys(platform: &Platform) -> Option<Policy> {
    let key = |kind: &StorageKind| match kind {
        StorageKind::Ebs { kms_key, .. } => kms_key.clone(),
        StorageKind::LustreDynamic { .. } | StorageKind::LustreShared(_) => None,
    };
    let mut keys: Vec<String> =
        platform.storage.values().filter_map(|storage| key(&storage.kind)).collect();
    keys.sort();
    keys.dedup();
    let grants = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
    let uses = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ];
    (!keys.is_empty()).then(|| {
        Policy::new(vec![
            Statement::allow("Grants", &grants, keys.clone()).when(
                "Bool",
                "kms:GrantIsForAWSResource",
                "true",
            ),
            Statement::allow("Keys", &uses, keys),
        ])
    })
}

/// FSx for Lustre file systems.
pub const LUSTRE: Recipe = Recipe {
    name: "fsx-csi-driver",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &["fsx-csi-controller-sa"], managed: &[], policy: lustre }),
    values: lustre_values,
    daemon: daemon(30, 104),
};

fn lustre_values(platform: &Platform) -> Value {
    json!({
        "controller": {
            "region": platform.aws.region,
            "serviceAccount": service_account(platform, &LUSTRE, "fsx-csi-controller-sa"),
            "nodeSelector": core(platform),
            "extraTags": platform.aws.tags,
        },
        "node": { "tolerateAllTaints": true },
    })
}

/// File systems of this account and region, and the service-linked roles that the first of them
/// needs.
fn lustre(platform: &Platform) -> Option<Policy> {
    let change =
        ["fsx:CreateFileSystem", "fsx:DeleteFileSystem", "fsx:TagResource", "fsx:UpdateFileSystem"];
    let network = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"];
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let linked =
        |service: &str| format!("arn:{partition}:iam::{account}:role/aws-service-role/{service}/*");
    let services = ["fsx.amazonaws.com", "s3.data-source.lustre.fsx.amazonaws.com"];
    let file_systems = [platform.arn("fsx", "file-system/*")];
    Some(Policy::new(vec![
        Statement::allow("FileSystems", &change, file_systems),
        Statement::allow("See", &["fsx:DescribeFileSystems"], ["*".to_owned()]),
        Statement::allow("Network", &network, ["*".to_owned()]),
        Statement::allow("LinkedRoles", &["iam:CreateServiceLinkedRole"], services.map(linked))
            .when("StringEquals", "iam:AWSServiceName", services.to_vec()),
    ]))
}

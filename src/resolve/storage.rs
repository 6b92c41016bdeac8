//! Storage with every default applied.

use indexmap::IndexMap;

use super::cluster::quantity;
use super::{Scope, codes};
use crate::model::{Allowance, Bucket, FileSystem, Origin, Storage, StorageKind};
use crate::spec::{self, Ebs, Lustre, LustreDeployment};
use crate::units::{S3Uri, StorageName};

/// All storage of the spec.
pub fn storage(
    written: &spec::Platform,
    bucket: &Bucket,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> IndexMap<StorageName, Storage> {
    let home = origin.then("storage");
    let mut found = IndexMap::new();
    for (name, storage) in &written.storage {
        let origin = home.then(name.as_str());
        let kind = match (&storage.ebs, &storage.lustre) {
            (Some(ebs), None) => ebs_of(ebs),
            (None, Some(lustre)) => {
                let repository = repository(lustre, bucket, &origin.then("lustre"), scope);
                lustre_of(lustre, repository)
            }
            (both, _) => {
                let said = if both.is_some() {
                    "both `ebs` and `lustre`"
                } else {
                    "neither `ebs` nor `lustre`"
                };
                scope.error(
                    codes::ONE_OF,
                    format!("storage `{name}` is {said}"),
                    origin.place(),
                    "give exactly one: `{ ebs: {} }` or `{ lustre: {} }`".to_owned(),
                );
                continue;
            }
        };
        let storage = Storage {
            name: name.clone(),
            kind,
            default: storage.default.unwrap_or(false),
            overrides: storage.overrides.clone(),
            allow: Allowance::all(&storage.allow, &origin),
            origin,
        };
        found.insert(name.clone(), storage);
    }
    found
}

/// Adds the class of the platform's own volumes, and of claims that name none: encrypted gp3, as in
/// the reference platform. Not where the spec has a default or another `gp3`, nor for a cluster
/// that is joined, which has its own.
pub fn with_default(storage: &mut IndexMap<StorageName, Storage>, origin: &Origin) {
    let name = StorageName::parse("gp3").expect("a literal of this file");
    if storage.values().any(|storage| storage.default) || storage.contains_key(&name) {
        return;
    }
    let ebs = Ebs { fs_type: Some("xfs".to_owned()), ..Ebs::default() };
    let class = Storage {
        name: name.clone(),
        kind: ebs_of(&ebs),
        default: true,
        overrides: IndexMap::new(),
        allow: Vec::new(),
        origin: origin.then("storage"),
    };
    storage.insert(name, class);
}

fn ebs_of(written: &Ebs) -> StorageKind {
    StorageKind::Ebs {
        volume_type: written.volume_type.unwrap_or_default(),
        fs_type: written.fs_type.clone().unwrap_or_else(|| "ext4".to_owned()),
        encrypted: written.encrypted.unwrap_or(true),
        kms_key: written.kms_key.clone(),
        iops: written.iops,
        throughput: written.throughput,
    }
}

/// The S3 prefix that a file system is linked to, `${bucket}` put in.
fn repository(
    written: &Lustre,
    bucket: &Bucket,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> Option<S3Uri> {
    let text = written.repository.as_ref()?;
    let uri = S3Uri::parse(&text.replace("${bucket}", &format!("s3://{}", bucket.name)));
    if let Err(error) = &uri {
        let help = "write `s3://BUCKET/PREFIX/` or `${bucket}/PREFIX/`".to_owned();
        scope.error(spec::codes::BAD_VALUE, error.to_string(), origin.at("repository"), help);
    }
    uri.ok()
}

fn lustre_of(written: &Lustre, repository: Option<S3Uri>) -> StorageKind {
    let shared = written.size.is_some() || written.file_system.is_some();
    let deployment = written.deployment.unwrap_or(if shared {
        LustreDeployment::Persistent2
    } else {
        LustreDeployment::Scratch2
    });
    let persistent =
        matches!(deployment, LustreDeployment::Persistent1 | LustreDeployment::Persistent2);
    // Persistent types are refused without a throughput; 125 is the least of PERSISTENT_2.
    let least = if deployment == LustreDeployment::Persistent1 { 50 } else { 125 };
    let throughput = written.throughput.or(persistent.then_some(least));
    if !shared {
        return StorageKind::LustreDynamic { deployment, throughput };
    }
    StorageKind::LustreShared(FileSystem {
        id: written.file_system.clone(),
        deployment,
        size: written.size.clone().unwrap_or_else(|| quantity("1200Gi")),
        throughput,
        repository,
    })
}

//! What rules may know beside documents.

use indexmap::IndexMap;

use crate::catalog::{karpenter, kubernetes};
use crate::check::{Context, Stated};
use crate::model::Platform;
use crate::schema::Targets;
use crate::sizing::Resources;
use crate::spec::Settings;
use crate::units::Quantity;

/// What rules may know of a platform beside its documents.
#[must_use]
pub fn context(platform: &Platform) -> Context {
    Context {
        targets: targets(platform),
        stated: Stated::ALL,
        region: Some(platform.aws.region.to_string()),
        daemon_sets: daemon_sets(&platform.daemonsets),
        complete: true,
    }
}

/// What rules may know beside manifests that someone else wrote.
#[must_use]
pub fn context_of(settings: &Settings) -> Context {
    let newest = karpenter::RELEASES.last().expect("the catalog knows releases").version;
    Context {
        targets: Targets {
            karpenter: settings.karpenter.unwrap_or(newest),
            kubernetes: settings.kubernetes.unwrap_or(kubernetes::NEWEST),
        },
        stated: Stated {
            karpenter: settings.karpenter.is_some(),
            kubernetes: settings.kubernetes.is_some(),
        },
        region: settings.region.as_ref().map(ToString::to_string),
        daemon_sets: daemon_sets(&settings.daemonsets),
        complete: settings.complete.unwrap_or(false),
    }
}

fn daemon_sets(requests: &IndexMap<String, Quantity>) -> Resources {
    let quantity = |key: &str| requests.get(key);
    Resources {
        cpu_millis: quantity("cpu").map_or(0, |cpu| unsigned(cpu.milli())),
        memory_bytes: quantity("memory").map_or(0, |memory| unsigned(memory.bytes())),
        ..Resources::default()
    }
}

fn unsigned(number: i128) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The releases that a platform targets.
#[must_use]
pub fn targets(platform: &Platform) -> Targets {
    Targets { karpenter: platform.cluster.karpenter, kubernetes: platform.cluster.kubernetes }
}

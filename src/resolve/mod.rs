//! Spec to platform: names are bound, defaults applied, and what cannot be meant is reported.

mod addons;
mod cluster;
mod jobs;
mod pools;
mod releases;
mod roles;
mod scratch;
mod storage;
mod teams;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Allowance, Bindings, Origin, Platform};
use crate::source::{Place, Route, Sources};
use crate::spec::Spec;
use crate::units::spelling;

/// Codes of diagnostics about what a spec means.
pub mod codes {
    use crate::diagnostic::Code;

    /// No document is a platform.
    pub const NO_PLATFORM: Code = Code("no-platform");
    /// A name of a pool that no one defines.
    pub const UNKNOWN_POOL: Code = Code("unknown-pool");
    /// A name of storage that no one defines.
    pub const UNKNOWN_STORAGE: Code = Code("unknown-storage");
    /// A name of a volume that the team does not define.
    pub const UNKNOWN_VOLUME: Code = Code("unknown-volume");
    /// A name of an add-on that emrgen does not know.
    pub const UNKNOWN_ADDON: Code = Code("unknown-addon");
    /// A zone of another region.
    pub const FOREIGN_ZONE: Code = Code("foreign-zone");
    /// A variable in an argument that does not exist.
    pub const UNKNOWN_VARIABLE: Code = Code("unknown-variable");
    /// A job lacks what has no default.
    pub const INCOMPLETE_JOB: Code = Code("incomplete-job");
    /// Two alternatives where one is meant.
    pub const ONE_OF: Code = Code("one-of");
    /// A job uses a pool that its team may not use.
    pub const POOL_NOT_ALLOWED: Code = Code("pool-not-allowed");
    /// A feature needs an add-on that is off.
    pub const ADDON_NEEDED: Code = Code("addon-needed");
    /// A critical add-on is off without a reason.
    pub const CRITICAL_ADDON: Code = Code("critical-addon");
    /// A release of Kubernetes or Karpenter that the catalog does not know.
    pub const UNKNOWN_CLUSTER_RELEASE: Code = Code("unknown-cluster-release");
    /// A release of Karpenter before the API that pools are written in.
    pub const KARPENTER_TOO_OLD: Code = Code("karpenter-too-old");
    /// A release of Karpenter that does not support the one of Kubernetes.
    pub const UNSUPPORTED_KUBERNETES: Code = Code("unsupported-kubernetes");
    /// A release of Kubernetes without admission policies.
    pub const NO_ADMISSION_POLICY: Code = Code("no-admission-policy");
    /// An add-on whose version EKS chooses.
    pub const UNPINNED_ADDON: Code = Code("unpinned-addon");
    /// Those that an `allow` in the spec accepts: no rule finds them.
    pub const ALLOWED: [Code; 5] = [
        CRITICAL_ADDON,
        UNKNOWN_CLUSTER_RELEASE,
        UNSUPPORTED_KUBERNETES,
        NO_ADMISSION_POLICY,
        UNPINNED_ADDON,
    ];
    /// Two teams have one namespace.
    pub const DUPLICATE_NAMESPACE: Code = Code("duplicate-namespace");
    /// The number of subnets is not the number of zones.
    pub const SUBNET_COUNT: Code = Code("subnet-count");
    /// A subnet lies outside its network, or over another.
    pub const SUBNET_RANGE: Code = Code("subnet-range");
}

/// What resolving needs besides the spec.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Late values that are known.
    pub bindings: Bindings,
}

/// Resolves a spec into the platform it means; `None` without a platform document.
pub fn resolve(
    sources: &Sources,
    spec: &Spec,
    inputs: Inputs,
    diagnostics: &mut Diagnostics,
) -> Option<Platform> {
    let Some(document) = &spec.platform else {
        if !spec.refused {
            diagnostics.push(no_platform(sources, spec));
        }
        return None;
    };
    let mut scope = Scope { sources, diagnostics };
    let origin = Origin { document: document.id, route: Route::ROOT };
    let written = &document.value;
    let aws = cluster::aws(&written.aws, &origin, &mut scope);
    let cluster = cluster::cluster(written, &aws, &origin, &mut scope);
    let bucket = cluster::bucket(written, &aws);
    let addons = addons::addons(written, &cluster, &origin, &mut scope);
    let pools = pools::pools(written, &aws, &origin, &mut scope);
    let mut storage = storage::storage(written, &bucket, &origin, &mut scope);
    if cluster.create && addons.contains_key("ebs-csi-driver") {
        storage::with_default(&mut storage, &origin);
    }
    let mut platform = Platform {
        name: written.name.clone(),
        aws,
        bucket,
        cluster,
        addons,
        pools,
        storage,
        teams: Vec::new(),
        roles: indexmap::IndexMap::new(),
        daemonsets: written.daemonsets.clone(),
        bindings: inputs.bindings,
        overrides: written.overrides.clone(),
        allow: Allowance::all(&written.allow, &origin),
        origin,
    };
    platform.teams = teams::teams(&spec.teams, &platform, &mut scope);
    platform.roles = roles::roles(&platform.teams);
    addons::needed(&platform, &mut scope);
    releases::judge(&platform, &mut scope);
    Some(platform)
}

fn no_platform(sources: &Sources, spec: &Spec) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::NO_PLATFORM, "there is no `Platform` document")
        .help("write one, or start from a blueprint: `emrgen init`");
    let first = spec.teams.first().map(|team| team.at(Route::ROOT));
    match first
        .or_else(|| (!sources.all().is_empty()).then_some(Place::File(crate::source::SourceId(0))))
    {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

/// What every part of resolving reads and writes beside its own values.
struct Scope<'a> {
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Scope<'_> {
    /// Reports an error at a place.
    fn error(&mut self, code: Code, message: String, place: Place, help: String) {
        self.diagnostics.push(Diagnostic::error(code, message).at(place).help(help));
    }

    /// The keys of a mapping as written, those whose value was refused included.
    fn written_keys(&self, origin: &Origin) -> Vec<String> {
        let (node, taken) = self.sources.document(origin.document).deepest(&origin.route);
        if taken < origin.route.steps().len() {
            return Vec::new();
        }
        node.keys().cloned().collect()
    }

    /// Reports a name that no one defines; quiet where the definition itself was refused.
    fn unknown(
        &mut self,
        code: Code,
        message: String,
        what: &str,
        name: &str,
        known: &[String],
        place: Place,
    ) {
        if known.iter().any(|one| one == name) {
            return;
        }
        self.error(code, message, place, one_of(what, name, known));
    }
}

/// ``the pools are `etl`, `gpu` ``, with the nearest first asked for where one is near.
fn one_of(what: &str, name: &str, known: &[String]) -> String {
    let most = 1 + name.len() / 4;
    match spelling::nearest(name, known.iter().map(String::as_str), most) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("the spec defines no {what}"),
        None => {
            let shown: Vec<String> = known.iter().take(8).map(|one| format!("`{one}`")).collect();
            let more = if known.len() > 8 { ", …" } else { "" };
            format!("the {what} are {}{more}", shown.join(", "))
        }
    }
}

/// Counts how often each item occurs, for reports about doubles.
fn first_places<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut places: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in items {
        places.entry(key).or_default().push(value);
    }
    places
}

//! A quota demands sizes that a container does not say.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{Container, LimitRange, ResourceQuota};

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Pod, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A quota demands sizes that a container does not say.
pub const RULE: Rule = Rule {
    code: Code("unsized-under-quota"),
    severity: Severity::Error,
    summary: "a container says no size in a namespace whose quota demands it",
    page: include_str!("unsized_under_quota.md"),
    check,
};

/// What a quota counts, by the field of a container that must then be there.
const COUNTED: [(&str, Field); 6] = [
    ("cpu", Field { limits: false, resource: "cpu" }),
    ("requests.cpu", Field { limits: false, resource: "cpu" }),
    ("limits.cpu", Field { limits: true, resource: "cpu" }),
    ("memory", Field { limits: false, resource: "memory" }),
    ("requests.memory", Field { limits: false, resource: "memory" }),
    ("limits.memory", Field { limits: true, resource: "memory" }),
];

/// A field of a container's resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    limits: bool,
    resource: &'static str,
}

impl Field {
    fn words(self) -> String {
        format!("{}.{}", if self.limits { "limits" } else { "requests" }, self.resource)
    }
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let demanded = demanded(bundle);
    for pod in &bundle.pods {
        let namespace = bundle.namespace_of(pod);
        let Some((quota, fields)) = namespace.and_then(|it| demanded.get(it)) else { continue };
        for (container, at) in pod.containers() {
            let lacking: Vec<String> = fields
                .iter()
                .filter(|field| !says(pod, container, **field))
                .map(|field| field.words())
                .collect();
            if lacking.is_empty() {
                continue;
            }
            let place = namespace.unwrap_or_default();
            findings
                .at(
                    pod.artifact,
                    &at,
                    format!("the container `{}` of {} says no {}, which the quota of namespace `{place}` demands of every container", container.name, pod.title, words::either(&lacking)),
                )
                .help("write it, or add a LimitRange with `defaultRequest` and `default`")
                .related(quota, &route!["spec", "hard"], "the quota");
        }
    }
}

/// The fields that each namespace demands, with the quota that does; a LimitRange fills in what
/// containers leave out.
fn demanded<'a>(bundle: &Bundle<'a>) -> BTreeMap<String, (&'a Artifact, BTreeSet<Field>)> {
    let mut all: BTreeMap<String, (&'a Artifact, BTreeSet<Field>)> = BTreeMap::new();
    for quota in bundle.views::<ResourceQuota>(Kind::ResourceQuota) {
        let spec = quota
            .spec
            .as_ref()
            .filter(|spec| spec.scopes.is_none() && spec.scope_selector.is_none());
        let hard = spec.and_then(|spec| spec.hard.as_ref());
        let fields = COUNTED.iter().filter(|(key, _)| hard.is_some_and(|it| it.contains_key(*key)));
        let fields: Vec<Field> = fields.map(|(_, field)| *field).collect();
        if let Some(namespace) = quota.metadata.namespace.clone().filter(|_| !fields.is_empty()) {
            all.entry(namespace).or_insert((quota.artifact, BTreeSet::new())).1.extend(fields);
        }
    }
    for range in bundle.views::<LimitRange>(Kind::LimitRange) {
        let namespace = range.metadata.namespace.as_deref().unwrap_or_default();
        let Some((_, fields)) = all.get_mut(namespace) else { continue };
        let items = range.spec.iter().flat_map(|spec| &spec.limits);
        for item in items.filter(|item| item.type_ == "Container") {
            let has = |map: &Option<BTreeMap<String, _>>, field: &Field| {
                let map: &Option<
                    BTreeMap<String, k8s_openapi::apimachinery::pkg::api::resource::Quantity>,
                > = map;
                map.as_ref().is_some_and(|map| map.contains_key(field.resource))
            };
            // A default limit is the default request too, where none is written.
            fields.retain(|field| {
                !has(&item.default, field) && (field.limits || !has(&item.default_request, field))
            });
        }
    }
    all
}

/// Whether a container says a field. Spark fills in its own container, except for a CPU limit.
fn says(pod: &Pod<'_>, container: &Container, field: Field) -> bool {
    let is_main = pod.main_container().is_some_and(|main| std::ptr::eq(main, container));
    if is_main && !(field.limits && field.resource == "cpu") {
        return true;
    }
    let resources = container.resources.as_ref();
    let requests = resources.and_then(|all| all.requests.as_ref());
    let limits = resources.and_then(|all| all.limits.as_ref());
    let has = |map: Option<&BTreeMap<String, _>>| {
        let map: Option<
            &BTreeMap<String, k8s_openapi::apimachinery::pkg::api::resource::Quantity>,
        > = map;
        map.is_some_and(|map| map.contains_key(field.resource))
    };
    // A limit is the request too, where none is written.
    has(limits) || (!field.limits && has(requests))
}

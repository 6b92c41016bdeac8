//! Which add-ons are on.

use indexmap::IndexMap;

use super::{Scope, codes, one_of};
use crate::catalog::addons::{ADDONS, Known};
use crate::catalog::{charts, eks_addons};
use crate::model::{Addon, Allowance, Cluster, Origin, Platform};
use crate::spec::{self, AddonSettings, Runner};

/// The add-ons that are on, in the order they are installed.
///
/// A cluster that emrgen makes gets the reference platform's defaults; a cluster that is joined
/// gets what the spec names.
pub fn addons(
    written: &spec::Platform,
    cluster: &Cluster,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> IndexMap<&'static str, Addon> {
    let home = origin.then("addons");
    let names: Vec<String> = ADDONS.iter().map(|known| known.name.to_owned()).collect();
    for name in written.addons.keys().filter(|name| !names.contains(&name.to_string())) {
        scope.error(
            codes::UNKNOWN_ADDON,
            format!("emrgen knows no add-on `{name}`"),
            crate::source::Place::key(home.document, home.route.then(name.as_str())),
            one_of("add-ons", name.as_str(), &names),
        );
    }
    ADDONS
        .iter()
        .filter_map(|known| {
            let settings = settings(written, known.name);
            let on = settings.as_ref().map_or(cluster.create && known.default, |settings| {
                settings.enabled.unwrap_or(true)
            });
            if !on {
                critical(known, settings.as_ref(), cluster, &home, scope);
                return None;
            }
            service(known, settings.as_ref(), &home, scope);
            Some((known.name, addon(known, settings, &home)))
        })
        .collect()
}

fn settings(written: &spec::Platform, name: &str) -> Option<AddonSettings> {
    let addon = written.addons.iter().find(|(key, _)| key.as_str() == name)?.1;
    Some(match addon {
        spec::Addon::Switch(on) => AddonSettings { enabled: Some(*on), ..Default::default() },
        spec::Addon::Settings(settings) => settings.clone(),
    })
}

fn addon(known: &Known, settings: Option<AddonSettings>, home: &Origin) -> Addon {
    let origin = if settings.is_some() { home.then(known.name) } else { home.clone() };
    let settings = settings.unwrap_or_default();
    Addon {
        name: known.name,
        version: settings.version,
        values: settings.values.unwrap_or_default(),
        allow: Allowance::all(&settings.allow, &origin),
        origin,
    }
}

/// A service of AWS has no chart and no build that could be chosen or given values.
fn service(known: &Known, settings: Option<&AddonSettings>, home: &Origin, scope: &mut Scope<'_>) {
    let by_someone =
        charts::chart(known.name).is_some() || eks_addons::eks_name(known.name).is_some();
    let written = settings.filter(|_| !by_someone).into_iter().flat_map(|settings| {
        [("version", settings.version.is_some()), ("values", settings.values.is_some())]
    });
    for (key, _) in written.filter(|(_, is_written)| *is_written) {
        scope.error(
            spec::codes::BAD_VALUE,
            format!("add-on `{}` is a service of AWS, which takes no `{key}`", known.name),
            home.then(known.name).at(key),
            "switch it by one word: `true` or `false`".to_owned(),
        );
    }
}

/// A critical add-on may go only with a reason: `allow: { critical-addon: "…" }`.
fn critical(
    known: &Known,
    settings: Option<&AddonSettings>,
    cluster: &Cluster,
    home: &Origin,
    scope: &mut Scope<'_>,
) {
    let allowed =
        settings.is_some_and(|settings| settings.allow.contains_key(codes::CRITICAL_ADDON.0));
    if known.critical && cluster.create && !allowed {
        scope.error(
            codes::CRITICAL_ADDON,
            format!("add-on `{}` is off, and no node works without it", known.name),
            home.then(known.name).place(),
            format!(
                "leave it on, or say why: `{}: {{ enabled: false, allow: {{ critical-addon: \"…\" }} }}`",
                known.name
            ),
        );
    }
}

/// Reports features of jobs, endpoints and storage whose add-on is off.
pub fn needed(platform: &Platform, scope: &mut Scope<'_>) {
    let mut wants: Vec<(&str, String, Origin)> = Vec::new();
    for team in &platform.teams {
        for job in team.jobs.values() {
            if job.yunikorn.is_some() {
                wants.push((
                    "yunikorn",
                    format!("job `{}` is scheduled by YuniKorn", job.name),
                    job.origin.then("scheduler"),
                ));
            }
            if job.runner == Runner::SparkOperator {
                wants.push((
                    "spark-operator",
                    format!("job `{}` is run by the Spark operator", job.name),
                    job.origin.then("runner"),
                ));
            }
        }
        for endpoint in team.endpoints.values() {
            wants.push((
                "aws-load-balancer-controller",
                format!("endpoint `{}` needs a load balancer", endpoint.name),
                endpoint.origin.clone(),
            ));
        }
    }
    for storage in platform.storage.values() {
        let driver = match storage.kind {
            crate::model::StorageKind::Ebs { .. } => "ebs-csi-driver",
            crate::model::StorageKind::LustreDynamic { .. }
            | crate::model::StorageKind::LustreShared(_) => "fsx-csi-driver",
        };
        wants.push((
            driver,
            format!("storage `{}` needs its CSI driver", storage.name),
            storage.origin.clone(),
        ));
    }
    for (addon, message, origin) in wants {
        if platform.cluster.create && platform.addon(addon).is_none() {
            scope.error(
                codes::ADDON_NEEDED,
                format!("{message}, but the add-on `{addon}` is off"),
                origin.place(),
                format!("switch it on: `addons: {{ {addon}: true }}`"),
            );
        }
    }
}

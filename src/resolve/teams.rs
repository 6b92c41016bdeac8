//! Teams with every default applied.

use indexmap::IndexMap;

use super::cluster::{quantity, role_name};
use super::{Scope, codes, first_places, jobs};
use crate::model::{Allowance, Endpoint, Logs, Origin, Platform, StorageKind, Team, Volume};
use crate::source::Route;
use crate::spec::{self, Document};
use crate::units::{JobName, Namespace, PoolName, VolumeName};

/// All teams of the spec.
pub fn teams(
    written: &[Document<spec::Team>],
    platform: &Platform,
    scope: &mut Scope<'_>,
) -> Vec<Team> {
    let teams: Vec<Team> = written.iter().map(|team| team_of(team, platform, scope)).collect();
    let places = first_places(teams.iter().map(|team| (&team.namespace, team)));
    // Two teams of one name have been reported as that.
    let differ = |several: &[&Team]| several.len() > 1 && several[0].name != several[1].name;
    for (namespace, several) in places.iter().filter(|(_, several)| differ(several)) {
        scope.error(
            codes::DUPLICATE_NAMESPACE,
            format!(
                "teams `{}` and `{}` have one namespace, `{namespace}`",
                several[0].name, several[1].name
            ),
            several[1].origin.at("namespace"),
            "EMR takes one virtual cluster for a namespace: give each team its own".to_owned(),
        );
    }
    teams
}

fn team_of(written: &Document<spec::Team>, platform: &Platform, scope: &mut Scope<'_>) -> Team {
    let origin = Origin { document: written.id, route: Route::ROOT };
    let written = &written.value;
    let namespace = written.namespace.clone().unwrap_or_else(|| {
        Namespace::parse(written.name.as_str()).expect("a team's name is a DNS label")
    });
    let cluster = &platform.cluster.name;
    let home = format!("s3://{}/{}/", platform.bucket.name, written.name);
    let mut team = Team {
        name: written.name.clone(),
        labels: written.labels.clone(),
        pools: Vec::new(),
        quota: written.quota.clone(),
        role: written.role.clone().unwrap_or_else(|| role_name(&format!("{cluster}-{namespace}"))),
        data: written.data.clone().unwrap_or_default(),
        logs: logs(written, cluster.as_str(), &namespace, &home),
        virtual_cluster: format!("{cluster}-{namespace}").chars().take(64).collect(),
        volumes: volumes(written, platform, &origin, scope),
        jobs: IndexMap::new(),
        endpoints: IndexMap::new(),
        overrides: written.overrides.clone(),
        allow: Allowance::all(&written.allow, &origin),
        namespace,
        home,
        origin,
    };
    team.jobs = jobs::jobs(written, &team, platform, scope);
    team.endpoints = endpoints(written, &team, platform, scope);
    team.pools = pools(written, &team, platform, scope);
    team
}

fn logs(written: &spec::Team, cluster: &str, namespace: &Namespace, home: &str) -> Logs {
    let logs = written.logs.clone().unwrap_or_default();
    Logs {
        group: logs.group.unwrap_or_else(|| format!("/emr-on-eks-logs/{cluster}/{namespace}")),
        retention_days: logs.retention_days.unwrap_or(7),
        s3: logs.s3.unwrap_or(true).then(|| format!("{home}logs/")),
    }
}

fn volumes(
    written: &spec::Team,
    platform: &Platform,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> IndexMap<VolumeName, Volume> {
    let mut found = IndexMap::new();
    for (name, volume) in &written.volumes {
        let origin = origin.then("volumes").then(name.as_str());
        let Some(storage) = platform.storage.get(&volume.storage) else {
            let known = scope.written_keys(&platform.origin.then("storage"));
            scope.unknown(
                codes::UNKNOWN_STORAGE,
                format!(
                    "volume `{name}` is made from storage `{}`, which no one defines",
                    volume.storage
                ),
                "storage names",
                volume.storage.as_str(),
                &known,
                origin.at("storage"),
            );
            continue;
        };
        let (size, shared) = match &storage.kind {
            StorageKind::Ebs { .. } => (volume.size.clone(), false),
            StorageKind::LustreDynamic { .. } => {
                (volume.size.clone().or_else(|| Some(quantity("1200Gi"))), true)
            }
            // A claim on a shared file system asks for all of it, else it would not be the volume.
            StorageKind::LustreShared(system) => (Some(system.size.clone()), true),
        };
        let Some(size) = size else {
            scope.error(
                codes::INCOMPLETE_JOB,
                format!("volume `{name}` has no size"),
                origin.place(),
                format!(
                    "EBS volumes need one: `{name}: {{ storage: {}, size: 50Gi }}`",
                    volume.storage
                ),
            );
            continue;
        };
        let volume =
            Volume { name: name.clone(), storage: volume.storage.clone(), size, shared, origin };
        found.insert(name.clone(), volume);
    }
    found
}

fn endpoints(
    written: &spec::Team,
    team: &Team,
    platform: &Platform,
    scope: &mut Scope<'_>,
) -> IndexMap<JobName, Endpoint> {
    let mut found = IndexMap::new();
    for (name, endpoint) in &written.endpoints {
        let origin = team.origin.then("endpoints").then(name.as_str());
        let Some((release, pool)) = endpoint.release.clone().zip(endpoint.pool.clone()) else {
            incomplete_endpoint(name, &origin, scope);
            continue;
        };
        jobs::known_pool(
            &pool,
            &format!("endpoint `{name}`"),
            &origin.then("pool"),
            platform,
            scope,
        );
        let driver = jobs::endpoint_driver(endpoint.driver.as_ref(), &pool);
        found.insert(
            name.clone(),
            Endpoint {
                name: name.clone(),
                release: release.with_latest(),
                pool,
                driver,
                conf: endpoint.conf.clone(),
                overrides: endpoint.overrides.clone(),
                allow: Allowance::all(&endpoint.allow, &origin),
                origin,
            },
        );
    }
    found
}

/// What an endpoint lacks, unless what was written there has been refused already.
fn incomplete_endpoint(name: &JobName, origin: &Origin, scope: &mut Scope<'_>) {
    let written = scope.written_keys(origin);
    let missing = ["release", "pool"].into_iter().filter(|key| !written.iter().any(|it| it == key));
    for key in missing {
        scope.error(
            codes::INCOMPLETE_JOB,
            format!("endpoint `{name}` has no `{key}`"),
            origin.place(),
            format!("say it here, or under the team's `defaults: {{ {key}: … }}`"),
        );
    }
}

/// The pools a team may use: those it names, or those its jobs and endpoints run on.
fn pools(
    written: &spec::Team,
    team: &Team,
    platform: &Platform,
    scope: &mut Scope<'_>,
) -> Vec<PoolName> {
    let origin = team.origin.then("pools");
    for (index, pool) in written.pools.iter().enumerate() {
        jobs::known_pool(
            pool,
            &format!("team `{}`", team.name),
            &origin.then(index),
            platform,
            scope,
        );
    }
    let used = team
        .jobs
        .values()
        .flat_map(|job| [&job.driver.pool, &job.executors.shape.pool])
        .chain(team.endpoints.values().map(|endpoint| &endpoint.pool));
    if written.pools.is_empty() {
        let mut pools: Vec<PoolName> = used.cloned().collect();
        pools.sort();
        pools.dedup();
        return pools;
    }
    for job in team.jobs.values() {
        for (role, pool) in [("driver", &job.driver.pool), ("executors", &job.executors.shape.pool)]
        {
            if platform.pools.contains_key(pool) && !written.pools.contains(pool) {
                scope.error(
                    codes::POOL_NOT_ALLOWED,
                    format!(
                        "job `{}` runs its {role} on pool `{pool}`, which team `{}` may not use",
                        job.name, team.name
                    ),
                    job.origin.at("pool"),
                    format!("add `{pool}` to the team's `pools`"),
                );
                break;
            }
        }
    }
    written.pools.iter().filter(|pool| platform.pools.contains_key(*pool)).cloned().collect()
}

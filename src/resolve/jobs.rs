//! Jobs with every default applied.

use indexmap::IndexMap;

use super::cluster::zone_in_region;
use super::{Scope, codes, scratch};
use crate::model::{
    Allowance, Executors, Job, Mount, Origin, Platform, Program, Scratch, Shape, StorageKind, Team,
    YuniKorn, is_address,
};
use crate::spec::{self, Capacity, Instances, Process, Scheduler};
use crate::units::{Duration, JobName, JvmMemory, PoolName, ReleaseLabel, VolumeName, Zone};

/// All jobs of a team; a job that lacks what has no default is reported and left out.
pub fn jobs(
    written: &spec::Team,
    team: &Team,
    platform: &Platform,
    scope: &mut Scope<'_>,
) -> IndexMap<JobName, Job> {
    let mut found = IndexMap::new();
    for (name, job) in &written.jobs {
        let origin = team.origin.then("jobs").then(name.as_str());
        let mut context = Context { name, team, platform, origin, scope };
        if let Some(job) = context.job(job) {
            found.insert(name.clone(), job);
        }
    }
    found
}

/// Reports a pool that no one defines.
pub fn known_pool(
    pool: &PoolName,
    user: &str,
    origin: &Origin,
    platform: &Platform,
    scope: &mut Scope<'_>,
) {
    if !platform.pools.contains_key(pool) {
        let known = scope.written_keys(&platform.origin.then("pools"));
        let message = format!("{user} uses pool `{pool}`, which no one defines");
        scope.unknown(codes::UNKNOWN_POOL, message, "pools", pool.as_str(), &known, origin.place());
    }
}

/// The driver of an endpoint's sessions: 1 core and 8g unless said otherwise.
pub fn endpoint_driver(written: Option<&Process>, pool: &PoolName) -> Shape {
    let written = written.cloned().unwrap_or_default();
    Shape {
        cores: written.cores.unwrap_or(1),
        cpu_request: written.cpu.as_ref().and_then(|cpu| cpu.request.clone()),
        cpu_limit: written.cpu.as_ref().and_then(|cpu| cpu.limit.clone()),
        memory: written.memory.unwrap_or_else(|| memory("8g")),
        overhead: written.overhead,
        capacity: Some(written.capacity.unwrap_or(Capacity::OnDemand)),
        pool: written.pool.unwrap_or_else(|| pool.clone()),
        scratch: scratch::node_default(),
        mounts: Vec::new(),
    }
}

struct Context<'a, 'b> {
    name: &'a JobName,
    team: &'a Team,
    platform: &'a Platform,
    origin: Origin,
    scope: &'a mut Scope<'b>,
}

impl Context<'_, '_> {
    fn job(&mut self, written: &spec::Job) -> Option<Job> {
        let (release, entry_point) = self.required(written)?;
        if let Some(zone) = &written.zone {
            zone_in_region(zone, &self.platform.aws.region, &self.origin.then("zone"), self.scope);
        }
        let home = format!("{}{}/", self.team.home, self.name);
        let driver = self.driver(written)?;
        let executors = self.executors(written)?;
        let monitoring = written.monitoring.clone().unwrap_or_default();
        Some(Job {
            name: self.name.clone(),
            release,
            program: program(&entry_point, &home),
            main_class: written.main_class.clone(),
            arguments: self.arguments(written.arguments.as_deref().unwrap_or_default(), &home),
            data: self.data(&written.data),
            home,
            zone: written.zone.clone().or_else(|| self.zone_of_files(&driver, &executors)),
            driver,
            executors,
            yunikorn: written.scheduler.as_ref().map(yunikorn),
            table_format: written.table_format,
            catalog: written.catalog,
            runner: written.runner.unwrap_or_default(),
            image: written.image.clone(),
            max_runtime: written.max_runtime.clone(),
            max_attempts: written.max_attempts,
            conf: written.conf.clone(),
            prometheus: monitoring.prometheus.unwrap_or(true),
            persistent_ui: monitoring.persistent_ui.unwrap_or(true),
            overrides: written.overrides.clone(),
            allow: Allowance::all(&written.allow, &self.origin),
            origin: self.origin.clone(),
        })
    }

    /// The zone of the Lustre file system that the pods use, if it is known and their pools have
    /// it: from another zone every read is slow, and paid for.
    fn zone_of_files(&self, driver: &Shape, executors: &Executors) -> Option<Zone> {
        let zone = self.platform.file_system_zone()?;
        let shapes = [driver, &executors.shape];
        let pools = || shapes.iter().filter_map(|shape| self.platform.pools.get(&shape.pool));
        let uses_lustre = shapes.iter().any(|shape| self.uses_lustre(shape));
        (uses_lustre && pools().all(|pool| pool.zones.contains(zone))).then(|| zone.clone())
    }

    fn uses_lustre(&self, shape: &Shape) -> bool {
        let scratch = match &shape.scratch {
            Scratch::Claim { volume, .. } => Some(volume),
            Scratch::Node { .. }
            | Scratch::Memory
            | Scratch::OnDemand { .. }
            | Scratch::HostPath(_) => None,
        };
        let volumes = scratch.into_iter().chain(shape.mounts.iter().map(|mount| &mount.volume));
        let storage = volumes.filter_map(|volume| self.team.volumes.get(volume));
        let mut kinds = storage.filter_map(|volume| self.platform.storage.get(&volume.storage));
        kinds.any(|storage| match &storage.kind {
            // Where a file system lies that others made is not known.
            StorageKind::LustreShared(system) => system.id.is_none(),
            StorageKind::LustreDynamic { .. } => true,
            StorageKind::Ebs { .. } => false,
        })
    }

    /// Files and addresses; what lies in S3 is read where it is.
    fn data(&mut self, written: &[String]) -> Vec<String> {
        let other = |item: &&(usize, &String)| item.1.contains("://") && !is_address(item.1);
        let items: Vec<(usize, &String)> = written.iter().enumerate().collect();
        for (index, item) in items.iter().filter(other) {
            self.scope.error(
                spec::codes::BAD_VALUE,
                format!("`{item}` is neither a file beside the spec nor an address `https://…`"),
                self.origin.then("data").at(*index),
                "what lies in S3 is read where it is: name it in `arguments`, and its bucket under the team's `data`".to_owned(),
            );
        }
        written.to_vec()
    }

    fn required(&mut self, written: &spec::Job) -> Option<(ReleaseLabel, String)> {
        let missing: Vec<&str> =
            [("release", written.release.is_none()), ("entryPoint", written.entry_point.is_none())]
                .into_iter()
                .filter_map(|(key, missing)| missing.then_some(key))
                .collect();
        for key in missing {
            // A key whose value was refused has been reported already.
            if self.scope.written_keys(&self.origin).iter().any(|written| written == key) {
                continue;
            }
            self.scope.error(
                codes::INCOMPLETE_JOB,
                format!("job `{}` has no `{key}`", self.name),
                self.origin.place(),
                format!("say it here, or for all jobs under the team's `defaults: {{ {key}: … }}`"),
            );
        }
        Some((written.release.as_ref()?.with_latest(), written.entry_point.clone()?))
    }

    fn driver(&mut self, written: &spec::Job) -> Option<Shape> {
        let own = written.driver.clone().unwrap_or_default();
        let capacity = own.capacity.unwrap_or(Capacity::OnDemand);
        self.shape("driver", written, own, Some(capacity))
    }

    fn executors(&mut self, written: &spec::Job) -> Option<Executors> {
        let own = written.executors.clone().unwrap_or_default();
        let instances = own.instances.clone().unwrap_or(Instances::Fixed(2));
        let capacity = own.capacity;
        let process = Process {
            cores: own.cores,
            cpu: own.cpu,
            memory: own.memory,
            overhead: own.overhead,
            capacity,
            pool: own.pool,
            scratch: own.scratch,
            mounts: own.mounts,
        };
        let shape = self.shape("executors", written, process, capacity)?;
        Some(Executors { instances, shape })
    }

    fn shape(
        &mut self,
        role: &str,
        job: &spec::Job,
        own: Process,
        capacity: Option<Capacity>,
    ) -> Option<Shape> {
        let home = self.origin.then(role);
        let pool = self.pool(&home, job, own.pool.as_ref())?;
        let (scratch, place) = match own.scratch {
            Some(scratch) => (Some(scratch), home.then("scratch")),
            None => (job.scratch.clone(), self.origin.then("scratch")),
        };
        let scratch =
            scratch::resolve(scratch.as_ref(), self.team, self.platform, &place, self.scope);
        let mut mounts = self.mounts(&job.mounts, &self.origin.then("mounts"));
        mounts.extend(self.mounts(&own.mounts, &home.then("mounts")));
        Some(Shape {
            cores: own.cores.unwrap_or(1),
            cpu_request: own.cpu.as_ref().and_then(|cpu| cpu.request.clone()),
            cpu_limit: own.cpu.as_ref().and_then(|cpu| cpu.limit.clone()),
            memory: own.memory.unwrap_or_else(|| memory("1g")),
            overhead: own.overhead,
            capacity,
            pool,
            scratch,
            mounts,
        })
    }

    fn pool(&mut self, home: &Origin, job: &spec::Job, own: Option<&PoolName>) -> Option<PoolName> {
        let user = format!("job `{}`", self.name);
        let (pool, origin) = match (own, &job.pool) {
            (Some(own), _) => (own, home.then("pool")),
            (None, Some(pool)) => (pool, self.origin.then("pool")),
            (None, None) => {
                let keys = self.scope.written_keys(&self.origin);
                // Reported once, for the driver; and not where the value itself was refused.
                if home.route.steps().last() == Some(&"driver".into())
                    && !keys.iter().any(|key| key == "pool")
                {
                    self.scope.error(
                        codes::INCOMPLETE_JOB,
                        format!("{user} has no `pool`"),
                        self.origin.place(),
                        "say where it runs: `pool: NAME`".to_owned(),
                    );
                }
                return None;
            }
        };
        // The job's pool serves both roles: an unknown one is reported for the driver alone.
        if own.is_some() || home.route.steps().last() == Some(&"driver".into()) {
            known_pool(pool, &user, &origin, self.platform, self.scope);
        }
        Some(pool.clone())
    }

    fn mounts(&mut self, written: &IndexMap<String, VolumeName>, home: &Origin) -> Vec<Mount> {
        for (path, volume) in written {
            scratch::known_volume(volume, self.team, &home.then(path), self.scope);
        }
        written
            .iter()
            .map(|(path, volume)| Mount { path: path.clone(), volume: volume.clone() })
            .collect()
    }

    fn arguments(&mut self, written: &[String], home: &str) -> Vec<String> {
        let bucket = format!("s3://{}", self.platform.bucket.name);
        let values = [
            ("input", format!("{home}input/")),
            ("output", format!("{home}output/")),
            ("home", home.to_owned()),
            ("bucket", bucket),
        ];
        let mut done = Vec::with_capacity(written.len());
        for (index, argument) in written.iter().enumerate() {
            let mut text = argument.clone();
            for (name, value) in &values {
                text = text.replace(&format!("${{{name}}}"), value);
            }
            if let Some((_, rest)) = text.split_once("${") {
                let name = rest.split('}').next().unwrap_or(rest);
                self.scope.error(
                    codes::UNKNOWN_VARIABLE,
                    format!("job `{}` uses `${{{name}}}`, which is no variable", self.name),
                    self.origin.then("arguments").at(index),
                    "the variables are `${input}`, `${output}`, `${home}` and `${bucket}`"
                        .to_owned(),
                );
            }
            done.push(text);
        }
        done
    }
}

fn program(entry_point: &str, home: &str) -> Program {
    if entry_point.contains("://") {
        return Program::Uri(entry_point.to_owned());
    }
    let name = entry_point.rsplit('/').next().unwrap_or(entry_point);
    Program::Upload { file: entry_point.to_owned(), uri: format!("{home}scripts/{name}") }
}

fn yunikorn(written: &Scheduler) -> YuniKorn {
    let written = &written.yunikorn;
    YuniKorn {
        queue: written.queue.clone().unwrap_or_else(|| "root.default".to_owned()),
        gang: written.gang.unwrap_or(false),
        placeholder_timeout: written
            .placeholder_timeout
            .clone()
            .unwrap_or_else(|| Duration::parse("10m").expect("a literal of this file")),
    }
}

fn memory(text: &str) -> JvmMemory {
    JvmMemory::parse(text).expect("a literal of this file")
}

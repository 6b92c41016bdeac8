//! What classes and Terraform say of Lustre file systems.

use super::storage::plain_text;
use super::terraform::{self, literal};
use super::{Backend, Bundle, Written};
use crate::artifact::Artifact;
use crate::catalog::fsx::{Deployment, Storage};
use crate::route;
use crate::source::Route;

/// A file system that a class makes for each claim, or that Terraform makes.
#[derive(Clone, Debug)]
pub struct FileSystem<'a> {
    /// What messages call it: ``the class `fsx` ``.
    pub title: String,
    /// What says it.
    pub artifact: &'a Artifact,
    /// The place to point at for what is not said.
    pub home: Route,
    /// The fields as this source spells them: deployment type, throughput, storage type.
    pub fields: [&'static str; 3],
    /// The deployment type.
    pub deployment: Said<'a>,
    /// Megabytes a second for each TiB.
    pub throughput: Said<'a>,
    /// `SSD` or `HDD`.
    pub storage: Said<'a>,
    /// The size in GiB; of a class each claim says it.
    pub gib: Said<'a>,
}

/// What is said of one thing.
#[derive(Clone, Debug)]
pub enum Said<'a> {
    /// Nothing.
    Nothing,
    /// Something that only an expression knows.
    Unknown,
    /// This, here.
    This(String, Written<'a>),
}

impl Said<'_> {
    /// The text, if it is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::This(text, _) => Some(text),
            Self::Nothing | Self::Unknown => None,
        }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

impl FileSystem<'_> {
    /// The deployment type; the oldest where nobody says it, `None` where it cannot be known.
    #[must_use]
    pub fn deployment(&self) -> Option<Deployment> {
        match &self.deployment {
            Said::Nothing => Some(Deployment::Scratch1),
            Said::Unknown => None,
            Said::This(text, _) => Deployment::parse(text),
        }
    }

    /// The disks; `None` where they cannot be known.
    #[must_use]
    pub fn storage(&self) -> Option<Storage> {
        match self.storage.text() {
            Some("HDD") => Some(Storage::Hdd),
            Some("SSD") => Some(Storage::Ssd),
            Some(_) => None,
            None => self.storage.is_nothing().then_some(Storage::Ssd),
        }
    }

    /// The size that a file system of at least so many GiB would have; `None` where it cannot be
    /// known.
    #[must_use]
    pub fn round_up(&self, gib: u64) -> Option<u64> {
        let throughput = self.throughput.text().and_then(|text| text.parse().ok());
        Some(self.deployment()?.round_up(self.storage()?, throughput, gib))
    }
}

/// Storage that grows by itself.
const TIERED: &str = "INTELLIGENT_TIERING";

/// The file systems that the documents make.
#[must_use]
pub fn file_systems<'a>(bundle: &Bundle<'a>) -> Vec<FileSystem<'a>> {
    let classes = bundle.storage_classes.keys().filter_map(|name| of_class(bundle, name));
    let resources = terraform::resources(bundle.artifacts, "aws_fsx_lustre_file_system");
    let resources = resources.map(|resource| of_resource(&resource));
    classes.chain(resources.filter(|it| it.storage.text() != Some(TIERED))).collect()
}

/// What the class of a name says, if it makes Lustre file systems.
#[must_use]
pub fn of_class<'a>(bundle: &Bundle<'a>, name: &str) -> Option<FileSystem<'a>> {
    let class = bundle.storage_classes.get(name)?;
    if Backend::of(&class.provisioner) != Backend::Lustre {
        return None;
    }
    // What grows by itself, or is there already, has none of these facts.
    let says = |key: &str| class.parameters.as_ref().and_then(|all| all.get(key));
    if says("storageType").is_some_and(|it| it == TIERED) || says("fileSystemId").is_some() {
        return None;
    }
    let fields = ["deploymentType", "perUnitStorageThroughput", "storageType"];
    let [deployment, throughput, storage] = fields.map(|field| {
        let value = class.parameters.as_ref().and_then(|all| all.get(field));
        value.map_or(Said::Nothing, |value| {
            let route = route!["parameters", field];
            Said::This(value.clone(), Written { artifact: class.artifact, route })
        })
    });
    let home = if class.parameters.is_some() { "parameters" } else { "provisioner" };
    Some(FileSystem {
        title: format!("the class `{name}`"),
        artifact: class.artifact,
        home: route![home],
        fields,
        deployment,
        throughput,
        storage,
        gib: Said::Nothing,
    })
}

fn of_resource<'a>(resource: &terraform::Resource<'a>) -> FileSystem<'a> {
    let fields = ["deployment_type", "per_unit_storage_throughput", "storage_type"];
    let said = |field: &str| {
        let Some(value) = resource.body.get(field) else { return Said::Nothing };
        let text =
            if value.is_string() { literal(value).map(str::to_owned) } else { plain_text(value) };
        text.map_or(Said::Unknown, |text| {
            let route = resource.route.then(field);
            Said::This(text, Written { artifact: resource.artifact, route })
        })
    };
    let [deployment, throughput, storage] = fields.map(said);
    FileSystem {
        title: format!("the file system `{}`", resource.label),
        artifact: resource.artifact,
        home: resource.route.clone(),
        fields,
        deployment,
        throughput,
        storage,
        gib: said("storage_capacity"),
    }
}

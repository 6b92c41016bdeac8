//! Terraform: what AWS and the cluster must have before `kubectl apply` and the first job.
//!
//! One file for each family of resources, one for each team and each execution role. Only plain
//! resources of the AWS, Kubernetes and Helm providers: nothing is hidden in modules.

mod addon_address;
mod addons;
mod aws_auth;
mod bucket;
mod convert;
mod documents;
mod eks;
mod endpoints;
mod extras;
mod interruption;
mod lustre;
mod network;
mod networking;
mod node_group;
mod outputs;
mod providers;
mod roles;
mod service_role;
mod teams;

use serde_json::Value;

use self::documents::Documents;
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::artifact::{Artifact, Kind};
use crate::model::{Addon, Late, Origin, Platform, Role, Team};
use crate::spec::Identity;

/// The tree of a platform; `artifacts` are the documents of all other families.
pub fn lower(platform: &Platform, artifacts: &[Artifact]) -> Vec<Artifact> {
    let documents = Documents::new(artifacts);
    let context = Context { late: late(platform), platform, documents };
    let cluster = &platform.cluster.origin;
    let mut files = vec![providers::versions(&context)];
    files.extend(context.file("providers", providers::providers(&context), cluster));
    if platform.cluster.create {
        let network = cluster.then("network");
        files.extend(context.cluster_file("network", network::lower(&context), &network));
        files.extend(context.cluster_file("endpoints", endpoints::lower(&context), &network));
        let core = cluster.then("coreNodeGroup");
        files.extend(context.cluster_file("core-node-group", node_group::lower(&context), &core));
        files.extend(context.cluster_file("aws-auth", aws_auth::lower(&context), cluster));
    }
    files.extend(context.cluster_file("cluster", eks::lower(&context), cluster));
    files.extend(context.file("bucket", bucket::lower(&context), &platform.origin.then("aws")));
    let lustre = context.file("lustre", lustre::lower(&context), &platform.origin.then("storage"));
    files.extend(lustre.map(|file| lustre::with_origins(file, platform)));
    files.extend(context.file("outputs", outputs::lower(&context), &platform.origin));
    files.extend(addons::lower(&context));
    files.extend(roles::lower(&context));
    files.extend(teams::lower(&context));
    files
}

/// What every file of the tree is made from.
struct Context<'a> {
    platform: &'a Platform,
    documents: Documents<'a>,
    late: Vec<(String, Expression)>,
}

impl Context<'_> {
    /// A file of the platform, unless nothing is in it.
    fn file(&self, name: &str, file: Configuration, origin: &Origin) -> Option<Artifact> {
        (!file.is_empty()).then(|| self.artifact(name, file, origin))
    }

    /// A file of the cluster or its network.
    fn cluster_file(&self, name: &str, file: Configuration, origin: &Origin) -> Option<Artifact> {
        let artifact = self.file(name, file, origin)?;
        Some(artifact.allowing(&self.platform.cluster.allow))
    }

    /// A file of a team.
    fn team_file(&self, team: &Team, file: Configuration) -> Option<Artifact> {
        let artifact = self.file(&format!("team-{}", team.name), file, &team.origin)?;
        Some(artifact.of_team(&team.name).allowing(&team.allow))
    }

    /// A file of an execution role.
    fn role_file(&self, role: &Role, file: Configuration) -> Option<Artifact> {
        self.file(&format!("role-{}", role.name), file, &role.origin)
    }

    /// A file of an add-on.
    fn addon_file(&self, addon: &Addon, file: Configuration) -> Option<Artifact> {
        let artifact = self.file(&format!("addon-{}", addon.name), file, &addon.origin)?;
        Some(artifact.allowing(&addon.allow))
    }

    fn artifact(&self, name: &str, file: Configuration, origin: &Origin) -> Artifact {
        let path = format!("terraform/{name}.tf.json");
        Artifact::data(Kind::TerraformConfiguration, path, &file.finish(&self.late), origin)
    }
}

/// The late values that texts of other families hold, with what they are here.
fn late(platform: &Platform) -> Vec<(String, Expression)> {
    let mut known = vec![(platform.late(&Late::VpcId), eks::vpc_id(platform))];
    if platform.cluster.identity == Identity::Irsa && platform.cluster.oidc_issuer.is_none() {
        known.push((platform.oidc_issuer(), Expression::new(eks::OIDC_ISSUER)));
    }
    if platform.addon("amazon-managed-prometheus").is_some() {
        known.push((platform.late(&Late::PrometheusWorkspaceId), extras::WORKSPACE.get("id")));
    }
    // A bound value too short to be one would be found inside other words.
    known.retain(|(text, _)| text.len() > 8);
    known
}

/// The output that says a late value which is one of its kind.
fn late_output(file: &mut Configuration, late: &Late, description: &str, value: Expression) {
    file.output(late.output().0, description, value);
}

/// The virtual cluster of a team.
fn virtual_cluster(team: &Team) -> Address {
    Address::named("aws_emrcontainers_virtual_cluster", team.name.as_str())
}

/// The value as JSON text that Terraform makes: the document stays readable beside it, as a local.
fn json_of(file: &mut Configuration, local: &str, document: &Value) -> Expression {
    file.local(local, document);
    Expression::new(format!("jsonencode(local.{local})"))
}

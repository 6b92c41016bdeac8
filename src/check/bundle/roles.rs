//! IAM roles as documents know them: who uses them, who may assume them, what they may do.

use std::collections::BTreeMap;

use super::terraform_roles::TerraformRoles;
use super::{Item, Job, Policy, Statement, Subject};
use crate::artifact::{Artifact, Kind};
use crate::source::Route;
use crate::units::{Arn, base36};

/// A role that jobs, endpoints or service accounts use.
#[derive(Clone, Debug, Default)]
pub struct IamRole<'a> {
    /// Its name.
    pub name: String,
    /// Its ARN, as its users write it.
    pub arn: String,
    /// Its jobs, as indices into the bundle's.
    pub jobs: Vec<usize>,
    /// Its interactive endpoints.
    pub endpoints: Vec<&'a Artifact>,
    /// Its Pod Identity associations.
    pub associations: Vec<&'a Artifact>,
    /// The policies that say who may assume it, as indices into the identity's.
    pub trust: Vec<usize>,
    /// The policies that say what it may do, as indices into the identity's.
    pub permissions: Vec<usize>,
}

/// Roles and policies, and which belongs to which.
#[derive(Clone, Debug, Default)]
pub struct Identity<'a> {
    /// All policies.
    pub policies: Vec<Policy<'a>>,
    /// All roles that something uses, by name.
    pub roles: BTreeMap<String, IamRole<'a>>,
}

impl<'a> Identity<'a> {
    /// Reads roles and policies.
    #[must_use]
    pub fn new(artifacts: &'a [Artifact], jobs: &[Job<'a>]) -> Self {
        let policies: Vec<Policy<'a>> = artifacts.iter().filter_map(Policy::of).collect();
        let mut roles = users(artifacts, jobs);
        let owners = Owners::new(&policies, &roles);
        let terraform = TerraformRoles::new(artifacts, &policies);
        let names: Vec<Vec<String>> = policies
            .iter()
            .map(|policy| match policy.artifact.origins.is_inner() {
                true => terraform.of(policy),
                false => owners.of(policy, &roles).into_iter().collect(),
            })
            .collect();
        for (index, name) in
            names.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |it| (at, it)))
        {
            let Some(role) = roles.get_mut(name) else { continue };
            let is_trust = policies[index].is_trust();
            if is_trust { role.trust.push(index) } else { role.permissions.push(index) }
        }
        // Of a role with a policy that is not in sight nothing is known to be missing.
        for role in roles.values_mut().filter(|role| terraform.is_open(&role.name)) {
            role.permissions.clear();
        }
        Self { policies, roles }
    }

    /// The permission policies of a role.
    pub fn permissions(&self, role: &IamRole<'_>) -> Vec<&Policy<'a>> {
        role.permissions.iter().map(|index| &self.policies[*index]).collect()
    }

    /// The trust policies of a role.
    pub fn trust(&self, role: &IamRole<'_>) -> Vec<&Policy<'a>> {
        role.trust.iter().map(|index| &self.policies[*index]).collect()
    }
}

impl Job<'_> {
    /// The role that it runs as, and its place.
    #[must_use]
    pub fn role_arn(&self) -> Option<(&str, Route)> {
        let is_template = self.artifact.kind == Kind::CreateJobTemplate;
        let home = if is_template { "/jobTemplateData" } else { "" };
        let pointer = &format!("{home}/executionRoleArn");
        let arn = self.artifact.value()?.pointer(pointer)?.as_str()?;
        Some((arn, Route::from_pointer(pointer)))
    }
}

/// The roles that something uses.
fn users<'a>(artifacts: &'a [Artifact], jobs: &[Job<'a>]) -> BTreeMap<String, IamRole<'a>> {
    let mut roles: BTreeMap<String, IamRole<'a>> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate() {
        if let Some(role) = job.role_arn().and_then(|(arn, _)| entry(&mut roles, arn)) {
            role.jobs.push(index);
        }
    }
    for (kind, key) in [
        (Kind::CreateManagedEndpoint, "executionRoleArn"),
        (Kind::PodIdentityAssociation, "roleArn"),
    ] {
        for artifact in artifacts.iter().filter(|artifact| artifact.kind == kind) {
            let arn = artifact.value().and_then(|value| value.get(key)?.as_str());
            let Some(role) = arn.and_then(|arn| entry(&mut roles, arn)) else { continue };
            if kind == Kind::CreateManagedEndpoint {
                role.endpoints.push(artifact);
            } else {
                role.associations.push(artifact);
            }
        }
    }
    roles
}

fn entry<'r, 'a>(
    roles: &'r mut BTreeMap<String, IamRole<'a>>,
    arn: &str,
) -> Option<&'r mut IamRole<'a>> {
    let name = Arn::parse(arn).ok()?.role_name()?.to_owned();
    let role = roles.entry(name.clone()).or_default();
    if role.arn.is_empty() {
        (role.name, role.arn) = (name, arn.to_owned());
    }
    Some(role)
}

/// What tells the role that a policy belongs to.
struct Owners {
    /// The roles by their names in base 36.
    encoded: BTreeMap<String, String>,
    /// The only role that EMR uses, if there is just one.
    only: Option<String>,
    /// How many policies say who, and how many what.
    counts: [usize; 2],
}

impl Owners {
    fn new(policies: &[Policy<'_>], roles: &BTreeMap<String, IamRole<'_>>) -> Self {
        let trust = policies.iter().filter(|policy| policy.is_trust()).count();
        let of_emr = |role: &&IamRole<'_>| !role.jobs.is_empty() || !role.endpoints.is_empty();
        let mut of_emr = roles.values().filter(of_emr);
        let only = of_emr.next().filter(|_| of_emr.next().is_none());
        Self {
            encoded: roles.keys().map(|name| (base36(name), name.clone())).collect(),
            only: only.map(|role| role.name.clone()),
            counts: [policies.len() - trust, trust],
        }
    }

    /// The role of a policy: that of its directory or file, that which its subjects name, or the
    /// only one there is, where the policy is the only one of its kind.
    fn of(&self, policy: &Policy<'_>, roles: &BTreeMap<String, IamRole<'_>>) -> Option<String> {
        if let Some(named) = named_by_path(&policy.artifact.path, roles) {
            return Some(named);
        }
        let subjects = || policy.statements.iter().flat_map(Statement::subjects);
        let encoded = subjects().find_map(|(subject, _)| subject.owner()).map(|(_, role)| role);
        if let Some(name) = encoded.and_then(|encoded| self.encoded.get(encoded)) {
            return Some(name.clone());
        }
        // Trust in other accounts than EMR's is somebody else's role.
        let is_emrs = !policy.is_trust() || subjects().any(|(subject, _)| subject.is_emrs());
        let is_alone = self.counts[usize::from(policy.is_trust())] == 1;
        self.only.clone().filter(|_| is_emrs && is_alone)
    }
}

/// The role whose name is a part of the path, or begins its last part.
fn named_by_path(path: &str, roles: &BTreeMap<String, IamRole<'_>>) -> Option<String> {
    let whole = path.split('/').find_map(|part| roles.get_key_value(part));
    if let Some((name, _)) = whole {
        return Some(name.clone());
    }
    let file = path.rsplit('/').next()?;
    let begins = |name: &&String| {
        file.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(['.', '-', '_']))
    };
    // Of `etl` and `etl-nightly` the longer one is meant by `etl-nightly-trust.json`.
    roles.keys().filter(begins).max_by_key(|name| name.len()).cloned()
}

impl Policy<'_> {
    /// Whether it may admit service accounts that nobody can name here.
    #[must_use]
    pub fn has_open_subject(&self) -> bool {
        let conditions = self.statements.iter().flat_map(|statement| &statement.conditions);
        conditions
            .filter(|condition| condition.key.ends_with(":sub"))
            .any(|condition| condition.values.iter().any(Item::is_open))
    }
}

impl<'a> Statement<'a> {
    /// The service accounts that it admits by their token, each with the condition that says so;
    /// none that a variable is a part of.
    pub fn subjects(&self) -> impl Iterator<Item = (Subject<'a>, &Item<'a>)> {
        let of_subject = self.conditions.iter().filter(|condition| condition.key.ends_with(":sub"));
        of_subject.flat_map(|condition| {
            let known = condition.values.iter().filter(|item| !item.is_open());
            known.filter_map(|item| Some((Subject::parse(item.text)?, item)))
        })
    }
}

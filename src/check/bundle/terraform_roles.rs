//! Which roles the policies in Terraform files belong to, by what names what.

use std::collections::{BTreeMap, BTreeSet};

use super::Policy;
use super::references::{Reference, TerraformModule, terraform_modules};
use super::terraform::resources;
use crate::artifact::Artifact;
use crate::source::Step;

/// Resources that tie a policy to roles, and the arguments that name the roles.
const TIES: [(&str, &str); 3] = [
    ("aws_iam_role_policy", "role"),
    ("aws_iam_role_policy_attachment", "role"),
    ("aws_iam_policy_attachment", "roles"),
];

/// What Terraform files say about roles and their policies.
pub struct TerraformRoles<'a> {
    modules: BTreeMap<&'a str, TerraformModule<'a>>,
    /// The names of roles by directory and address, where no expression makes them; of what is
    /// tied to a role by its name, that name.
    names: BTreeMap<(&'a str, String), &'a str>,
    /// Roles by name that have a policy which is not among the documents.
    open: BTreeSet<String>,
}

impl<'a> TerraformRoles<'a> {
    /// Reads files.
    pub fn new(artifacts: &'a [Artifact], policies: &[Policy<'a>]) -> Self {
        let inner = || policies.iter().filter(|policy| policy.artifact.origins.is_inner());
        let modules = if artifacts.iter().any(is_terraform) {
            terraform_modules(artifacts)
        } else {
            BTreeMap::new()
        };
        let named = [("aws_iam_role", "name")].into_iter().chain(TIES).flat_map(|(kind, key)| {
            resources(artifacts, kind).filter_map(move |it| {
                let at = (directory(&it.artifact.path), format!("{kind}.{}", it.label));
                Some((at, it.text(key)?))
            })
        });
        let mut all = Self { modules, names: named.collect(), open: BTreeSet::new() };
        let known: BTreeSet<(&str, String)> = inner()
            .flat_map(|policy| {
                let home = directory(&policy.artifact.path);
                all.closure(home, address(policy)).into_iter().map(move |it| (home, it))
            })
            .collect();
        all.open = all.unseen(&known);
        let managed = resources(artifacts, "aws_iam_role");
        let managed = managed.filter(|role| role.body.contains_key("managed_policy_arns"));
        all.open.extend(managed.filter_map(|role| Some(role.text("name")?.to_owned())));
        all
    }

    /// The roles that a policy inside a Terraform file belongs to.
    pub fn of(&self, policy: &Policy<'_>) -> Vec<String> {
        let home = directory(&policy.artifact.path);
        self.roles(home, self.closure(home, address(policy)))
    }

    /// Whether a role has a policy that is not among the documents.
    pub fn is_open(&self, role: &str) -> bool {
        self.open.contains(role)
    }

    /// The parts that have a policy in them, directly or by naming one that has.
    fn closure(&self, home: &str, address: String) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut next = vec![address];
        while let Some(address) = next.pop() {
            let naming = self.references(home).filter(|it| it.to == address && is_policy(it));
            next.extend(naming.filter_map(|it| it.from.clone()).filter(|it| !found.contains(it)));
            found.insert(address);
        }
        found
    }

    /// The names of the roles that parts are, or that they tie a policy to.
    fn roles(&self, home: &str, parts: BTreeSet<String>) -> Vec<String> {
        let tied = |it: &&Reference<'_>| {
            it.from.as_ref().is_some_and(|from| parts.contains(from)) && names_role(it)
        };
        let tied = self.references(home).filter(tied).map(|it| it.to.clone());
        let addresses: BTreeSet<String> = parts.iter().cloned().chain(tied).collect();
        let name = |address: String| self.name(home, &address);
        addresses.into_iter().filter_map(name).collect()
    }

    fn name(&self, home: &str, address: &str) -> Option<String> {
        let mut all = self.names.iter();
        let (_, name) = all.find(|((at, of), _)| *at == home && of == address)?;
        Some((*name).to_owned())
    }

    /// The roles to which something is tied that holds no policy in sight.
    fn unseen(&self, known: &BTreeSet<(&str, String)>) -> BTreeSet<String> {
        let mut open = BTreeSet::new();
        for (home, module) in &self.modules {
            for address in module.declared.keys() {
                let is_tie = TIES.iter().any(|(kind, _)| is_of(address, kind));
                if is_tie && !known.contains(&(*home, address.clone())) {
                    open.extend(self.roles(home, BTreeSet::from([address.clone()])));
                }
            }
            for it in &module.references {
                let from = it.from.as_deref().unwrap_or_default();
                // A module that is given a role may give it a policy.
                if from.starts_with("module.") {
                    open.extend(self.name(home, &it.to));
                } else if has_key(it, "inline_policy") && !known.contains(&(*home, it.to.clone())) {
                    open.extend(self.name(home, from));
                }
            }
        }
        open
    }

    fn references(&self, home: &str) -> impl Iterator<Item = &Reference<'a>> {
        self.modules.get(home).into_iter().flat_map(|module| &module.references)
    }
}

fn is_terraform(artifact: &Artifact) -> bool {
    artifact.kind == crate::artifact::Kind::TerraformConfiguration
}

fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// The address of the part that a policy stands in: `aws_iam_role.etl`, `local.trust`.
fn address(policy: &Policy<'_>) -> String {
    let steps = policy.artifact.origins.route().steps();
    let mut keys = steps.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_ref()),
        Step::Index(_) => None,
    });
    let mut next = || keys.next().unwrap_or_default();
    match next() {
        "locals" => format!("local.{}", next()),
        "data" => format!("data.{}.{}", next(), next()),
        _ => format!("{}.{}", next(), next()),
    }
}

fn is_of(address: &str, kind: &str) -> bool {
    address.split_once('.').is_some_and(|(of, _)| of == kind)
}

/// Whether a reference is to the policy that the part has, and not to something in it.
fn is_policy(reference: &Reference<'_>) -> bool {
    ["policy", "policy_arn", "assume_role_policy", "inline_policy", "managed_policy_arns"]
        .iter()
        .any(|key| has_key(reference, key))
        || reference.from.as_ref().is_some_and(|from| from.starts_with("local."))
        || has_key(reference, "source_policy_documents")
}

/// Whether a reference is to the role that a policy is tied to.
fn names_role(reference: &Reference<'_>) -> bool {
    let from = reference.from.as_deref().unwrap_or_default();
    TIES.iter().any(|(kind, key)| is_of(from, kind) && has_key(reference, key))
}

fn has_key(reference: &Reference<'_>, wanted: &str) -> bool {
    let mut steps = reference.route.steps().iter();
    steps.any(|step| matches!(step, Step::Key(key) if key.as_ref() == wanted))
}

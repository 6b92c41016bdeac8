//! The subnets that Terraform files declare, and those of them that a node class takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::terraform::{self, literal};
use super::{Bundle, Pool, Written};
use crate::artifact::karpenter::SelectorTerm;
use crate::units::Cidr;

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet<'a> {
    /// Where its network is said.
    pub at: Written<'a>,
    /// The network.
    pub cidr: String,
    /// The addresses that it has for nodes and pods.
    pub addresses: u64,
    tags: BTreeMap<String, String>,
}

/// AWS keeps the first four addresses of a subnet and its last.
const KEPT: u64 = 5;

impl<'a> Bundle<'a> {
    /// The subnets that are declared; `None` where expressions decide how many there are, what they
    /// are called or how large they are.
    #[must_use]
    pub fn subnets(&self) -> Option<Vec<Subnet<'a>>> {
        let own = terraform::resources(self.artifacts, "aws_subnet").map(|it| of_resource(&it));
        let own: Option<Vec<Subnet<'a>>> = own.collect();
        let mut all = own?;
        for module in terraform::modules(self.artifacts) {
            if module.body.contains_key("private_subnets") {
                all.extend(of_module(&module)?);
            }
        }
        Some(all)
    }
}

impl Pool<'_> {
    /// The subnets that nodes of the pool may be in, as indices; `None` where that is not known.
    #[must_use]
    pub fn subnets(&self, all: &[Subnet<'_>]) -> Option<Vec<usize>> {
        let terms = &self.class.as_ref()?.spec.subnet_selector_terms;
        if terms.is_empty() || terms.iter().any(|term| term.tags.is_empty()) {
            return None;
        }
        let is_taken = |subnet: &Subnet<'_>| terms.iter().any(|term| takes(term, subnet));
        let taken = all.iter().enumerate().filter(|(_, subnet)| is_taken(subnet));
        Some(taken.map(|(index, _)| index).collect())
    }
}

fn takes(term: &SelectorTerm, subnet: &Subnet<'_>) -> bool {
    let has = |(key, wanted): (&String, &String)| {
        subnet.tags.get(key).is_some_and(|value| is_like(value, wanted))
    };
    term.tags.iter().all(has)
}

/// Whether a value is what a filter of EC2 asks for, in which `*` stands for any text.
fn is_like(value: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return value == pattern };
    let Some(mut value) = value.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = value.find(part) else { return false };
        value = &value[at + part.len()..];
    }
    value.ends_with(last)
}

fn of_resource<'a>(resource: &terraform::Resource<'a>) -> Option<Subnet<'a>> {
    let is_one = !["count", "for_each"].iter().any(|key| resource.body.contains_key(*key));
    let cidr = resource.text("cidr_block").filter(|_| is_one)?;
    let at = Written { artifact: resource.artifact, route: resource.route.then("cidr_block") };
    subnet(cidr, at, resource.body.get("tags").and_then(Value::as_object))
}

/// The private subnets of the public VPC module.
fn of_module<'a>(module: &terraform::Resource<'a>) -> Option<Vec<Subnet<'a>>> {
    let list = module.body.get("private_subnets")?.as_array()?;
    let tags = module.body.get("private_subnet_tags").and_then(Value::as_object);
    let home = module.route.then("private_subnets");
    let numbered = list.iter().enumerate();
    numbered
        .map(|(index, cidr)| {
            let at = Written { artifact: module.artifact, route: home.then(index) };
            subnet(literal(cidr)?, at, tags)
        })
        .collect()
}

fn subnet<'a>(
    cidr: &str,
    at: Written<'a>,
    tags: Option<&Map<String, Value>>,
) -> Option<Subnet<'a>> {
    let bits = 32 - u32::from(Cidr::parse(cidr).ok()?.network().prefix_len());
    let tags = tags.into_iter().flatten();
    let tags = tags.map(|(key, value)| Some((key.clone(), literal(value)?.to_owned())));
    let addresses = (1_u64 << bits).saturating_sub(KEPT);
    Some(Subnet { at, cidr: cidr.to_owned(), addresses, tags: tags.collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_know_stars() {
        assert!(is_like("etl-private-a", "etl-private*") && is_like("x", "*"));
        assert!(is_like("etl-private-a", "*private*") && is_like("abc", "a*c"));
        assert!(!is_like("etl-public-a", "etl-private*") && !is_like("abcd", "a*c"));
        assert!(!is_like("ab", "abc") && is_like("abc", "abc"));
    }
}

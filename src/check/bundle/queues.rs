//! The queues of YuniKorn, as its chart's values or its ConfigMap describe them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::storage::plain_text;
use super::{Bundle, Written};
use crate::artifact::Kind;
use crate::diagnostic::Diagnostics;
use crate::parse::read_yaml;
use crate::route;
use crate::source::{Route, Sources};
use crate::units::Quantity;

/// Amounts by resource: `vcore` in thousandths, all else in whole units. What is not named is not
/// bounded.
pub type Amounts = BTreeMap<String, u64>;

/// The queues of the default partition.
#[derive(Clone, Debug)]
pub struct Queues {
    /// The document with the text that describes them, as an index into the bundle's.
    document: usize,
    /// The text in it.
    route: Route,
    /// Whether placement rules may put an application elsewhere than it asks, or make a queue.
    pub has_rules: bool,
    /// The topmost queue.
    pub root: Queue,
}

/// A queue with those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Its path: `root.etl`.
    pub path: String,
    /// Whether it is said to have children even where none is written.
    pub is_parent: bool,
    /// What it is guaranteed.
    pub guaranteed: Amounts,
    /// The most that it may have.
    pub max: Amounts,
    /// The queues below.
    pub children: Vec<Queue>,
}

impl Queue {
    /// Whether applications may be in it: it is a leaf.
    #[must_use]
    pub fn takes_applications(&self) -> bool {
        self.children.is_empty() && !self.is_parent
    }
}

impl Queues {
    /// The queues on the way to a path, the topmost first; `None` where there is no such queue.
    #[must_use]
    pub fn way_to(&self, path: &str) -> Option<Vec<&Queue>> {
        let path = path.to_lowercase();
        let full =
            if path == "root" || path.starts_with("root.") { path } else { format!("root.{path}") };
        let mut way = vec![&self.root];
        while way.last().is_some_and(|queue| queue.path != full) {
            let below = |queue: &&Queue| {
                full == queue.path || full.starts_with(&format!("{}.", queue.path))
            };
            way.push(way.last()?.children.iter().find(below)?);
        }
        Some(way)
    }

    /// Every queue, parents first.
    #[must_use]
    pub fn all(&self) -> Vec<&Queue> {
        let mut all = vec![&self.root];
        let mut next = 0;
        while next < all.len() {
            all.extend(&all[next].children);
            next += 1;
        }
        all
    }
}

impl<'a> Bundle<'a> {
    /// The queues, where one document describes them.
    #[must_use]
    pub fn queues(&self) -> Option<&Queues> {
        self.queues.get_or_init(|| read(self)).as_ref()
    }

    /// Where the queues are described.
    #[must_use]
    pub fn place_of_queues(&self, queues: &Queues) -> Written<'a> {
        Written { artifact: &self.artifacts[queues.document], route: queues.route.clone() }
    }
}

/// The ConfigMap that people write wins over what the chart writes.
fn read(bundle: &Bundle<'_>) -> Option<Queues> {
    let own = text_of_map(bundle, "yunikorn-configs");
    let (at, text) = own
        .or_else(|| text_of_chart(bundle))
        .or_else(|| text_of_map(bundle, "yunikorn-defaults"))?;
    let partitions = document(&text)?;
    let partition = partitions.get("partitions")?.as_array()?.iter();
    let partition = partition.into_iter().find(|one| one["name"] == "default")?;
    let top = partition.get("queues")?.as_array()?;
    let root = match top.as_slice() {
        [one] if one["name"] == "root" => queue(one, ""),
        many => Queue {
            path: "root".to_owned(),
            is_parent: true,
            children: many.iter().map(|one| queue(one, "root")).collect(),
            ..Queue::default()
        },
    };
    let document = bundle.artifacts.iter().position(|it| std::ptr::eq(it, at.artifact))?;
    let route = at.route;
    Some(Queues { document, route, has_rules: partition.get("placementrules").is_some(), root })
}

fn text_of_map<'a>(bundle: &Bundle<'a>, name: &str) -> Option<(Written<'a>, String)> {
    let artifact = bundle.of(Kind::ConfigMap).find(|map| map.name() == Some(name))?;
    let text = artifact.value()?.get("data")?.get("queues.yaml")?.as_str()?;
    Some((Written { artifact, route: route!["data", "queues.yaml"] }, text.to_owned()))
}

fn text_of_chart<'a>(bundle: &Bundle<'a>) -> Option<(Written<'a>, String)> {
    bundle.installs_of("yunikorn").find_map(|install| {
        let pointer = "/yunikornDefaults/queues.yaml";
        let text = install.value(pointer)?.as_str()?;
        let at = Written { artifact: install.artifact, route: install.place(pointer) };
        Some((at, text.to_owned()))
    })
}

/// The first document of a text in YAML; what is wrong with it is not ours to say.
pub(super) fn document(text: &str) -> Option<Value> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents = read_yaml(&mut sources, "queues.yaml", text, &mut diagnostics);
    Some(sources.document(*documents.first()?).to_value())
}

/// A queue and those below it. YuniKorn takes names in any case for the same.
fn queue(written: &Value, above: &str) -> Queue {
    let name = written["name"].as_str().unwrap_or_default().to_lowercase();
    let path = if above.is_empty() { name } else { format!("{above}.{name}") };
    let below = written.get("queues").and_then(Value::as_array).into_iter().flatten();
    Queue {
        is_parent: written["parent"] == true || written["parent"] == "true",
        guaranteed: amounts(written.pointer("/resources/guaranteed")),
        max: amounts(written.pointer("/resources/max")),
        children: below.map(|one| queue(one, &path)).collect(),
        path,
    }
}

fn amounts(map: Option<&Value>) -> Amounts {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    let amount = |(key, value): (&String, &Value)| {
        let quantity = Quantity::parse(&plain_text(value)?).ok()?;
        let amount = if key == "vcore" { quantity.milli() } else { quantity.bytes() };
        Some((key.clone(), u64::try_from(amount).ok()?))
    };
    entries.filter_map(amount).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Queue {
        queue(&document(text).unwrap(), "")
    }

    #[test]
    fn queues_are_found_by_their_path() {
        let text = "name: root\nqueues:\n- name: Prod\n  queues: [{name: etl}]\n- name: produce\n";
        let root = root(text);
        let queues = Queues { document: 0, route: Route::ROOT, has_rules: false, root };
        let names = |path: &str| {
            let way = queues.way_to(path)?;
            Some(way.iter().map(|queue| queue.path.clone()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(names("root.prod.etl").as_deref(), Some("root root.prod root.prod.etl"));
        assert_eq!(names("produce").as_deref(), Some("root root.produce"));
        assert_eq!(names("root.dev"), None);
        assert_eq!(queues.all().len(), 4);
    }

    #[test]
    fn amounts_have_their_units() {
        let text =
            "name: a\nresources:\n  max: {vcore: 500m, memory: 1G}\n  guaranteed: {vcore: 2}\n";
        let queue = root(text);
        assert_eq!(queue.max.get("vcore"), Some(&500));
        assert_eq!(queue.max.get("memory"), Some(&1_000_000_000));
        assert_eq!(queue.guaranteed.get("vcore"), Some(&2000));
    }
}

//! The values that somebody gives to a chart, in the layers in which they are written.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::load;
use crate::source::Route;

/// The values of a chart.
#[derive(Clone, Debug, Default)]
pub struct Values<'a> {
    /// Each with its place; of two that say the same thing the later one wins.
    layers: Vec<(Cow<'a, Value>, Route)>,
    /// Whether more are given that are not in sight.
    is_partial: bool,
}

impl<'a> Values<'a> {
    /// Adds values that are data of the document.
    pub fn add(&mut self, value: Option<&'a Value>, home: Route) {
        self.layers.extend(value.map(|value| (Cow::Borrowed(value), home)));
    }

    /// Adds values that are a text of the document; what a template or an expression makes of it is
    /// not in sight.
    pub fn add_text(&mut self, text: Option<&str>, home: Route) {
        let Some(text) = text else { return };
        let is_made = text.contains("%{") || text.contains("{{");
        match load::yaml(text).filter(|value| value.is_object() && !is_made) {
            Some(value) => self.layers.push((Cow::Owned(value), home)),
            None => self.is_partial = true,
        }
    }

    /// Adds one value by its name with dots, as `helm --set` takes it.
    pub fn add_named(&mut self, name: &str, value: &Value, home: Route) {
        // An entry of a list changes one that is written elsewhere.
        if name.contains(['[', '{']) {
            self.is_partial = true;
            return;
        }
        let text = value.as_str().unwrap_or_default();
        // Helm takes truths and whole numbers out of a text, and leaves `1.10` what it is.
        let is_typed = |it: &Value| it.is_boolean() || it.is_i64();
        let plain = serde_json::from_str(text).ok().filter(is_typed);
        let value = plain.unwrap_or_else(|| value.clone());
        let nested = steps(name)
            .into_iter()
            .rev()
            .fold(value, |below, step| Value::Object(Map::from_iter([(step, below)])));
        self.layers.push((Cow::Owned(nested), home));
    }

    /// Says that more values are given that are not in sight, where that is so.
    pub fn hide(&mut self, is_hidden: bool) {
        self.is_partial |= is_hidden;
    }

    /// Whether there are values, and all of them are in sight: what is not written has its default.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_partial && !self.layers.is_empty()
    }

    /// A value by its pointer: `/settings/interruptionQueue`.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        self.layers.iter().rev().find_map(|(value, _)| value.pointer(pointer))
    }

    /// The place of a value, or of what comes nearest.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Option<Route> {
        let saying = self.layers.iter().rev().find(|(value, _)| value.pointer(pointer).is_some());
        let (_, home) = saying.or(self.layers.last())?;
        Some(home.join(Route::from_pointer(pointer).steps()))
    }

    /// All values, each with its place.
    pub fn layers(&self) -> impl Iterator<Item = (&Value, &Route)> {
        self.layers.iter().map(|(value, home)| (value.as_ref(), home))
    }
}

/// The names between dots that no backslash stands before.
fn steps(name: &str) -> Vec<String> {
    const DOT: &str = "\u{0}";
    let plain = name.replace("\\.", DOT);
    plain.split('.').map(|step| step.replace(DOT, ".")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::route;

    #[test]
    fn the_later_layer_wins_and_each_has_its_place() {
        let written = json!({ "settings": { "clusterName": "a", "interruptionQueue": "b" } });
        let mut values = Values::default();
        values.add(Some(&written), route!["values"]);
        values.add_named("settings.clusterName", &json!("c"), route!["set", 0]);
        assert_eq!(values.get("/settings/clusterName"), Some(&json!("c")));
        assert_eq!(values.get("/settings/interruptionQueue"), Some(&json!("b")));
        let place = values.place("/settings/interruptionQueue").unwrap();
        assert_eq!(place, route!["values", "settings", "interruptionQueue"]);
        assert!(values.is_whole());
    }

    #[test]
    fn texts_are_yaml_or_an_encoded_expression() {
        let read = |text: &str| {
            let mut values = Values::default();
            values.add_text(Some(text), route!["values", 0]);
            values.is_whole().then(|| values.get("/settings/reservedENIs").cloned()).flatten()
        };
        assert_eq!(read("settings:\n  reservedENIs: \"1\"\n"), Some(json!("1")));
        let encoded = "${yamlencode({ settings = { reservedENIs = 1, clusterName = var.name } })}";
        assert_eq!(read(encoded), Some(json!(1)));
        for made in ["${file(\"karpenter.yaml\")}", "a: [", "settings: {{ .Values.x }}", "a text"] {
            assert_eq!(read(made), None, "{made}");
        }
    }

    #[test]
    fn names_have_dots_and_values_types() {
        let mut values = Values::default();
        values.add_named("settings.featureGates.nodeOverlay", &json!("true"), route!["set", 0]);
        values.add_named("nodeSelector.karpenter\\.sh/controller", &json!("on"), route!["set", 1]);
        assert_eq!(values.get("/settings/featureGates/nodeOverlay"), Some(&json!(true)));
        assert_eq!(values.get("/nodeSelector/karpenter.sh~1controller"), Some(&json!("on")));
        values.add_named("image.tag", &json!("1.10"), route!["set", 3]);
        assert_eq!(values.get("/image/tag"), Some(&json!("1.10")));
        values.add_named("tolerations[0].key", &json!("a"), route!["set", 2]);
        assert!(!values.is_whole());
    }
}

//! Whether a toleration tolerates a taint.

use k8s_openapi::api::core::v1::Toleration;

use crate::artifact::karpenter::Taint;

/// Kubernetes' rule: an empty key with `Exists` tolerates all, an empty effect matches all effects.
#[must_use]
pub fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let effect = toleration.effect.as_deref().filter(|effect| !effect.is_empty());
    if effect.is_some_and(|effect| effect != taint.effect) {
        return false;
    }
    let key = toleration.key.as_deref().unwrap_or_default();
    let is_exists = toleration.operator.as_deref() == Some("Exists");
    if is_exists && key.is_empty() {
        return true;
    }
    let value = toleration.value.as_deref().unwrap_or_default();
    key == taint.key && (is_exists || value == taint.value.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taint() -> Taint {
        Taint { key: "team".into(), value: Some("a".into()), effect: "NoSchedule".into() }
    }

    fn tolerated(key: &str, operator: &str, value: &str, effect: &str) -> bool {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let toleration = Toleration {
            key: some(key),
            operator: some(operator),
            value: some(value),
            effect: some(effect),
            ..Toleration::default()
        };
        tolerates(&toleration, &taint())
    }

    #[test]
    fn key_value_and_effect_must_fit() {
        assert!(tolerated("team", "Equal", "a", "NoSchedule"));
        assert!(tolerated("team", "", "a", ""), "Equal and all effects are the defaults");
        assert!(tolerated("team", "Exists", "", ""));
        assert!(tolerated("", "Exists", "", ""), "tolerates everything");
        assert!(!tolerated("team", "Equal", "b", "NoSchedule"));
        assert!(!tolerated("team", "Equal", "", ""), "no value is another value");
        assert!(!tolerated("team", "Exists", "", "NoExecute"));
        assert!(!tolerated("", "Equal", "a", ""));
    }
}

//! Policies by which Karpenter starts instances.

use serde_json::Value;

use super::{Bundle, Policy};

/// What a launch takes: each is tried by a dry run before a node class is ready.
pub const LAUNCHING: [&str; 3] =
    ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"];

impl<'a> Bundle<'a> {
    /// A policy that lets somebody start instances as Karpenter does.
    #[must_use]
    pub fn starter(&self) -> Option<&Policy<'a>> {
        let starts = |policy: &&Policy<'_>| {
            let mut needed = ["ec2:RunInstances", "ec2:CreateFleet"].into_iter();
            needed.all(|action| policy.allowing(action).next().is_some())
        };
        self.identity.policies.iter().find(starts)
    }

    /// A policy that allows a part of a launch, and whose words or path say that it is Karpenter's.
    #[must_use]
    pub fn starter_by_name(&self) -> Option<&Policy<'a>> {
        let launches = |policy: &&Policy<'_>| {
            LAUNCHING.iter().any(|action| policy.allowing(action).next().is_some())
        };
        let names_it = |policy: &&Policy<'_>| {
            let artifact = policy.artifact;
            let says = |text: &str| text.to_ascii_lowercase().contains("karpenter");
            says(&artifact.path)
                || artifact.value().map(Value::to_string).is_some_and(|it| says(&it))
        };
        self.identity.policies.iter().filter(launches).find(names_it)
    }
}

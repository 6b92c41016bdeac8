//! What may end a node, and what keeps a pod out of it.

use serde_json::Value;

use super::{Bundle, Pod, Pool, Written};
use crate::artifact::karpenter::{Budget, SelectorTerm};
use crate::source::Route;
use crate::units::{Duration, DurationOrNever, MinorVersion};

/// The annotation by which emrgen's pods say how long their job may run.
pub const MAX_RUNTIME: &str = "emrgen.io/max-runtime";
/// The annotation that keeps Karpenter from disrupting a pod's node of its own will.
pub const DO_NOT_DISRUPT: &str = "karpenter.sh/do-not-disrupt";
/// What it was called before Karpenter's API was beta.
pub const DO_NOT_EVICT: &str = "karpenter.sh/do-not-evict";
/// The release of Karpenter from which the annotation may be a time.
const TIMED_SINCE: MinorVersion = MinorVersion::new(1, 12);
/// The age at which nodes are replaced where a pool says nothing, in seconds: 720h.
const DEFAULT_EXPIRY: u64 = 720 * 3600;

/// What keeps a pod's node from being disrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Nothing.
    None,
    /// As long as the pod is there.
    Always,
    /// So many seconds.
    For(u64),
    /// Something is written that has no effect.
    Void,
}

impl Pool<'_> {
    /// Whether Karpenter moves pods off nodes of the pool that are underused.
    #[must_use]
    pub fn consolidates_underused(&self) -> bool {
        let disruption = self.view.spec.disruption.as_ref();
        let after = disruption.and_then(|it| it.consolidate_after.as_deref());
        let policy = disruption.and_then(|it| it.consolidation_policy.as_deref());
        !self.is_fixed()
            && after != Some("Never")
            && policy != Some("WhenEmpty")
            && !self.is_protected()
            && !self.is_closed_to("Underutilized")
    }

    /// Its budgets, as written.
    #[must_use]
    pub fn budgets(&self) -> &[Budget] {
        let written = self.view.spec.disruption.as_ref().and_then(|it| it.budgets.as_deref());
        written.unwrap_or_default()
    }

    /// Whether a budget never lets a node go for a reason.
    fn is_closed_to(&self, reason: &str) -> bool {
        self.budgets().iter().filter(|budget| budget.schedule.is_none()).any(|budget| {
            let reasons = budget.reasons.as_ref();
            let is_for = reasons.is_none_or(|all| all.iter().any(|it| it == reason));
            is_for && matches!(budget.nodes.as_str(), "0" | "0%")
        })
    }

    /// How long it waits for it after the last pod came or went, in seconds; `None` for never or
    /// what cannot be read.
    #[must_use]
    pub fn consolidates_after(&self) -> Option<u64> {
        let disruption = self.view.spec.disruption.as_ref();
        match disruption.and_then(|it| it.consolidate_after.as_deref()) {
            None => Some(0),
            Some(text) => DurationOrNever::parse(text).ok()?.seconds(),
        }
    }

    /// The age in seconds at which its nodes are replaced; `None` for never or what cannot be read.
    #[must_use]
    pub fn expires_after(&self) -> Option<u64> {
        match self.view.spec.template.spec.expire_after.as_deref() {
            None => Some(DEFAULT_EXPIRY),
            Some(text) => DurationOrNever::parse(text).ok()?.seconds(),
        }
    }

    /// How long a draining node waits for its pods, in seconds; `None` for ever.
    #[must_use]
    pub fn waits_for(&self) -> Option<u64> {
        let text = self.view.spec.template.spec.termination_grace_period.as_deref()?;
        Duration::parse(text).ok().map(|period| period.seconds())
    }

    /// Whether its nodes drift without anyone changing a document, for their AMI is the newest that
    /// a pattern, tags or a parameter find. The alias `@latest` is the business of another rule.
    #[must_use]
    pub fn drifts_by_itself(&self) -> bool {
        let Some(class) = &self.class else { return false };
        let mut terms = class.spec.ami_selector_terms.iter();
        !self.is_closed_to("Drifted") && terms.any(finds_the_newest)
    }

    /// Whether its nodes themselves are annotated to be left alone.
    fn is_protected(&self) -> bool {
        let annotations = &self.view.spec.template.metadata.annotations;
        annotations.get(DO_NOT_DISRUPT).is_some_and(|value| value == "true")
    }
}

/// A name without wildcards, an identifier, and a parameter that names a release say one image.
fn finds_the_newest(term: &SelectorTerm) -> bool {
    if term.id.is_some() || term.alias.is_some() {
        return false;
    }
    if let Some(parameter) = term.rest.get("ssmParameter").and_then(Value::as_str) {
        return parameter.contains("/recommended") || parameter.contains("latest");
    }
    term.name.as_deref().is_none_or(|name| name.contains(['*', '?']))
}

impl<'a> Pod<'a> {
    /// How long it may run, in seconds, where someone says it.
    #[must_use]
    pub fn longest_run(&self) -> Option<u64> {
        let stated = self.annotations.get(MAX_RUNTIME);
        let stated = stated.and_then(|text| Some(Duration::parse(text).ok()?.seconds()));
        stated.or_else(|| u64::try_from(self.spec.active_deadline_seconds?).ok())
    }

    /// What keeps its node from being disrupted.
    #[must_use]
    pub fn protection(&self, karpenter: MinorVersion) -> Protection {
        let Some(value) = self.annotations.get(DO_NOT_DISRUPT) else {
            let is_old = self.annotations.contains_key(DO_NOT_EVICT);
            return if is_old { Protection::Void } else { Protection::None };
        };
        match Duration::parse(value) {
            _ if value == "true" => Protection::Always,
            Ok(time) if karpenter >= TIMED_SINCE => Protection::For(time.seconds()),
            Ok(_) | Err(_) => Protection::Void,
        }
    }

    /// Whether it is protected for as long as it may run; where nobody says how long, by any
    /// protection.
    #[must_use]
    pub fn is_protected(&self, karpenter: MinorVersion) -> bool {
        match self.protection(karpenter) {
            Protection::Always => true,
            Protection::For(time) => self.longest_run().is_none_or(|longest| longest <= time),
            Protection::None | Protection::Void => false,
        }
    }
}

impl<'a> Bundle<'a> {
    /// Where an annotation of a pod is written: in the job's configuration, or beside its spec.
    #[must_use]
    pub fn annotation_place(&self, pod: &Pod<'a>, key: &str) -> Written<'a> {
        let role = pod.role.spark().map(crate::sizing::Role::word);
        let of_conf = self.job_of(pod).zip(role).and_then(|(job, role)| {
            let setting = job.conf.setting(&format!("spark.kubernetes.{role}.annotation.{key}"))?;
            Some(Written { artifact: job.artifact, route: setting.route.clone() })
        });
        of_conf.unwrap_or_else(|| {
            let route = match pod.at.steps().split_last() {
                // The driver or the executor of an application.
                Some((last, _)) if *last != "spec".into() => pod.at.then("annotations"),
                Some((_, home)) => Route::ROOT.join(home).then("metadata").then("annotations"),
                None => Route::ROOT,
            };
            Written { artifact: pod.artifact, route: route.then(key) }
        })
    }
}

/// Seconds as people say them: `36h`, `1h30m`, `45s`.
#[must_use]
pub fn span(seconds: u64) -> String {
    u32::try_from(seconds)
        .map_or_else(|_| format!("{}h", seconds / 3600), |it| Duration::of_seconds(it).to_string())
}

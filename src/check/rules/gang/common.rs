//! What several rules about gangs ask.

use std::collections::BTreeSet;

use crate::check::Bundle;
use crate::check::bundle::{Pod, Said, Written};

/// A pod, what it says, by what, and where.
pub type Saying<'b, 'a> = (&'b Pod<'a>, &'b str, Said, Written<'a>);

/// The pods that YuniKorn places and that say something, with what they say and where; one for each
/// place, since jobs may share a template.
pub fn pods_that_say<'b, 'a>(
    bundle: &'b Bundle<'a>,
    said: impl Fn(&'b Pod<'a>) -> Option<(&'b str, Said)>,
) -> Vec<Saying<'b, 'a>> {
    let mut seen = BTreeSet::new();
    let pods = bundle.pods.iter().filter(|pod| pod.task_group.is_none() && pod.is_of_yunikorn());
    let saying = pods.filter_map(|pod| said(pod).map(|(value, how)| (pod, value, how)));
    let placed =
        saying.map(|(pod, value, how)| (pod, value, how, pod.place_of_said(how, &bundle.jobs)));
    placed
        .filter(|(_, _, _, at)| seen.insert((std::ptr::from_ref(at.artifact), at.route.clone())))
        .collect()
}

/// Whether something puts another text in before anyone reads the value.
pub fn is_template(value: &str) -> bool {
    ["{{", "${", "$(", "<"].iter().any(|mark| value.contains(mark))
}

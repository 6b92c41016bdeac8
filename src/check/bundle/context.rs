//! What is known beside the documents.

use crate::schema::Targets;
use crate::sizing::Resources;

/// What is known beside the documents: for a compiled platform from the spec, for files that
/// someone else wrote from `.emrgen.yaml`, if it is there.
#[derive(Clone, Debug)]
pub struct Context {
    /// The releases targeted.
    pub targets: Targets,
    /// Whether someone said which these are; otherwise nothing is too old or too new for them.
    pub stated: bool,
    /// The region, where it is known.
    pub region: Option<String>,
    /// What daemonsets request on every node.
    pub daemon_sets: Resources,
    /// Whether the documents are the whole platform, so that what is not there does not exist.
    pub complete: bool,
}

//! What gives Spark a configuration, whether it is a job or waits for people.

use super::{Bundle, Job, JobSource};
use crate::sizing::Role;

impl<'a> Bundle<'a> {
    /// Jobs, then endpoints: for rules about keys and values, whatever pods they lead to.
    pub fn configured(&self) -> impl Iterator<Item = &Job<'a>> {
        self.jobs.iter().chain(&self.endpoints)
    }
}

impl Job<'_> {
    /// Whether it is an interactive endpoint, whose drivers are kernels that people start. Of those
    /// pods little is known: the gateway makes them, and Spark makes the executors only.
    #[must_use]
    pub fn is_endpoint(&self) -> bool {
        self.source == JobSource::Endpoint
    }

    /// The pods that Spark makes by this configuration.
    #[must_use]
    pub fn made_by_spark(&self) -> &'static [Role] {
        if self.is_endpoint() { &[Role::Executor] } else { &[Role::Driver, Role::Executor] }
    }

    /// What settles a key after this configuration, in words: a program, or a notebook.
    #[must_use]
    pub fn program(&self) -> &'static str {
        if self.is_endpoint() { "a notebook" } else { "its program" }
    }
}

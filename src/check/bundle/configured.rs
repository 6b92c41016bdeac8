//! What gives Spark a configuration, whether it is a job or waits for people.

use super::{Bundle, IamRole, Job, JobSource};
use crate::sizing::Role;

impl<'a> Bundle<'a> {
    /// Jobs, then endpoints: for rules about keys and values, whatever pods they lead to.
    pub fn configured(&self) -> impl Iterator<Item = &Job<'a>> {
        self.jobs.iter().chain(&self.endpoints)
    }

    /// The jobs and endpoints that work with the rights of a role.
    pub fn users_of<'b>(&'b self, role: &'b IamRole<'a>) -> impl Iterator<Item = &'b Job<'a>> {
        let jobs = role.jobs.iter().map(|index| &self.jobs[*index]);
        let is_its =
            |it: &&Job<'a>| role.endpoints.iter().any(|one| std::ptr::eq(*one, it.artifact));
        jobs.chain(self.endpoints.iter().filter(is_its))
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

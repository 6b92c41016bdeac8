//! The places in S3 that a job names.

use serde_json::Value;

use super::{DRIVERS, Job};
use crate::source::Route;

/// What a job does with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum S3Use {
    /// Reads the object.
    Reads,
    /// Writes below the prefix.
    Writes,
    /// Reads or writes at or below it; only the program knows.
    Names,
}

/// A place in S3, or another text that may be one.
#[derive(Clone, Debug)]
pub struct S3Place {
    /// The address.
    pub uri: String,
    /// Where the job names it.
    pub route: Route,
    /// What the job does there.
    pub how: S3Use,
}

impl Job<'_> {
    /// The places that its request names: programs, templates, logs and arguments.
    #[must_use]
    pub fn s3_places(&self) -> Vec<S3Place> {
        let mut found = Vec::new();
        let mut add = |uri: &str, route: Route, how: S3Use| {
            found.push(S3Place { uri: uri.to_owned(), route, how });
        };
        for (name, _) in DRIVERS {
            let pointer = format!("/jobDriver/{name}/entryPoint");
            if let Some(program) = self.field(&pointer).and_then(Value::as_str) {
                add(program, self.place(&pointer), S3Use::Reads);
            }
        }
        for role in ["driver", "executor"] {
            let template = self.conf.setting(&format!("spark.kubernetes.{role}.podTemplateFile"));
            if let Some(it) = template {
                add(&it.value, it.route.clone(), S3Use::Reads);
            }
        }
        if let Some((uri, route)) = self.log_uri() {
            add(uri, route, S3Use::Writes);
        }
        if let Some(events) = self.conf.setting("spark.eventLog.dir") {
            add(&events.value, events.route.clone(), S3Use::Writes);
        }
        let pointer = "/jobDriver/sparkSubmitJobDriver/entryPointArguments";
        let arguments = self.field(pointer).and_then(Value::as_array);
        for (index, argument) in arguments.into_iter().flatten().enumerate() {
            let Some(text) = Value::as_str(argument) else { continue };
            // `--input=s3://…` names a place as well.
            let uri = text.find("s3").map_or(text, |at| &text[at..]);
            add(uri, self.place(pointer).then(index), S3Use::Names);
        }
        found
    }
}

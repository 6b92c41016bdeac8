//! A CapacityBuffer names a template or a workload that its namespace does not have.

use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A CapacityBuffer names a template or a workload that its namespace does not have.
pub const RULE: Rule = Rule {
    code: Code("missing-buffer-shape"),
    severity: Severity::Error,
    summary: "a CapacityBuffer names a PodTemplate or a workload that its namespace does not have",
    page: include_str!("missing_buffer_shape.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let complete = bundle.context.complete;
    for buffer in bundle.buffers() {
        let Some(shape) = buffer.spec.shape() else { continue };
        if bundle.document_of(buffer.artifact, &shape).is_some() {
            continue;
        }
        let beside = bundle.objects_beside(buffer.artifact, shape.kind);
        let names: Vec<&str> = beside.filter_map(|artifact| artifact.name()).collect();
        // A buffer alone says nothing about what its namespace has.
        if names.is_empty() && !complete {
            continue;
        }
        let lack = if complete { "does not exist" } else { "is not among the documents" };
        let message = format!(
            "buffer `{}` holds room for pods of the {} `{}`, which {lack} in its namespace",
            buffer.artifact.name().unwrap_or_default(),
            shape.kind,
            shape.name
        );
        let help = if names.is_empty() {
            format!("write the {} in the namespace of the buffer", shape.kind)
        } else {
            format!("of that kind there are {}", words::some(&names))
        };
        let severity = if complete { Severity::Error } else { Severity::Warning };
        findings
            .at(buffer.artifact, &route!["spec", shape.field, "name"], message)
            .help(help)
            .severity(severity);
    }
}

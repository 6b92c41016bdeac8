//! `emrgen fit`: where each pod can land, how well, and why not elsewhere.

use super::options::{FitFormat, FitOptions};
use super::say::{Console, Failure};
use super::{Status, input, say};
use crate::check::Bundle;
use crate::compile;
use crate::fit::{self, Fit};
use crate::report::Format;

/// Compiles the spec and shows where its pods can land.
pub fn run(options: &FitOptions, console: Console) -> Result<Status, Failure> {
    let outcome = input::compile(&options.spec)?.outcome;
    let (Some(platform), false) = (&outcome.platform, outcome.artifacts.is_empty()) else {
        let style = console.error_style();
        say::warn(&say::findings(&outcome.diagnostics, &outcome.sources, Format::Text, style));
        return Ok(Status::Findings);
    };
    let context = compile::context(platform);
    let bundle = Bundle::new(&outcome.artifacts, &context);
    let mut fit = fit::fit(&bundle);
    if let Some(job) = &options.job {
        keep(&mut fit, job)?;
    }
    console.print(&told(&fit, options.format))?;
    Ok(Status::Clean)
}

/// Leaves only the rows of one job.
fn keep(fit: &mut Fit, job: &str) -> Result<(), Failure> {
    let name = format!("`{job}`");
    for row in &mut fit.rows {
        row.pods.retain(|pod| pod.contains(&name));
    }
    fit.rows.retain(|row| !row.pods.is_empty());
    fit.unknown.retain(|pod| pod.contains(&name));
    if fit.rows.is_empty() {
        return Err(Failure::new(
            format!("no pod belongs to a job `{job}`"),
            "`emrgen fit` without `--job` shows all of them",
        ));
    }
    Ok(())
}

fn told(fit: &Fit, format: FitFormat) -> String {
    match format {
        FitFormat::Text => fit::text(fit),
        FitFormat::Json => {
            let value = serde_json::to_value(fit).expect("a fit has text keys and finite numbers");
            crate::render::json::to_json(&value)
        }
        FitFormat::Html => fit::html(fit),
        FitFormat::Svg => fit::svg(fit),
    }
}

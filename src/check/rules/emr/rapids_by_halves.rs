//! GPUs are meant, and a half of what they need is missing.

use crate::check::bundle::Job;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Language;
use crate::source::Route;

/// GPUs are meant, and a half of what they need is missing.
pub const RULE: Rule = Rule {
    code: Code("rapids-by-halves"),
    severity: Severity::Warning,
    summary: "the image with RAPIDS without its plugin, or the plugin without the image",
    page: include_str!("rapids_by_halves.md"),
    check,
};

const PLUGINS: &str = "spark.plugins";
const RAPIDS: &str = "com.nvidia.spark.SQLPlugin";
const BRINGS: [&str; 4] = [
    "spark.jars",
    "spark.jars.packages",
    "spark.driver.extraClassPath",
    "spark.executor.extraClassPath",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| !job.brings_an_image()) {
        let Some(label) = job.release_label() else { continue };
        let is_rapids =
            label.variant().is_some_and(|it| it.split('-').any(|word| word == "rapids"));
        let plugin = job.conf.setting(PLUGINS);
        let turned_on = plugin.filter(|it| it.value.split(',').any(|class| class.trim() == RAPIDS));
        let (route, message, help) = match (is_rapids, turned_on) {
            (true, None) => (
                route_of_label(job),
                "asks for the image with RAPIDS and does not turn it on, unless its program does",
                format!("set `{PLUGINS}` to `{RAPIDS}`, or take the label without `spark-rapids`"),
            ),
            (false, Some(setting)) if !brings_it(job) => (
                setting.route.clone(),
                "turns RAPIDS on, which only the image of another label has",
                format!("write `{}-spark-rapids-latest` as the label", label.base()),
            ),
            _ => continue,
        };
        findings.at(job.artifact, &route, format!("{} {message}", job.title())).help(help);
    }
}

fn route_of_label(job: &Job<'_>) -> Route {
    let field = if job.field("/releaseLabel").is_some() { "/releaseLabel" } else { "/image" };
    job.place(field)
}

/// A JVM program may have the classes in its own jar.
fn brings_it(job: &Job<'_>) -> bool {
    job.language == Language::Jvm || BRINGS.iter().any(|key| job.conf.get(key).is_some())
}

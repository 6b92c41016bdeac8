//! Flink's operator refuses a deployment.

use serde_json::Value;

use crate::check::bundle::FlinkDeployment;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;
use crate::units::Quantity;

/// Flink's operator refuses a deployment.
pub const RULE: Rule = Rule {
    code: Code("refused-flink-deployment"),
    severity: Severity::Error,
    summary: "a Flink deployment that the operator or the API server refuses as it is",
    page: include_str!("refused_flink_deployment.md"),
    check,
};

/// What the operator leaves of a label's 63 characters beside what it adds.
const LONGEST_NAME: usize = 45;
/// What the operator itself sets, by the name and the namespace of the deployment.
const OF_OPERATOR: [&str; 3] =
    ["high-availability.cluster-id", "kubernetes.cluster-id", "kubernetes.namespace"];
/// The files of logging settings that Flink's containers read.
const LOG_FILES: [&str; 2] = ["log4j-console.properties", "logback-console.xml"];
/// The units of Flink's own sizes. Source: `MemorySize` of Flink.
const UNITS: [&str; 15] = [
    "",
    "b",
    "bytes",
    "k",
    "kb",
    "kibibytes",
    "m",
    "mb",
    "mebibytes",
    "g",
    "gb",
    "gibibytes",
    "t",
    "tb",
    "tebibytes",
];

/// What is wrong, where, and the next step.
struct Fault {
    at: Route,
    message: String,
    help: String,
}

impl Fault {
    fn new(at: Route, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: help.into() }
    }
}

// Source: `DefaultValidator` of Flink's operator, and the schema of its objects.
fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for deployment in bundle.flink_deployments().filter_map(FlinkDeployment::of) {
        let faults = name(&deployment)
            .into_iter()
            .chain(version(&deployment))
            .chain(keys(&deployment))
            .chain(log_files(&deployment))
            .chain(counts(&deployment))
            .chain(sizes(&deployment));
        for Fault { at, message, help } in faults {
            let message = format!("{} {message}", deployment.title());
            findings.at_key(deployment.artifact, &at, message).help(help);
        }
    }
}

fn name(deployment: &FlinkDeployment<'_>) -> Option<Fault> {
    let name = deployment.artifact.name().filter(|name| !is_open(name))?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_good = name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(plain);
    let help = format!(
        "its operator takes at most {LONGEST_NAME} lower-case letters, digits and `-`, of which the first is a letter"
    );
    (!is_good).then(|| Fault::new(route!["metadata", "name"], "has a name that is refused", help))
}

/// A version is written as the schema of the operator's objects lists them.
fn version(deployment: &FlinkDeployment<'_>) -> Option<Fault> {
    let said = deployment.field("/flinkVersion")?;
    let text = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let numbers = text.strip_prefix('v').and_then(|rest| rest.split_once('_'));
    if is_open(&text) || numbers.is_some_and(|(major, minor)| digits(major) && digits(minor)) {
        return None;
    }
    let help = "write it as `v1_20`: `v`, and `_` for the dot";
    let message = format!("says the Flink `{text}`, which is none of the operator's words");
    Some(Fault::new(deployment.place("/flinkVersion"), message, help))
}

fn keys(deployment: &FlinkDeployment<'_>) -> Vec<Fault> {
    let all = deployment.configuration().filter(|(key, _, _)| OF_OPERATOR.contains(key));
    let fault = |(key, at): (&str, &Route)| {
        let help = "remove it: it follows from the name and the namespace of the deployment";
        Fault::new(at.clone(), format!("sets `{key}`, which its operator sets itself"), help)
    };
    all.map(|(key, _, at)| fault((key, at))).collect()
}

fn log_files(deployment: &FlinkDeployment<'_>) -> Vec<Fault> {
    let files = deployment.field("/logConfiguration").and_then(Value::as_object);
    let strange =
        files.into_iter().flat_map(|all| all.keys()).filter(|it| !LOG_FILES.contains(&it.as_str()));
    strange
        .map(|name| {
            let message = format!("has logging settings in `{name}`, a file that nobody reads");
            let help = format!("write them in `{}`, or as `{}`", LOG_FILES[0], LOG_FILES[1]);
            Fault::new(route!["spec", "logConfiguration", name], message, help)
        })
        .collect()
}

/// Numbers of what there is to be at least one of.
fn counts(deployment: &FlinkDeployment<'_>) -> Vec<Fault> {
    let counts = [
        ("/job/parallelism", "runs its job with a parallelism of"),
        ("/jobManager/replicas", "has job managers to the number of"),
        ("/taskManager/replicas", "has task managers to the number of"),
    ];
    // How many task managers there are says how parallel the job is, too.
    let said_otherwise = deployment.field("/taskManager/replicas").is_some();
    let none = |pointer: &str| deployment.field(pointer)?.as_i64().filter(|count| *count < 1);
    counts
        .into_iter()
        .filter(|(pointer, _)| !(said_otherwise && *pointer == "/job/parallelism"))
        .filter_map(|(pointer, words)| {
            let message = format!("{words} {}", none(pointer)?);
            Some(Fault::new(deployment.place(pointer), message, "set it to 1 or more"))
        })
        .collect()
}

fn sizes(deployment: &FlinkDeployment<'_>) -> Vec<Fault> {
    let places = ["/jobManager/resource/memory", "/taskManager/resource/memory"];
    places
        .into_iter()
        .filter_map(|pointer| {
            let text = deployment.field(pointer)?.as_str().filter(|text| !is_open(text))?;
            let (message, help) = fault_of_size(text)?;
            Some(Fault::new(deployment.place(pointer), format!("asks for {message}"), help))
        })
        .collect()
}

/// What is wrong with an amount of memory. Flink's own units come first, then those of Kubernetes.
fn fault_of_size(text: &str) -> Option<(String, &'static str)> {
    let text = text.trim();
    let (number, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let unit = unit.trim().to_ascii_lowercase();
    if number.is_empty() || !UNITS.contains(&unit.as_str()) {
        return Quantity::parse(text).is_err().then(|| {
            (
                format!("`{text}` of memory, which Flink cannot read"),
                "write it as `2048m` or `2g`: whole numbers, binary units",
            )
        });
    }
    // No process of Flink starts in so little.
    let is_tiny = unit.is_empty() && number.parse::<u64>().is_ok_and(|bytes| bytes < 1 << 20);
    is_tiny.then(|| {
        (
            format!("{number} bytes of memory"),
            "without a unit it is in bytes: write `2048m` or `2g`",
        )
    })
}

/// A text with something to be filled in is somebody else's to judge.
fn is_open(text: &str) -> bool {
    text.contains(['$', '{', '<'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_of_flink_or_of_kubernetes() {
        for good in ["2048m", "2g", "2 gb", "4G", "2Gi", "1.5Gi", "2147483648", "1 GibiBytes"] {
            assert_eq!(fault_of_size(good), None, "{good}");
        }
        for bad in ["2.5g", "2048", "two", "", "4 GiB"] {
            assert!(fault_of_size(bad).is_some(), "{bad}");
        }
    }
}

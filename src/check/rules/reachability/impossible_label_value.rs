//! A pod asks for a value of a label that no node has.

use crate::catalog::instance::column;
use crate::catalog::label::normalize;
use crate::catalog::label_value::{self, Verdict, is_name};
use crate::check::bundle::{Asked, Bond, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Operator, ValueSet};

/// A pod asks for a value of a label that no node has.
pub const RULE: Rule = Rule {
    code: Code("impossible-label-value"),
    severity: Severity::Warning,
    summary: "a selector or affinity wants a value of a well-known label that no node has",
    page: include_str!("impossible_label_value.md"),
    check,
};

/// Amounts that people write in GiB.
const MEASURED_IN_MIB: [&str; 2] =
    ["karpenter.k8s.aws/instance-gpu-memory", "karpenter.k8s.aws/instance-memory"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for asked in bundle.asked_labels() {
        if !matches!(asked.demand.operator.as_str(), "In" | "NotIn") {
            bound(&asked, findings);
            continue;
        }
        let key = asked.demand.key.as_str();
        let verdicts = asked.demand.values.iter().map(|value| label_value::verdict(key, value));
        let verdicts: Vec<Verdict> = verdicts.collect();
        for (index, verdict) in verdicts.iter().enumerate() {
            if *verdict != Verdict::Possible {
                judge(&asked, index, *verdict, verdicts.contains(&Verdict::Possible), findings);
            }
        }
    }
}

fn judge(
    asked: &Asked<'_>,
    index: usize,
    verdict: Verdict,
    has_others: bool,
    findings: &mut Findings,
) {
    let (key, value) = (asked.demand.key.as_str(), asked.demand.values[index].as_str());
    let none = match verdict {
        Verdict::Never => "which no node has",
        Verdict::Unheard | Verdict::Possible if is_name(key) => {
            "which does not exist, unless it is newer than the catalog"
        }
        Verdict::Unheard | Verdict::Possible => "which no instance type that is known has",
    };
    let is_certain = label_value::is_surely_misspelt(key, value);
    let is_lost = asked.bond == Bond::Must && !asked.shuts_out() && !has_others;
    let severity = if is_certain && is_lost { Severity::Error } else { Severity::Warning };
    findings
        .at(
            asked.demand.at.artifact,
            &asked.place_of(index),
            format!("{} nodes with `{key}` `{value}`, {none}", doing(asked)),
        )
        .severity(severity)
        .help(help(key, value));
}

fn doing(asked: &Asked<'_>) -> String {
    let who = &asked.who;
    match asked.bond {
        _ if asked.shuts_out() => format!("{who} keeps away from"),
        Bond::Prefers => format!("{who} prefers"),
        Bond::Must | Bond::Spreads => format!("{who} wants"),
    }
}

fn help(key: &str, value: &str) -> String {
    let values = label_value::values(key);
    match label_value::meant(key, value) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if values.is_empty() => "write the id that EC2 gave it".to_owned(),
        None if is_name(key) => "look the name up in EC2's list of instance types".to_owned(),
        None => {
            let shown = values.into_iter().filter(|value| !value.is_empty());
            format!("its values are {}", words::some(shown))
        }
    }
}

/// A bound that no instance type is within, or one on memory that every type is within.
fn bound(asked: &Asked<'_>, findings: &mut Findings) {
    let key = normalize(&asked.demand.key);
    let set = Operator::parse(&asked.demand.operator)
        .filter(|operator| *operator >= Operator::Gt)
        .and_then(|operator| ValueSet::new(operator, &asked.demand.values));
    let (Some(set), Some(column)) = (set, column(key)) else { return };
    let within = column.values.keys().filter(|value| set.has(value)).count();
    let is_amiss = match within {
        0 => "no instance type that is known has",
        _ if within == column.values.len() && MEASURED_IN_MIB.contains(&key) => {
            "every instance type has, for Karpenter counts it in MiB"
        }
        _ => return,
    };
    let values = label_value::values(key);
    let ends = [values.first(), values.last()].into_iter().flatten();
    findings
        .at(
            asked.demand.at.artifact,
            &asked.place_of(0),
            format!(
                "{} nodes with {} `{key}`, which {is_amiss}",
                doing(asked),
                asked.demand.words()
            ),
        )
        .help(format!("its values are between {}", words::both(ends)));
}

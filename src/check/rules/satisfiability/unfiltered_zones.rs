//! The zones of an account, local zones and all.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// The zones of an account, local zones and all.
pub const RULE: Rule = Rule {
    code: Code("unfiltered-zones"),
    severity: Severity::Warning,
    summary: "Terraform takes the zones of the account without leaving local zones out",
    page: include_str!("unfiltered_zones.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for file in bundle.of(Kind::TerraformConfiguration) {
        let all =
            file.value().and_then(|it| it.get("data")?.get("aws_availability_zones")?.as_object());
        for (label, body) in all.into_iter().flatten() {
            if narrows(body) {
                continue;
            }
            findings
                .at(
                    file,
                    &route!["data", "aws_availability_zones", label],
                    format!("`data.aws_availability_zones.{label}` has the local zones as well that the account has opted in to, where neither EKS's control plane nor a NAT gateway can be"),
                )
                .help("add `filter = { name = \"opt-in-status\", values = [\"opt-in-not-required\"] }`");
        }
    }
}

/// Whether it leaves zones out by their kind, or by name.
fn narrows(body: &Value) -> bool {
    let one = std::slice::from_ref(body);
    let blocks = body.as_array().map_or(one, Vec::as_slice);
    blocks.iter().any(|block| {
        let filters = block
            .get("filter")
            .map(|it| it.as_array().map_or(std::slice::from_ref(it), Vec::as_slice));
        let mut names = filters.into_iter().flatten().filter_map(|filter| filter["name"].as_str());
        names.any(|name| ["opt-in-status", "zone-type", "zone-name", "zone-id"].contains(&name))
            || ["exclude_names", "exclude_zone_ids"].iter().any(|key| block.get(*key).is_some())
    })
}

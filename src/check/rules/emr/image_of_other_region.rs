//! An image comes from the registry of another region.

use crate::catalog::region;
use crate::check::bundle::Image;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An image comes from the registry of another region.
pub const RULE: Rule = Rule {
    code: Code("image-of-other-region"),
    severity: Severity::Warning,
    summary: "an image of EMR's from another region than the platform's, or under another account",
    page: include_str!("image_of_other_region.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let here = bundle.region();
    for image in bundle.images() {
        let Some((account, host)) = image.registry() else { continue };
        let owner = region::regions().find(|region| region.emr_registry == Some(account));
        let Some(owner) = owner.filter(|_| image.name.contains("/emr-")) else { continue };
        if owner.name != host {
            wrong_account(&image, account, host, owner.name, findings);
        } else if let Some(here) = here.as_deref().filter(|here| *here != host) {
            let account = region::region(here).and_then(|region| region.emr_registry);
            let help = account.map_or_else(
                || format!("take the image from the registry of {here}"),
                |account| {
                    format!("in {here} EMR's registry is `{account}.dkr.ecr.{here}.amazonaws.com`")
                },
            );
            let message =
                format!("{} pulls its image from {host}, but runs in {here}", image.title);
            findings.at(image.artifact, &image.route, message).help(help);
        }
    }
}

fn wrong_account(
    image: &Image<'_>,
    account: &str,
    host: &str,
    owner: &str,
    findings: &mut Findings,
) {
    let message = format!(
        "{} pulls its image from {host}, but account {account} holds EMR's images in {owner}",
        image.title
    );
    let right = region::region(host).and_then(|region| region.emr_registry);
    let help = right.map_or_else(
        || format!("EMR on EKS has no registry in {host}, as far as emrgen knows"),
        |right| format!("in {host} it is account {right}"),
    );
    findings.at(image.artifact, &image.route, message).help(help);
}

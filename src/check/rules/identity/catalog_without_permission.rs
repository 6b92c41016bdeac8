//! A job uses the Glue catalog, which its role may not.

use crate::check::bundle::{Job, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job uses the Glue catalog, which its role may not.
pub const RULE: Rule = Rule {
    code: Code("catalog-without-permission"),
    severity: Severity::Error,
    summary: "a job uses the Glue catalog, and its role has no right to it",
    page: include_str!("catalog_without_permission.md"),
    check,
};

/// What names the Glue catalog among a job's settings.
const CLASSES: [&str; 2] =
    ["AWSGlueDataCatalogHiveClientFactory", "org.apache.iceberg.aws.glue.GlueCatalog"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.permissions(role);
        let may = policies.iter().any(|policy| policy.allowing("glue:GetTable").next().is_some());
        if policies.is_empty() || may {
            continue;
        }
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
            let Some(setting) = uses_glue(job) else { continue };
            let found = findings
                .at(
                    job.artifact,
                    &setting.route,
                    format!(
                        "{} uses the Glue catalog, which its role `{}` may not",
                        job.title(),
                        role.name
                    ),
                )
                .help(
                    "allow `glue:GetDatabase`, `glue:GetTable` and what else its statements \
                    need, on catalog, database and tables; in a spec: `catalog: glue`",
                );
            if !bundle.context.complete {
                found.severity(Severity::Warning);
            }
        }
    }
}

fn uses_glue<'j>(job: &'j Job<'_>) -> Option<&'j Setting> {
    let mut all = job.conf.iter().map(|(_, settings)| &settings[0]);
    all.find(|setting| CLASSES.iter().any(|class| setting.value.contains(class)))
}

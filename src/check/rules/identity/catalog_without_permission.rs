//! A job uses the Glue catalog, which its role may not.

use crate::catalog::glob;
use crate::check::bundle::{IamRole, Item, Job, Policy, Setting, words};
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
        let missing = missing_parts(&policies);
        if policies.is_empty() || (may && missing.is_empty()) {
            continue;
        }
        for job in bundle.users_of(role) {
            let Some(setting) = uses_glue(job) else { continue };
            if may {
                without_parts(job, setting, role, &missing, findings);
                continue;
            }
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

/// What Spark asks for of a catalog, whatever tables a job reads: the database `default` when a
/// session starts, and the catalog itself with anything in it.
fn missing_parts(policies: &[&Policy<'_>]) -> Vec<&'static str> {
    let covers = |part: &str| {
        policies.iter().flat_map(|it| it.allowing("glue:GetDatabase")).any(|statement| {
            let name = |item: &Item<'_>| item.text.splitn(6, ':').nth(5).map(str::to_owned);
            let fits = |item: &Item<'_>| {
                item.is_open()
                    || item.text == "*"
                    || name(item).is_some_and(|it| glob::matches(&it, part))
            };
            statement.is_inverted || statement.resources.iter().any(fits)
        })
    };
    ["catalog", "database/default"].into_iter().filter(|part| !covers(part)).collect()
}

fn without_parts(
    job: &Job<'_>,
    setting: &Setting,
    role: &IamRole<'_>,
    missing: &[&str],
    findings: &mut Findings,
) {
    let message = format!(
        "{} uses the Glue catalog, and its role `{}` may not get {} of it",
        job.title(),
        role.name,
        words::both(missing)
    );
    findings
        .at(job.artifact, &setting.route, message)
        .severity(Severity::Warning)
        .help("allow `glue:GetDatabase` on them beside the databases of the job: Spark asks for them whatever it reads");
}

fn uses_glue<'j>(job: &'j Job<'_>) -> Option<&'j Setting> {
    let mut all = job.conf.iter().map(|(_, settings)| &settings[0]);
    all.find(|setting| CLASSES.iter().any(|class| setting.value.contains(class)))
}

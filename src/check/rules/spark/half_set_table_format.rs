//! A table format is set up by halves.

use std::collections::BTreeSet;

use crate::check::bundle::{Job, Setting, TableFormat};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A table format is set up by halves.
pub const RULE: Rule = Rule {
    code: Code("half-set-table-format"),
    severity: Severity::Warning,
    summary: "Delta Lake, Iceberg or Hudi without a setting that it needs beside the others",
    page: include_str!("half_set_table_format.md"),
    check,
};

const EXTENSIONS: &str = "spark.sql.extensions";
const CATALOGS: &str = "spark.sql.catalog.";
const DELTA_CATALOG: &str = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
const KRYO: &str = "org.apache.spark.serializer.KryoSerializer";

/// What is missing, and the setting that asks for it.
struct Gap<'a> {
    setting: &'a Setting,
    fault: String,
    help: String,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let gaps = delta(job).into_iter().chain(hudi(job)).chain(catalogs(job));
        for Gap { setting, fault, help } in gaps {
            let message = format!("{} {fault}, unless {} sets that", job.title(), job.program());
            findings.at(job.artifact, &setting.route, message).help(help);
        }
    }
}

/// Delta Lake needs its extension and its catalog.
fn delta<'a>(job: &'a Job<'_>) -> Option<Gap<'a>> {
    let catalog = job.conf.setting("spark.sql.catalog.spark_catalog");
    let catalog = catalog.filter(|it| it.value.trim() == DELTA_CATALOG);
    let is_on = TableFormat::Delta.is_used_by(job);
    let extension = TableFormat::Delta.extension();
    match (job.conf.setting(EXTENSIONS), catalog) {
        (Some(setting), None)
            if is_on && job.conf.get("spark.sql.catalog.spark_catalog").is_none() =>
        {
            Some(Gap {
                setting,
                fault: "turns Delta Lake's extension on, but not its catalog".to_owned(),
                help: format!("set `spark.sql.catalog.spark_catalog` to `{DELTA_CATALOG}`"),
            })
        }
        (_, Some(setting)) if !is_on => Some(Gap {
            setting,
            fault: "has Delta Lake's catalog, but not its extension".to_owned(),
            help: format!("add `{extension}` to `{EXTENSIONS}`"),
        }),
        _ => None,
    }
}

/// Hudi refuses to write with Java's own serializer.
fn hudi<'a>(job: &'a Job<'_>) -> Option<Gap<'a>> {
    let is_kryo = job.conf.get("spark.serializer").is_some_and(|it| it.trim() == KRYO);
    let setting = job.conf.setting(EXTENSIONS).filter(|_| TableFormat::Hudi.is_used_by(job))?;
    (!is_kryo).then(|| Gap {
        setting,
        fault: "turns Hudi on, but not the serializer that Hudi asks for".to_owned(),
        help: format!("set `spark.serializer` to `{KRYO}`"),
    })
}

/// Catalogs whose settings stand without their class, and Iceberg's without a warehouse.
fn catalogs<'a>(job: &'a Job<'_>) -> Vec<Gap<'a>> {
    let mut told = BTreeSet::new();
    let mut gaps = Vec::new();
    for (rest, setting) in job.conf.under(CATALOGS) {
        let (name, key) =
            rest.split_once('.').map_or((rest, None), |(name, key)| (name, Some(key)));
        let class = job.conf.get(&format!("{CATALOGS}{name}"));
        if !told.insert(name) || name.contains(['$', '{']) {
            continue;
        }
        match (class, key) {
            (None, Some(_)) => gaps.push(Gap {
                setting,
                fault: format!("sets up the catalog `{name}`, but gives it no class"),
                help: format!("set `{CATALOGS}{name}` to its class, such as `org.apache.iceberg.spark.SparkCatalog`"),
            }),
            (Some(class), _) if needs_warehouse(job, name, class) => gaps.push(Gap {
                setting,
                fault: format!("gives the Iceberg catalog `{name}` no warehouse"),
                help: format!("set `{CATALOGS}{name}.warehouse` to a place in S3"),
            }),
            _ => {}
        }
    }
    gaps
}

/// Glue's catalog and Hadoop's put tables below their warehouse; others know it by themselves.
fn needs_warehouse(job: &Job<'_>, name: &str, class: &str) -> bool {
    let get = |key: &str| job.conf.get(&format!("{CATALOGS}{name}.{key}"));
    let is_iceberg = class.trim() == "org.apache.iceberg.spark.SparkCatalog";
    let is_glue = get("catalog-impl").is_some_and(|it| it.ends_with(".GlueCatalog"))
        || get("type").is_some_and(|it| it == "glue");
    let is_hadoop = get("type").is_some_and(|it| it == "hadoop");
    is_iceberg && (is_glue || is_hadoop) && get("warehouse").is_none()
}

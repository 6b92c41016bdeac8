//! A class is nearly one that there is.

use crate::check::bundle::{Job, Setting, TableFormat};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// A class is nearly one that there is.
pub const RULE: Rule = Rule {
    code: Code("misspelt-class"),
    severity: Severity::Warning,
    summary: "a class of Spark, EMR or a table format that is spelt otherwise than it is called",
    page: include_str!("misspelt_class.md"),
    check,
};

/// Keys that name classes, and those that are known.
const CLASSES: [(&str, &[&str]); 3] = [
    (
        "spark.serializer",
        &[
            "org.apache.spark.serializer.JavaSerializer",
            "org.apache.spark.serializer.KryoSerializer",
        ],
    ),
    (
        "spark.shuffle.sort.io.plugin.class",
        &["org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO"],
    ),
    (
        "spark.hadoop.hive.metastore.client.factory.class",
        &["com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory"],
    ),
];
/// The classes of catalogs that the table formats have.
const CATALOGS: [&str; 4] = [
    "org.apache.iceberg.spark.SparkCatalog",
    "org.apache.iceberg.spark.SparkSessionCatalog",
    "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "org.apache.spark.sql.hudi.catalog.HoodieCatalog",
];
/// So many slips more, and it is somebody else's class.
const SLIPS: usize = 3;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for (setting, class, known) in named(job) {
            let Some(near) = spelling::nearest(class, known, SLIPS) else { continue };
            let message = format!("{} names the class `{class}`, which is not there", job.title());
            findings.at(job.artifact, &setting.route, message).help(format!("write `{near}`"));
        }
    }
}

/// The classes that a configuration names, each with those that are known for its key.
fn named<'j>(job: &'j Job<'_>) -> Vec<(&'j Setting, &'j str, Vec<&'static str>)> {
    let classes = CLASSES.iter().filter_map(|(key, known)| {
        let setting = job.conf.setting(key)?;
        Some((setting, setting.value.trim(), known.to_vec()))
    });
    let catalogs = job.conf.under("spark.sql.catalog.").filter(|(name, _)| !name.contains('.'));
    let catalogs = catalogs.map(|(_, it)| (it, it.value.trim(), CATALOGS.to_vec()));
    let extensions = job.conf.setting("spark.sql.extensions").into_iter().flat_map(|setting| {
        let known = TableFormat::ALL.map(TableFormat::extension);
        setting.value.split(',').map(move |class| (setting, class.trim(), known.to_vec()))
    });
    classes.chain(catalogs).chain(extensions).collect()
}

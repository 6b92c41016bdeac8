//! Table formats and catalogs. EMR's images have the libraries: none is downloaded at start.

use indexmap::IndexMap;

use crate::model::Job;
use crate::spec::{Catalog, TableFormat};

/// What a job's table format and catalog add to its configuration.
pub fn conf(job: &Job, conf: &mut IndexMap<String, String>) {
    let mut set = |key: &str, value: String| conf.insert(key.to_owned(), value);
    match job.table_format {
        Some(TableFormat::Delta) => delta(job, &mut set),
        Some(TableFormat::Iceberg) => iceberg(job, &mut set),
        Some(TableFormat::Hudi) => hudi(&mut set),
        None => {}
    }
    if job.catalog == Some(Catalog::Glue) {
        set(
            "spark.hadoop.hive.metastore.client.factory.class",
            "com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory".to_owned(),
        );
        set("spark.sql.catalogImplementation", "hive".to_owned());
    }
}

type Set<'a> = dyn FnMut(&str, String) -> Option<String> + 'a;

fn delta(job: &Job, set: &mut Set<'_>) {
    // The core library was renamed with Delta 3.0, which came with EMR 7.0.
    let core = if job.release.version() >= (7, 0, 0) { "delta-spark" } else { "delta-core" };
    let jar = |name: &str| format!("local:///usr/share/aws/delta/lib/{name}.jar");
    set("spark.jars", format!("{},{}", jar(core), jar("delta-storage")));
    set("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension".to_owned());
    set(
        "spark.sql.catalog.spark_catalog",
        "org.apache.spark.sql.delta.catalog.DeltaCatalog".to_owned(),
    );
}

fn iceberg(job: &Job, set: &mut Set<'_>) {
    set("spark.jars", "local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar".to_owned());
    set(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions".to_owned(),
    );
    set("spark.sql.catalog.glue", "org.apache.iceberg.spark.SparkCatalog".to_owned());
    set(
        "spark.sql.catalog.glue.catalog-impl",
        "org.apache.iceberg.aws.glue.GlueCatalog".to_owned(),
    );
    set("spark.sql.catalog.glue.io-impl", "org.apache.iceberg.aws.s3.S3FileIO".to_owned());
    set("spark.sql.catalog.glue.warehouse", format!("{}warehouse/", job.home));
}

fn hudi(set: &mut Set<'_>) {
    set("spark.jars", "local:///usr/lib/hudi/hudi-spark-bundle.jar".to_owned());
    set("spark.serializer", "org.apache.spark.serializer.KryoSerializer".to_owned());
    set("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension".to_owned());
}

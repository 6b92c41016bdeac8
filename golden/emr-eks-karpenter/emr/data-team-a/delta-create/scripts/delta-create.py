"""Load a CSV file of employees into a new Delta table that Athena can read.

Usage: delta-create.py INPUT TABLE [DATABASE]

INPUT is the CSV file, TABLE the directory of the Delta table; what the table held is replaced
in one transaction. With DATABASE the table is registered in that database of the session's
catalog (Glue on EMR) twice: `delta_table_emp` for Spark, and `delta_emp` for Athena, which reads
the table's symlink manifest.

Only SQL is used, so the job needs Delta's jars and session settings but no Python package.
"""

from __future__ import annotations

import argparse
import logging
import re
from typing import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

LOG = logging.getLogger("delta-create")

EMPLOYEE = StructType(
    [
        StructField("id", IntegerType()),
        StructField("firstname", StringType()),
        StructField("lastname", StringType()),
        StructField("ssn", StringType()),
        StructField("salary", IntegerType()),
    ]
)

# A person keeps this across loads, so delta-merge.py matches rows by it.
CHECKSUM_OF = ("firstname", "lastname", "ssn")

# With it, every later commit rewrites the manifest, so Athena never reads a stale one.
MANIFEST_PROPERTY = "delta.compatibility.symlinkFormatManifest.enabled"

SPARK_TABLE = "delta_table_emp"
ATHENA_TABLE = "delta_emp"


def read_employees(spark: SparkSession, source: str) -> DataFrame:
    """Read the CSV file; a header or a value that does not fit the columns fails the job."""
    options = {"header": True, "enforceSchema": False, "mode": "FAILFAST"}
    return spark.read.schema(EMPLOYEE).options(**options).csv(source)


def with_checksum(employees: DataFrame) -> DataFrame:
    """Add `checksum`, the MD5 of the columns that identify a person.

    The digest of an incomplete row would be null and match nothing, so such a row fails the job.
    """
    whole = F.concat(*CHECKSUM_OF)
    missing = F.raise_error(F.lit("a row lacks one of " + ", ".join(CHECKSUM_OF)))
    return employees.withColumn("checksum", F.md5(F.coalesce(whole, missing)))


def quoted_name(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return "`" + name.replace("`", "``") + "`"


def quoted_text(text: str) -> str:
    """The text as a SQL string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def delta_path(table: str) -> str:
    """The SQL name of the Delta table in a directory."""
    return "delta." + quoted_name(table)


def keep_manifest(table: str) -> str:
    """The statement that makes every commit to the table rewrite its manifest."""
    return f"ALTER TABLE {delta_path(table)} SET TBLPROPERTIES ('{MANIFEST_PROPERTY}' = 'true')"


def generate_manifest(table: str) -> str:
    """The statement that writes the manifest of the table as it is."""
    return f"GENERATE symlink_format_manifest FOR TABLE {delta_path(table)}"


def spark_table(database: str, table: str) -> str:
    """The statement that registers the Delta table for Spark."""
    name = f"{quoted_name(database)}.{quoted_name(SPARK_TABLE)}"
    return f"CREATE TABLE IF NOT EXISTS {name} USING DELTA LOCATION {quoted_text(table)}"


def athena_table(database: str, table: str, columns: StructType) -> str:
    """The statement that registers the symlink manifest for Athena."""
    name = f"{quoted_name(database)}.{quoted_name(ATHENA_TABLE)}"
    typed = ", ".join(f"{quoted_name(c.name)} {c.dataType.simpleString()}" for c in columns)
    manifest = table.rstrip("/") + "/_symlink_format_manifest/"
    return (
        f"CREATE EXTERNAL TABLE IF NOT EXISTS {name} ({typed})"
        " ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'"
        " STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'"
        " OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'"
        f" LOCATION {quoted_text(manifest)}"
    )


def create(spark: SparkSession, employees: DataFrame, table: str) -> None:
    """Write the Delta table and its manifest, and keep the manifest current from here on."""
    employees.write.format("delta").mode("overwrite").save(table)
    spark.sql(keep_manifest(table))
    spark.sql(generate_manifest(table))


def register(spark: SparkSession, database: str, table: str, columns: StructType) -> None:
    """Register the table in the catalog for Spark and for Athena."""
    spark.sql(spark_table(database, table))
    spark.sql(athena_table(database, table, columns))


def database_name(text: str) -> str:
    """Accept what both Glue and Athena take as the name of a database."""
    if not re.fullmatch(r"[a-z0-9_]{1,255}", text):
        raise argparse.ArgumentTypeError("use lower-case letters, digits and underscores")
    return text


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; a mistake ends the program with a usage message and status 2."""
    parser = argparse.ArgumentParser(description="Load employees into a new Delta table.")
    parser.add_argument("input", help="CSV file of employees, with a header")
    parser.add_argument("table", help="directory of the Delta table to write")
    parser.add_argument(
        "database", nargs="?", type=database_name, help="catalog database to register the table in"
    )
    found = parser.parse_args(argv)
    for name in ("input", "table"):
        if not getattr(found, name).strip():
            parser.error(f"{name} is empty; give a path such as s3://bucket/delta/{name}")
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Run the job as spark-submit starts it."""
    options = arguments(argv)
    logging.basicConfig(level=logging.INFO)
    builder = SparkSession.builder.appName("delta-create")
    if options.database:
        builder = builder.enableHiveSupport()
    spark = builder.getOrCreate()
    try:
        employees = with_checksum(read_employees(spark, options.input))
        create(spark, employees, options.table)
        if options.database:
            register(spark, options.database, options.table, employees.schema)
        LOG.info("wrote the Delta table %s", options.table)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()

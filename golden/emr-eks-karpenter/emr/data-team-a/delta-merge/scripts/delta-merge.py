"""Merge a CSV file of employees into the Delta table that delta-create.py made.

Usage: delta-merge.py INPUT TABLE

A row of INPUT whose checksum the table knows replaces the row there; any other is added. The
table keeps its own symlink manifest current, so Athena sees the result at once.

Only SQL is used, so the job needs Delta's jars and session settings but no Python package.
"""

from __future__ import annotations

import argparse
import logging
from typing import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

LOG = logging.getLogger("delta-merge")

# An entry point travels alone to the cluster, so these two stand in delta-create.py as well.
EMPLOYEE = StructType(
    [
        StructField("id", IntegerType()),
        StructField("firstname", StringType()),
        StructField("lastname", StringType()),
        StructField("ssn", StringType()),
        StructField("salary", IntegerType()),
    ]
)
CHECKSUM_OF = ("firstname", "lastname", "ssn")

SAME_PERSON = "current.checksum = updates.checksum"


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


def merge_statement(table: str) -> str:
    """The statement that updates the rows of the same person and inserts the others."""
    name = "delta.`" + table.replace("`", "``") + "`"
    return (
        f"MERGE INTO {name} AS current USING updates ON {SAME_PERSON}"
        " WHEN MATCHED THEN UPDATE SET *"
        " WHEN NOT MATCHED THEN INSERT *"
    )


def merge(spark: SparkSession, updates: DataFrame, table: str) -> None:
    """Merge the updates into the Delta table, in one transaction."""
    updates.createOrReplaceTempView("updates")
    spark.sql(merge_statement(table))


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; a mistake ends the program with a usage message and status 2."""
    parser = argparse.ArgumentParser(description="Merge employees into a Delta table.")
    parser.add_argument("input", help="CSV file of employees, with a header")
    parser.add_argument("table", help="directory of the Delta table to change")
    found = parser.parse_args(argv)
    for name in ("input", "table"):
        if not getattr(found, name).strip():
            parser.error(f"{name} is empty; give a path such as s3://bucket/delta/{name}")
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Run the job as spark-submit starts it."""
    options = arguments(argv)
    logging.basicConfig(level=logging.INFO)
    spark = SparkSession.builder.appName("delta-merge").getOrCreate()
    try:
        merge(spark, with_checksum(read_employees(spark, options.input)), options.table)
        LOG.info("merged %s into %s", options.input, options.table)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()

"""Copy taxi trips from one Parquet path to another, stamped with the day of the run.

Usage: pyspark-taxi-trip.py INPUT OUTPUT

INPUT is a Parquet file or a directory of them, OUTPUT the directory to replace; both are
anything that Spark can open (s3://bucket/prefix/, a local path).
"""

from __future__ import annotations

import argparse
import logging
from typing import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

LOG = logging.getLogger("taxi-trip")

ROWS_SHOWN = 20
OUTPUT_PARTITIONS = 2


def stamp(trips: DataFrame) -> DataFrame:
    """Add `current_date`, the day on which the job runs in the session's time zone."""
    return trips.withColumn("current_date", F.current_date())


def run(spark: SparkSession, source: str, target: str) -> int:
    """Read, stamp, show and count the trips, write them, and return their number."""
    trips = stamp(spark.read.parquet(source))
    trips.show(ROWS_SHOWN)
    count = trips.count()
    trips.repartition(OUTPUT_PARTITIONS).write.mode("overwrite").parquet(target)
    return count


def holds(directory: str, path: str) -> bool:
    """Whether `path` is `directory` or lies below it."""
    return (path.rstrip("/") + "/").startswith(directory.rstrip("/") + "/")


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; a mistake ends the program with a usage message and status 2."""
    parser = argparse.ArgumentParser(description="Stamp taxi trips with the day of the run.")
    parser.add_argument("input", help="Parquet file or directory to read")
    parser.add_argument("output", help="directory to replace with the stamped trips")
    found = parser.parse_args(argv)
    for name in ("input", "output"):
        if not getattr(found, name).strip():
            parser.error(f"{name} is empty; give a path such as s3://bucket/taxi/{name}/")
    if holds(found.output, found.input):
        parser.error("output would replace input while it is being read; give another path")
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Run the job as spark-submit starts it."""
    paths = arguments(argv)
    logging.basicConfig(level=logging.INFO)
    spark = SparkSession.builder.appName("taxi-trip").getOrCreate()
    try:
        LOG.info("wrote %d trips to %s", run(spark, paths.input, paths.output), paths.output)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()

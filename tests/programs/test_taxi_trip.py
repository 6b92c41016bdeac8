"""The taxi job, run by a local Spark on a few trips."""

from __future__ import annotations

import contextlib
import datetime
import io
import unittest
from pathlib import Path

from .support import SparkTest, needs, program

TRIPS = [(1, 7.5), (2, 12.0), (1, 30.25)]


@needs("pyspark")
class TaxiTrip(SparkTest):
    def setUp(self) -> None:
        self.taxi = program("pyspark-taxi-trip.py")
        trips = self.spark.createDataFrame(TRIPS, "vendor int, fare double")
        trips.write.mode("overwrite").parquet(self.path("trips"))

    def run_job(self) -> int:
        with contextlib.redirect_stdout(io.StringIO()):
            return self.taxi.run(self.spark, self.path("trips"), self.path("stamped"))

    def test_every_trip_is_written_with_the_day_of_the_run(self) -> None:
        self.assertEqual(self.run_job(), len(TRIPS))
        rows = self.spark.read.parquet(self.path("stamped")).collect()
        self.assertEqual(sorted((r.vendor, r.fare) for r in rows), sorted(TRIPS))
        today = datetime.date.today()
        self.assertLessEqual({r["current_date"] - today for r in rows}, {datetime.timedelta(0)})

    def test_a_second_run_replaces_the_first(self) -> None:
        self.run_job()
        self.run_job()
        self.assertEqual(self.spark.read.parquet(self.path("stamped")).count(), len(TRIPS))

    def test_the_output_has_two_partitions(self) -> None:
        self.spark.range(100).write.mode("overwrite").parquet(self.path("trips"))
        self.run_job()
        self.assertEqual(len(list(Path(self.path("stamped")).glob("part-*.parquet"))), 2)


@needs("pyspark")
class Arguments(unittest.TestCase):
    def refusal(self, *argv: str) -> str:
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as end:
            program("pyspark-taxi-trip.py").arguments(argv)
        self.assertEqual(end.exception.code, 2)
        return errors.getvalue()

    def test_a_missing_path_is_named(self) -> None:
        self.assertIn("required: output", self.refusal("s3://b/in"))

    def test_an_empty_path_is_named(self) -> None:
        self.assertIn("input is empty", self.refusal("", "s3://b/out"))

    def test_the_output_may_not_hold_the_input(self) -> None:
        for output in ("s3://b/taxi/in", "s3://b/taxi/in/", "s3://b/taxi"):
            with self.subTest(output=output):
                self.assertIn("would replace input", self.refusal("s3://b/taxi/in/", output))

    def test_a_sibling_that_shares_a_prefix_is_accepted(self) -> None:
        found = program("pyspark-taxi-trip.py").arguments(["s3://b/taxi-in", "s3://b/taxi"])
        self.assertEqual(found.output, "s3://b/taxi")

"""The Delta jobs: their tables by Spark and delta-rs, their statements by Spark's parser."""

from __future__ import annotations

import contextlib
import hashlib
import io
import unittest
from pathlib import Path
from unittest import mock

from .support import BLUEPRINT, SparkTest, needs, program

INITIAL = str(BLUEPRINT / "data" / "initial_emp.csv")
UPDATE = str(BLUEPRINT / "data" / "update_emp.csv")

SALARIES_BEFORE = {1: 52000, 2: 61000, 3: 58500}
SALARIES_AFTER = {1: 56000, 2: 61000, 3: 64000, 4: 49500}


@needs("pyspark")
class Employees(SparkTest):
    def csv(self, *lines: str) -> str:
        Path(self.path("employees.csv")).write_text("\n".join(lines) + "\n")
        return self.path("employees.csv")

    def load(self, source: str, script: str = "delta-create.py"):
        job = program(script)
        return job.with_checksum(job.read_employees(self.spark, source))

    def test_both_programs_read_and_sign_alike(self) -> None:
        for source in (INITIAL, UPDATE):
            created = self.load(source, "delta-create.py")
            merged = self.load(source, "delta-merge.py")
            self.assertEqual(created.schema, merged.schema)
            self.assertEqual(created.collect(), merged.collect())

    def test_the_checksum_is_the_digest_of_names_and_number(self) -> None:
        for row in self.load(INITIAL).collect():
            person = row.firstname + row.lastname + row.ssn
            self.assertEqual(row.checksum, hashlib.md5(person.encode()).hexdigest())

    def test_the_data_has_three_people_then_two_raises_and_one_newcomer(self) -> None:
        before = {row.checksum: row.salary for row in self.load(INITIAL).collect()}
        after = {row.checksum: row.salary for row in self.load(UPDATE).collect()}
        self.assertEqual(len(before), 3)
        self.assertEqual(len(before.keys() & after.keys()), 2)
        self.assertEqual(len(after.keys() - before.keys()), 1)

    def test_an_incomplete_row_fails_the_job(self) -> None:
        source = self.csv("id,firstname,lastname,ssn,salary", "1,Ada,,987-65-4320,1")
        with self.assertRaisesRegex(Exception, "a row lacks one of firstname, lastname, ssn"):
            self.load(source).collect()

    def test_a_value_of_another_type_fails_the_job(self) -> None:
        source = self.csv("id,firstname,lastname,ssn,salary", "1,Ada,Marsh,987-65-4320,many")
        with self.assertRaisesRegex(Exception, "MALFORMED|FAILFAST|Malformed"):
            self.load(source).collect()

    def test_another_header_fails_the_job(self) -> None:
        source = self.csv("id,lastname,firstname,ssn,salary", "1,Marsh,Ada,987-65-4320,1")
        with self.assertRaisesRegex(Exception, "header"):
            self.load(source).collect()


@needs("pyspark", "deltalake", "pyarrow")
class Table(SparkTest):
    """The jobs' rows, condition and catalog statement around a real Delta table."""

    def rows(self, script: str, source: str):
        import pyarrow
        from pyspark.sql.pandas.types import to_arrow_schema

        job = program(script)
        frame = job.with_checksum(job.read_employees(self.spark, source))
        rows = [row.asDict() for row in frame.collect()]
        return pyarrow.Table.from_pylist(rows, to_arrow_schema(frame.schema)), frame.schema

    def create(self, table: str):
        """Create the table from the first file and merge the second into it."""
        import deltalake

        initial, schema = self.rows("delta-create.py", INITIAL)
        deltalake.write_deltalake(table, initial)
        return deltalake.DeltaTable(table), schema

    def merge(self, delta) -> None:
        updates, _ = self.rows("delta-merge.py", UPDATE)
        condition = program("delta-merge.py").SAME_PERSON
        aliases = {"source_alias": "updates", "target_alias": "current"}
        merging = delta.merge(source=updates, predicate=condition, **aliases)
        merging.when_matched_update_all().when_not_matched_insert_all().execute()

    def salaries(self, delta) -> dict[int, int]:
        return {row["id"]: row["salary"] for row in delta.to_pyarrow_table().to_pylist()}

    def test_the_condition_updates_who_is_known_and_adds_who_is_new(self) -> None:
        delta, _ = self.create(self.path("merged"))
        self.assertEqual(self.salaries(delta), SALARIES_BEFORE)
        self.merge(delta)
        self.assertEqual(self.salaries(delta), SALARIES_AFTER)

    def test_the_catalog_table_leads_to_the_merged_rows(self) -> None:
        """Athena's way: the table's location holds a manifest that lists the Parquet files."""
        table = self.path("o'clock")
        delta, schema = self.create(table)
        self.merge(delta)
        delta.generate()
        self.spark.sql(program("delta-create.py").athena_table("default", table, schema))
        facts = self.spark.sql("DESCRIBE FORMATTED default.delta_emp").collect()
        location = {row.col_name: row.data_type for row in facts}["Location"]
        files = Path(location.removeprefix("file:"), "manifest").read_text().split()
        rows = self.spark.read.parquet(*files)
        self.assertEqual({row.id: row.salary for row in rows.collect()}, SALARIES_AFTER)
        self.assertEqual(self.spark.table("default.delta_emp").schema, rows.schema)


@needs("pyspark")
class Statements(SparkTest):
    TABLE = "s3://bucket/o'clock/delta_emp"

    def parse(self, statement: str) -> str:
        parser = self.spark._jsparkSession.sessionState().sqlParser()
        return parser.parsePlan(statement).toString()

    def test_spark_parses_what_both_programs_say(self) -> None:
        create = program("delta-create.py")
        self.assertIn(create.MANIFEST_PROPERTY, self.parse(create.keep_manifest(self.TABLE)))
        self.assertIn("delta_table_emp", self.parse(create.spark_table("default", self.TABLE)))
        merged = self.parse(program("delta-merge.py").merge_statement(self.TABLE))
        self.assertIn("MergeIntoTable", merged)
        self.assertIn("'current.checksum = 'updates.checksum", merged)

    def test_a_path_stays_one_name_or_one_text(self) -> None:
        create = program("delta-create.py")
        self.assertEqual(create.quoted_name("a`b"), "`a``b`")
        self.assertEqual(create.quoted_text("a'b\\"), "'a\\'b\\\\'")
        text = self.spark.sql("SELECT " + create.quoted_text("a'b\\c") + " AS t").first().t
        self.assertEqual(text, "a'b\\c")

    def test_the_table_is_written_before_its_manifest(self) -> None:
        create = program("delta-create.py")
        world = mock.Mock()
        create.create(world.spark, world.employees, self.TABLE)
        calls = [str(call) for call in world.mock_calls]
        self.assertIn("save", calls[2])
        self.assertIn("SET TBLPROPERTIES", calls[3])
        self.assertIn("GENERATE symlink_format_manifest FOR TABLE delta.`s3:", calls[4])
        self.assertEqual(len(calls), 5)

    def test_the_merge_names_the_view_that_it_made(self) -> None:
        world = mock.Mock()
        program("delta-merge.py").merge(world.spark, world.updates, self.TABLE)
        world.updates.createOrReplaceTempView.assert_called_once_with("updates")
        world.spark.sql.assert_called_once()


@needs("pyspark")
class Arguments(unittest.TestCase):
    def refusal(self, script: str, *argv: str) -> str:
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as end:
            program(script).arguments(argv)
        self.assertEqual(end.exception.code, 2)
        return errors.getvalue()

    def test_a_missing_or_empty_path_is_named(self) -> None:
        for script in ("delta-create.py", "delta-merge.py"):
            self.assertIn("required: table", self.refusal(script, "s3://b/in.csv"))
            self.assertIn("table is empty", self.refusal(script, "s3://b/in.csv", " "))

    def test_a_database_that_glue_refuses_is_refused(self) -> None:
        for name in ("Default", "a-b", "x; DROP TABLE y", ""):
            refusal = self.refusal("delta-create.py", "in.csv", "table", name)
            self.assertIn("lower-case letters", refusal)

    def test_the_database_is_optional(self) -> None:
        create = program("delta-create.py")
        self.assertIsNone(create.arguments(["in.csv", "t"]).database)
        self.assertEqual(create.arguments(["in.csv", "t", "hr"]).database, "hr")

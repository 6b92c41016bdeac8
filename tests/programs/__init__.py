"""Tests of the PySpark programs that the blueprints' jobs run.

Run with `python -m unittest discover -t . -s tests/programs -v` from the repository's root. The
tests that need Spark want Java 17 or 11 and the packages of `tests/programs/requirements.txt`, and
say so when they skip.

What is not run here is Delta Lake inside Spark: its jars come from Maven alone. Its part is played
by delta-rs, another implementation of the same format, which does the merge on the condition of
`delta-merge.py`, and by Spark's own parser and Hive catalog for the SQL that both know.
"""

"""The floors other figures stand on: what this machine does with nothing of ours in the way."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.benchmarks.timing import measure, report

ROWS = 200


def test_single_row_commits_on_sqlite(tmp_path: Path) -> None:
    """One row a transaction, as a vote is cast: write-ahead log, every commit on disk."""
    with closing(sqlite3.connect(tmp_path / "floor.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE vote (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)")

        def insert() -> None:
            for _ in range(ROWS):
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO vote (sealed) VALUES (?)", (b"x" * 200,))
                database.execute("COMMIT")

        timing = measure(insert)
    report("SQLite, one row a commit", timing.per_second(ROWS), "rows/s")
    assert timing.middle > 0


def test_digests_on_one_core() -> None:
    data = b"x" * 1_000_000
    timing = measure(lambda: hashlib.sha256(data).digest(), runs=20)
    report("SHA-256 of one megabyte", timing.per_second(), "MB/s")
    assert timing.middle > 0

"""Casting a vote against the floor: one row a commit on the same database file."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from budgeting.clock import SetClock
from tests import build
from tests.benchmarks.timing import measure, report
from voting.services.casting import cast_online
from voting.services.register import credential_of, issue_codes

CASTS = 60


@pytest.mark.django_db(transaction=True)
def test_casts_on_one_connection(clock: SetClock) -> None:
    """Seal, lock, replace and commit, one voter after the other (SQLite or PostgreSQL)."""
    edition = build.voting(count=16)
    rights = [credential_of(code).pk for code in issue_codes(edition, count=CASTS)]

    def cast_all() -> None:
        for right in rights:
            cast_online(right, ["1", "4", "9"], clock=clock)

    timing = measure(cast_all, runs=3)
    report("casts", timing.per_second(CASTS), "votes/s", floor=single_commits())
    assert timing.middle > 0


def single_commits() -> float | None:
    """Rows a second that the same file takes, one a commit; None on another engine."""
    if connection.vendor != "sqlite":
        return None
    path = str(connection.settings_dict["NAME"]) + ".floor"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE IF NOT EXISTS row (sealed BLOB NOT NULL)")

        def insert() -> None:
            for _ in range(CASTS):
                database.execute("INSERT INTO row VALUES (?)", (b"x" * 400,))

        return measure(insert, runs=3).per_second(CASTS)

"""The clock that is handed to whatever depends on the time.

In production the database's clock is read after the lock was taken, so that several web
processes agree on the second of the close. SQLite has one writer at a time: there the process
clock inside an IMMEDIATE transaction is the same promise.
"""

from datetime import UTC, datetime
from typing import Protocol

from django.db import connection
from django.utils import timezone


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware."""


class DatabaseClock:
    """`clock_timestamp()` on PostgreSQL (not the start of the transaction), else the process."""

    def now(self) -> datetime:
        if connection.vendor != "postgresql":
            return timezone.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
        return moment.astimezone(UTC)


class SetClock:
    """A clock that stands where it was put, for tests and rehearsals."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


DATABASE_CLOCK = DatabaseClock()

"""The flush after a test with real transactions may empty append-only tables; nothing else may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands.flush import Command
from django.db import connection


@contextmanager
def lifted() -> Iterator[None]:
    """Triggers out of the way, as only the owner of the database can have them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_triggers() -> Iterator[None]:
    handle = Command.handle

    def lifted_handle(self: Command, **options: Any) -> None:
        with lifted():
            handle(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Command, "handle", lifted_handle)
        yield

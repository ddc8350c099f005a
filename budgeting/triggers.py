"""Triggers as each database keeps them, so that one of another meaning is not taken for a guard.

The SQL of a guard changes in a migration only: what stands is compared with it word by word.
"""

from collections.abc import Sequence

from django.db import connection

Kept = tuple[str, ...]

STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    # Of those that are switched on: the body of the function, and when it is called.
    "postgresql": (
        "SELECT t.tgname, p.prosrc, pg_get_triggerdef(t.oid, true)"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal"
    ),
}


def standing() -> dict[str, Kept]:
    """Every trigger that works now, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return {name: tuple(kept) for name, *kept in cursor.fetchall()}


def as_kept(statements: Sequence[str]) -> Kept:
    """What `standing` says of the trigger that these statements make; a function comes first."""
    if connection.vendor != "postgresql":
        return tuple(statements)
    function, trigger = statements
    return function.split("$$")[1], trigger

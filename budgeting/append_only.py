"""Tables that only grow: triggers of both databases refuse UPDATE, DELETE, TRUNCATE and REPLACE.

Whoever owns the database can lift a trigger; the hash chain of the audit trail and the published
heads make that evident. `deletable_when` is SQL over OLD, for rows that a later step destroys.
"""

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

SQLITE = (
    (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ),
    (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT ({when})"
        " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ),
    # REPLACE deletes without firing delete triggers, so it is caught as an insert.
    (
        "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        " WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ),
)
POSTGRES = (
    (
        "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP = 'DELETE' THEN IF ({when}) THEN RETURN OLD; END IF; END IF;"
        " RAISE EXCEPTION '{table} is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    ),
    (
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    ),
)
PRESENT = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        ("no_update", "no_delete", "no_replace"),
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')",
        ("no_change", "no_truncate"),
    ),
}
UNDO = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS {table}_no_update",
        "DROP TRIGGER IF EXISTS {table}_no_delete",
        "DROP TRIGGER IF EXISTS {table}_no_replace",
    ),
    "postgresql": ("DROP FUNCTION IF EXISTS {table}_append_only() CASCADE",),
}


def append_only(table: str, *, deletable_when: str = "") -> RunPython:
    """A migration operation that guards `table`."""

    def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        install(editor, table, deletable_when)

    def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        remove(editor, table)

    return RunPython(guard, release)


def install(editor: BaseDatabaseSchemaEditor, table: str, deletable_when: str = "") -> None:
    postgres = editor.connection.vendor == "postgresql"
    when = deletable_when or ("false" if postgres else "0")
    for statement in POSTGRES if postgres else SQLITE:
        editor.execute(statement.format(table=table, when=when), params=None)


def remove(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement.format(table=table), params=None)


def missing_guards(table: str) -> list[str]:
    """The triggers of a guarded table that are gone or switched off."""
    query, names = PRESENT[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in (f"{table}_{name}" for name in names) if name not in present]

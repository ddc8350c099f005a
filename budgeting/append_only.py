"""Tables that only grow: triggers of both databases refuse UPDATE, DELETE, TRUNCATE and REPLACE.

Whoever owns the database can lift a trigger; the hash chain of the audit trail and the published
heads make that evident. `deletable_when` is SQL over OLD, for rows that a later step destroys.
"""

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

from budgeting.triggers import Kept, as_kept, standing

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
        "CREATE TRIGGER {table}_no_change BEFORE DELETE OR UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    ),
    (
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    ),
)
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
    for statement in _statements(editor.connection.vendor, table, deletable_when):
        editor.execute(statement, params=None)


def _statements(vendor: str, table: str, deletable_when: str = "") -> list[str]:
    postgres = vendor == "postgresql"
    when = deletable_when or ("false" if postgres else "0")
    return [one.format(table=table, when=when) for one in (POSTGRES if postgres else SQLITE)]


def remove(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement.format(table=table), params=None)


def missing_guards(table: str) -> list[str]:
    """The triggers of a table of which no row goes that are gone, switched off or others now."""
    statements = _statements(connection.vendor, table)
    made: list[Kept] = [(trigger,) for trigger in statements]
    if connection.vendor == "postgresql":
        function, *triggers = statements
        made = [(function, trigger) for trigger in triggers]
    found = standing()
    wanted = {kept[-1].split()[2]: as_kept(kept) for kept in made}
    return [name for name, kept in wanted.items() if found.get(name) != kept]

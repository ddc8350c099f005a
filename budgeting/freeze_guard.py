"""Rows that stand still from the start of the vote on: triggers of both databases hold them.

Frozen is what belongs to an edition with a RuleSet. Only one thing is let through: the change that
is being applied, a RuleChange that was accepted (a constraint of its table asks for two people)
and has no RuleSet of its own yet. The service closes that moment in the same transaction.

SQLite makes a table anew when it alters one: its triggers are gone then, and it stops at those of
other tables that name it. A migration that alters an edition, a RuleSet, a RuleChange or a ballot
project begins with `thaw()` and ends with the `freeze` and `decide_once` of the migrations before.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

FROZEN = (
    "EXISTS (SELECT 1 FROM budgeting_ruleset r WHERE r.edition_id = {row}.{edition})"
    " AND NOT EXISTS (SELECT 1 FROM budgeting_rulechange c WHERE c.edition_id = {row}.{edition}"
    " AND c.state = 'accepted' AND c.rule_set_id IS NULL)"
)
# What a decided request says, and that it was decided, stays as it is.
DECIDED = (
    "OLD.state <> 'pending' AND NOT"
    " (OLD.state = 'accepted' AND NEW.state = 'accepted' AND OLD.rule_set_id IS NULL)"
)
SQLITE = (
    (
        "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}"
        " BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ),
)
POSTGRES = (
    (
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {answer}; END $$"
    ),
    "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
)
MESSAGE = "{table} is frozen: its rules are published"
EVENTS = ("insert", "update", "delete")
TABLES = ("budgeting_edition", "budgeting_rulechange", "proposals_ballotproject")


def freeze(
    table: str, *, edition: str, columns: Sequence[str] = (), free_in_tests: Sequence[str] = ()
) -> RunPython:
    """A migration operation. `edition` is the column with the edition's id; no `columns` means
    the whole row. `free_in_tests` may change in editions that are no real vote."""
    when = dict.fromkeys(EVENTS, FROZEN)
    when["update"] = FROZEN + " AND ({changed})" if columns else FROZEN
    return _operation(table, when, edition, columns, free_in_tests)


def decide_once(table: str) -> RunPython:
    """A migration operation for the table of the changes themselves."""
    return _operation(table, {"update": DECIDED, "delete": "1 = 1"}, "edition_id", (), ())


def thaw() -> RunPython:
    """A migration operation that takes all guards off, to be put back by the same migration."""

    def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in TABLES:
            _release(editor, table, EVENTS)

    return RunPython(release, RunPython.noop)


def _operation(
    table: str,
    when: dict[str, str],
    edition: str,
    columns: Sequence[str],
    free: Sequence[str],
) -> RunPython:
    def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        release(_apps, editor)
        postgres = editor.connection.vendor == "postgresql"
        differs = "IS DISTINCT FROM" if postgres else "IS NOT"
        changed = " OR ".join(
            f"({'NOT OLD.is_test AND ' if name in free else ''}OLD.{name} {differs} NEW.{name})"
            for name in columns
        )
        for event, condition in when.items():
            row = "NEW" if event == "insert" else "OLD"
            sql = condition.format(row=row, edition=edition, changed=changed)
            for statement in _statements(table, event, sql, postgres=postgres):
                editor.execute(statement, params=None)

    def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _release(editor, table, when)

    return RunPython(guard, release)


def _release(editor: BaseDatabaseSchemaEditor, table: str, events: Iterable[str]) -> None:
    postgres = editor.connection.vendor == "postgresql"
    for event in events:
        name = f"{table}_frozen_{event}"
        what = f"FUNCTION IF EXISTS {name}() CASCADE" if postgres else f"TRIGGER IF EXISTS {name}"
        editor.execute(f"DROP {what}", params=None)


def _statements(table: str, event: str, condition: str, *, postgres: bool) -> list[str]:
    known = {
        "name": f"{table}_frozen_{event}",
        "table": table,
        "event": event.upper(),
        "condition": condition,
        "message": MESSAGE.format(table=table),
        "answer": "OLD" if event == "delete" else "NEW",
    }
    return [statement.format(**known) for statement in (POSTGRES if postgres else SQLITE)]


def missing_freeze_guards() -> list[str]:
    """The guards that are gone or switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = [f"{table}_frozen_{event}" for table in TABLES for event in EVENTS]
    wanted.remove("budgeting_rulechange_frozen_insert")
    return [name for name in wanted if name not in present]

"""Rows that stand still from the start of the vote on: triggers of both databases hold them.

Frozen is what belongs to an edition with a RuleSet. Only one thing is let through: the change that
is being applied, a RuleChange that was accepted (a constraint of its table asks for two people)
and has no RuleSet of its own yet. The service closes that moment in the same transaction. Box and
key holders are `for_good`: no change writes them.

SQLite makes a table anew when it alters one: its triggers are gone then, and it stops at those of
other tables that name it. A migration that alters one of TABLES or budgeting_ruleset begins with
`thaw()` and ends with the guards (`freeze`, `decide_once`, `ask_first`) of the migrations before.
So does one that alters a table which the guard of a result names: tallying_tally, voting_opening or
voting_ballot. That guard stands on budgeting_edition and is put back by a migration of tallying.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

from budgeting.triggers import Kept, as_kept, standing

STARTED = "EXISTS (SELECT 1 FROM budgeting_ruleset r WHERE r.edition_id = {row}.{edition})"
APPLYING = (
    "EXISTS (SELECT 1 FROM budgeting_rulechange c WHERE c.edition_id = {row}.{edition}"
    " AND c.state = 'accepted' AND c.rule_set_id IS NULL)"
)
FROZEN = f"{STARTED} AND NOT {APPLYING}"
# What a decided request says, and that it was decided, stays as it is.
DECIDED = (
    "OLD.state <> 'pending' AND NOT"
    " (OLD.state = 'accepted' AND NEW.state = 'accepted' AND OLD.rule_set_id IS NULL)"
)
# A change is asked for before it is decided, and takes no other one's place (REPLACE).
ASKED = (
    "NEW.state <> 'pending' OR EXISTS (SELECT 1 FROM budgeting_rulechange c WHERE c.id = NEW.id)"
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
# What begins the last part of a guard's name: two of different reasons can stand on one table.
MARKS = (PUBLISHED, RESULT) = ("frozen", "counted")
TABLES = (
    *("budgeting_edition", "budgeting_rulechange", "proposals_ballotproject"),
    *("voting_ballotbox", "voting_trustee", "voting_paperrules"),
)


class Guard(RunPython):
    """A migration operation that puts guards on a table; `when` says what each event refuses."""

    def __init__(
        self, table: str, when: Mapping[str, str], message: str = MESSAGE, mark: str = PUBLISHED
    ) -> None:
        super().__init__(self._install, self._release)
        self.table, self.when, self.message, self.mark = table, when, message, mark

    def statements(self, vendor: str) -> dict[str, list[str]]:
        """The SQL of each trigger by its name."""
        return {
            _name(self.table, self.mark, event): self._statements(event, condition, vendor)
            for event, condition in self.when.items()
        }

    def _install(self, _apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _release(editor, self.table, self.when, self.mark)
        for statements in self.statements(editor.connection.vendor).values():
            for statement in statements:
                editor.execute(statement, params=None)

    def _release(self, _apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _release(editor, self.table, self.when, self.mark)

    def _statements(self, event: str, condition: str, vendor: str) -> list[str]:
        postgres = vendor == "postgresql"
        differs = "IS DISTINCT FROM" if postgres else "IS NOT"
        known = {
            "name": _name(self.table, self.mark, event),
            "table": self.table,
            "event": event.upper(),
            "condition": condition.format(differs=differs),
            "message": self.message.format(table=self.table),
            "answer": "OLD" if event == "delete" else "NEW",
        }
        return [statement.format(**known) for statement in (POSTGRES if postgres else SQLITE)]


def freeze(
    table: str,
    *,
    edition: str,
    columns: Sequence[str] = (),
    free_in_tests: Sequence[str] = (),
    for_good: bool = False,
) -> Guard:
    """A migration operation. `edition` is the column with the edition's id; no `columns` means
    the whole row. `free_in_tests` may change in editions that are no real vote."""
    frozen = STARTED if for_good else FROZEN
    real = {name: "" if name not in free_in_tests else "NOT OLD.is_test AND " for name in columns}
    changed = " OR ".join(
        f"({only}OLD.{name} {{differs}} NEW.{name})" for name, only in real.items()
    )
    when = {
        event: frozen.format(row="NEW" if event == "insert" else "OLD", edition=edition)
        for event in EVENTS
    }
    if columns:
        when["update"] += f" AND ({changed})"
    return Guard(table, when)


def decide_once(table: str) -> Guard:
    """A migration operation for the table of the changes themselves: what was decided stays."""
    return Guard(table, {"update": DECIDED, "delete": "1 = 1"})


def ask_first(table: str) -> Guard:
    """A migration operation for the same table: none comes into it decided."""
    return Guard(table, {"insert": ASKED})


def thaw() -> RunPython:
    """A migration operation that takes all guards off, to be put back by the same migration."""

    def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in TABLES:
            for mark in MARKS:
                _release(editor, table, EVENTS, mark)

    return RunPython(release, RunPython.noop)


def _name(table: str, mark: str, event: str) -> str:
    return f"{table}_{mark}_{event}"


def _release(
    editor: BaseDatabaseSchemaEditor, table: str, events: Iterable[str], mark: str
) -> None:
    postgres = editor.connection.vendor == "postgresql"
    for event in events:
        name = _name(table, mark, event)
        what = f"FUNCTION IF EXISTS {name}() CASCADE" if postgres else f"TRIGGER IF EXISTS {name}"
        editor.execute(f"DROP {what}", params=None)


def missing_freeze_guards() -> list[str]:
    """The guards that are gone, switched off, or not what the migrations made them."""
    found = standing()
    return [name for name, kept in _wanted().items() if found.get(name) != kept]


def _wanted() -> dict[str, Kept]:
    """Every guard as the last migration that made it has it, of all floors."""
    graph = MigrationLoader(None).graph
    plan = [step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf)]
    wanted: dict[str, Kept] = {}
    for step in dict.fromkeys(plan):
        for operation in graph.nodes[step].operations:
            if isinstance(operation, Guard):
                made = operation.statements(connection.vendor)
                wanted |= {name: as_kept(statements) for name, statements in made.items()}
    return wanted

"""What may change after the start of the vote, until when, and what became different.

Pure; times are aware. A change is a part of the frozen document with other values in it:
`{"calendar": {"closes_at": "2026-06-20T21:59:59+00:00"}, "budget_cents": 35000000,
"texts": {"title": {"fr": "…"}}, "projects": {"3": {"cost_cents": 90000, "place": {"nl": "…"}}}}`.
`voting/README.md` gives the reason of each limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from budgeting.calendar_order import BRUSSELS, FROM_THE_VOTE, Moment, out_of_order
from budgeting.calendar_rules import YEARS
from budgeting.money import HIGHEST_CENTS
from budgeting.phases import ORDER, Phase
from proposals.rules import broken_cap
from voting.codes import CodedError

Path: TypeAlias = tuple[str, ...]
Document: TypeAlias = Mapping[str, Any]

# Until which phase a date may be moved, as long as it has not passed.
MOVABLE: Mapping[str, Phase] = {
    "closes_at": Phase.VOTING,
    "paper_intake_until": Phase.COUNTING,
    "objections_until": Phase.OBJECTIONS,
    "decision_on": Phase.DECISION,
    "destruction_on": Phase.REALISATION,
}
DAYS = frozenset({"decision_on", "destruction_on"})
# Nobody loses time that was promised to them.
ONLY_LATER = frozenset({"closes_at", "paper_intake_until", "objections_until"})
EDITION_TEXTS = ("title", "influence", "decides_last", "out_of_scope")
PROJECT_TEXTS = ("title", "summary", "place", "realised_by")
LANGUAGES = ("nl", "fr")
NESTED = ("calendar", "texts")


class ChangeError(CodedError):
    """`nothing_changes`, `not_changeable`, `change_too_late`, `only_later`, `into_the_past`,
    `dates_out_of_order` (first, second), `fixed_in_a_knapsack`, `text_missing`, `bad_amount`,
    `amount_too_high`, `cost_above_cap`, `cost_above_budget`."""


@dataclass(frozen=True)
class Difference:
    """One value of the document that became another one; None where there was nothing."""

    path: Path
    before: Any
    after: Any


def flat(document: Document) -> dict[Path, Any]:
    """Every value by its path, projects by their id, in the order of the document."""
    found: dict[Path, Any] = {}
    for key, part in document.items():
        if key == "projects":
            for project in part:
                _spread(found, (key, project["id"]), project)
        elif key in NESTED:
            _spread(found, (key,), part)
        else:
            found[(key,)] = part
    return found


def _spread(found: dict[Path, Any], path: Path, part: Any) -> None:
    if not isinstance(part, Mapping):
        found[path] = part
        return
    for key, value in part.items():
        _spread(found, (*path, key), value)


def paths_of(changes: Document) -> dict[Path, Any]:
    """The values of a change by their path in the document."""
    found: dict[Path, Any] = {}
    _spread(found, (), changes)
    return found


def differences(old: Document, new: Document) -> list[Difference]:
    """What differs between two documents, without what an older form did not know yet."""
    before, after = flat(old), flat(new)
    return [
        Difference(path, before.get(path), value)
        for path, value in after.items()
        if path[0] in old and path != ("version",) and before.get(path) != value
        and (path in before or path[0] != "projects")
    ]  # fmt: skip


def changed(document: Document, changes: Document) -> list[Difference]:
    """What a change would make different in a document."""
    before = flat(document)
    return [
        Difference(path, before.get(path), value)
        for path, value in paths_of(changes).items()
        if before.get(path) != value
    ]


def check(document: Document, changes: Document, *, phase: Phase, now: datetime) -> None:
    """Raises ChangeError unless this document may be changed so, in this phase and now."""
    found = changed(document, changes)
    if not found:
        raise ChangeError("nothing_changes")
    for difference in found:
        if difference.path[0] == "calendar":
            _check_moment(difference, phase, now)
            continue
        _check_value(document, difference)
        if not is_under_way(document, phase=phase, now=now):
            raise ChangeError("change_too_late")
    _check_affordable(document, {difference.path: difference.after for difference in found})
    _check_order(document, changes)


def is_under_way(document: Document, *, phase: Phase, now: datetime) -> bool:
    """Whether votes are, or will be, taken: after that only dates may change."""
    closes_at = read_moment("closes_at", document["calendar"].get("closes_at"))
    return phase == Phase.VOTING and not _is_over(closes_at, now)


def movable(document: Document, *, phase: Phase, now: datetime) -> list[str]:
    """The dates that may still be moved, in their order."""
    return [
        name
        for name, last in MOVABLE.items()
        if ORDER.index(phase) <= ORDER.index(last)
        and not _is_over(read_moment(name, document["calendar"].get(name)), now)
    ]


def _check_moment(difference: Difference, phase: Phase, now: datetime) -> None:
    name = difference.path[-1]
    if len(difference.path) != 2 or name not in MOVABLE:
        raise ChangeError("not_changeable")
    before, after = (read_moment(name, value) for value in (difference.before, difference.after))
    if after is None:
        raise ChangeError("not_changeable")
    if _is_over(before, now) or ORDER.index(phase) > ORDER.index(MOVABLE[name]):
        raise ChangeError("change_too_late")
    if _is_over(after, now):
        raise ChangeError("into_the_past")
    if name in ONLY_LATER and before is not None and _earlier(after, before):
        raise ChangeError("only_later")


def _check_value(document: Document, difference: Difference) -> None:
    path, value = difference.path, difference.after
    project = _project(document, path)
    if path == ("budget_cents",):
        _check_money(document, value)
    elif project and path[2:] == ("cost_cents",):
        _check_money(document, value)
        _check_cap(document, project, value)
    elif _is_text(document, path):
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ChangeError("text_missing")
    else:
        raise ChangeError("not_changeable")


def _is_text(document: Document, path: Path) -> bool:
    if path[0] == "texts":
        known = EDITION_TEXTS
    elif _project(document, path):
        path, known = path[1:], PROJECT_TEXTS
    else:
        return False
    return len(path) == 3 and path[1] in known and path[2] in LANGUAGES


def _check_money(document: Document, value: Any) -> None:
    if type(value) is not int or value <= 0:
        raise ChangeError("bad_amount")
    if value > HIGHEST_CENTS:
        raise ChangeError("amount_too_high")
    if document["ballot_format"].get("type") == "knapsack":
        raise ChangeError("fixed_in_a_knapsack")


def _check_cap(document: Document, project: Document, cost: int) -> None:
    broken = broken_cap(
        track=project["track"],
        cost_cents=cost,
        grant_cap_cents=document["grant_cap_cents"],
        investment_cap_cents=document["investment_cap_cents"],
    )
    if broken:
        raise ChangeError("cost_above_cap")


def _check_affordable(document: Document, values: Mapping[Path, Any]) -> None:
    """No change makes a project impossible: by its cost, or for want of money."""
    budget = values.get(("budget_cents",), document["budget_cents"])
    for code, project in _projects(document).items():
        path = ("projects", code, "cost_cents")
        touched = path in values or ("budget_cents",) in values
        if touched and values.get(path, project["cost_cents"]) > budget:
            raise ChangeError("cost_above_budget")


def _check_order(document: Document, changes: Document) -> None:
    calendar = {**document["calendar"], **changes.get("calendar", {})}
    moments = {name: read_moment(name, value) for name, value in calendar.items()}
    for first, second in out_of_order(moments, FROM_THE_VOTE):
        raise ChangeError("dates_out_of_order", first=first, second=second)


def _projects(document: Document) -> dict[str, Document]:
    return {project["id"]: project for project in document["projects"]}


def _project(document: Document, path: Path) -> Document | None:
    """The project that a path leads into; None for anything else."""
    return _projects(document).get(path[1]) if path[0] == "projects" and path[1:] else None


def read_moment(name: str, value: Any) -> Moment | None:
    """A moment or day as the document writes it; `not_changeable` for anything else."""
    try:
        if value is None:
            return None
        moment = date.fromisoformat(value) if name in DAYS else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ChangeError("not_changeable") from None
    naive = isinstance(moment, datetime) and moment.utcoffset() is None
    if naive or moment.year not in YEARS:
        raise ChangeError("not_changeable")
    return moment


def _is_over(moment: Moment | None, now: datetime) -> bool:
    if isinstance(moment, datetime):
        return moment <= now
    return moment is not None and moment <= now.astimezone(BRUSSELS).date()


def _earlier(one: Moment, other: Moment) -> bool:
    return isinstance(one, datetime) and isinstance(other, datetime) and one < other

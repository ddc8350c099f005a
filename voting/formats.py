"""The ballot formats: which choices a ballot may hold, and the one way to write them down.

Five formats, frozen with the edition: approval (min to max projects), knapsack (projects that
together fit the budget), points (a total to give, at most so many for one project), ranking
(the first few in order) and score (a grade for each). Whole ballots are kept as canonical JSON,
so that equal votes are equal texts, and exported in Pabulib's terms (arXiv 2012.06539).

Canonical choices: approval and knapsack give a list of project ids in code-point order; ranking
a list from first to last; points and score an object from id to whole number, by id, without
zeros (in every format a zero means "no points given").
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from budgeting.digests import canonical_json
from voting.codes import CodedError

FormatType: TypeAlias = Literal["approval", "knapsack", "points", "ranking", "score"]
Choices: TypeAlias = list[str] | dict[str, int]

_PABULIB_TYPES: dict[FormatType, str] = {
    "approval": "approval",
    "knapsack": "approval",
    "points": "cumulative",
    "ranking": "ordinal",
    "score": "scoring",
}
_ONE = ("min_projects", 1)
# Of each format: the keys of its JSON form, each with its field and its default (`...`: required).
_SPECS: dict[FormatType, dict[str, tuple[str, object]]] = {
    "approval": {"min": _ONE, "max": ("max_projects", None)},
    "knapsack": {"min": _ONE},
    "points": {
        "total": ("total", ...),
        "max_per_project": ("max_points", None),
        "min_projects": _ONE,
    },
    "ranking": {"max": ("max_projects", ...), "min": _ONE},
    "score": {"min": ("min_points", 0), "max": ("max_points", ...), "min_projects": _ONE},
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}", re.ASCII)


class FormatError(CodedError):
    """`bad_format` for a format; for choices `malformed`, `too_few`, `too_many`,
    `unknown_project`, `over_budget`, `too_many_points`, `points_per_project`, `duplicate_rank`,
    `not_a_number`, `not_canonical`; for an export `not_exportable`."""


@dataclass(frozen=True)
class BallotFormat:
    """One format. Counts are of projects; points are whole numbers; None means no limit."""

    type: FormatType
    min_projects: int = 1
    max_projects: int | None = None
    total: int | None = None
    min_points: int | None = None
    max_points: int | None = None

    @property
    def numbered(self) -> bool:
        """Whether a ballot gives numbers to projects (points, score), not a list of projects."""
        return self.type in ("points", "score")

    def spec(self) -> dict[str, object]:
        """The JSON form, complete with defaults; `parse_format` reads it back."""
        keys = _SPECS[self.type]
        return {"type": self.type, **{key: getattr(self, name) for key, (name, _) in keys.items()}}


def parse_format(spec: Mapping[str, object]) -> BallotFormat:
    """Read a format's JSON form; anything missing, unknown or senseless is `bad_format`.

    `{"type": "approval", "min": 1, "max": null}` · `{"type": "knapsack", "min": 1}` ·
    `{"type": "points", "total": 10, "max_per_project": 5, "min_projects": 1}` · `{"type":
    "ranking", "max": 5, "min": 1}` · `{"type": "score", "min": 0, "max": 5, "min_projects": 1}`.
    At least 0 projects allows a blank ballot; `max_per_project` null means up to the total.
    """
    kind = spec.get("type")
    if not isinstance(kind, str) or kind not in _SPECS:
        raise FormatError("bad_format", key="type")
    known = _SPECS[kind]
    given = {key: default for key, (_, default) in known.items()} | dict(spec)
    del given["type"]
    for key, value in given.items():
        may_be_null = key in known and known[key][1] is None
        if key not in known or not (type(value) is int or (may_be_null and value is None)):
            raise FormatError("bad_format", key=key)
    numbers = cast("dict[str, int]", {known[key][0]: value for key, value in given.items()})
    if kind == "points" and given["max_per_project"] is None:
        numbers["max_points"] = numbers["total"]
    fmt = BallotFormat(kind, **numbers)
    _check_sense(fmt)
    return fmt


def _check_sense(fmt: BallotFormat) -> None:
    if (
        fmt.min_projects < 0
        or (fmt.max_projects is not None and fmt.max_projects < max(fmt.min_projects, 1))
        or (fmt.max_points is not None and fmt.max_points < 1)
        or (fmt.min_points or 0) > (fmt.max_points or 0)
        or (fmt.total is not None and fmt.total < max(fmt.max_points or 1, fmt.min_projects))
    ):
        raise FormatError("bad_format", type=fmt.type)


def canonical(fmt: BallotFormat, choices: object, *, costs: Mapping[str, int], budget: int) -> str:
    """Check choices against the format and write them as canonical JSON.

    `costs` has every project on the ballot, in whole cents like `budget`. Choices are a list or
    tuple of ids (a repeated mark counts once); a ranking from first to last, or id → rank (gaps
    close up); points and score id → number. Numbers are ints or a form's decimal text; "" is 0.
    """
    if fmt.numbered:
        points = _numbers(choices, costs)
        _check_points(fmt, points)
        result: Choices = points
    elif fmt.type == "ranking":
        result = _ranking(choices, costs)
    else:
        result = sorted(set(_ids(choices, costs)))
    if len(result) < fmt.min_projects:
        raise FormatError("too_few", min=fmt.min_projects, given=len(result))
    if fmt.max_projects is not None and len(result) > fmt.max_projects:
        raise FormatError("too_many", max=fmt.max_projects, given=len(result))
    if fmt.type == "knapsack":
        spent = sum(costs[project] for project in result)
        if spent > budget:
            raise FormatError("over_budget", budget=budget, spent=spent)
    return canonical_json(result)


def read_canonical(
    fmt: BallotFormat, text: str, *, costs: Mapping[str, int], budget: int
) -> Choices:
    """The choices in a canonical text, checked again in full: what the opening relies on.

    Refuses as `canonical` does, and `not_canonical` for any other spelling of the same choices.
    """
    try:
        choices = json.loads(text)
    except (ValueError, RecursionError):
        raise FormatError("malformed") from None
    if canonical(fmt, choices, costs=costs, budget=budget) != text:
        raise FormatError("not_canonical")
    return cast("Choices", choices)


def longest_choices(fmt: BallotFormat, projects: Iterable[str]) -> int:
    """An upper bound, in bytes of UTF-8, on canonical choices over this list of projects."""
    sizes = sorted(
        (len(canonical_json(project).encode()) + 1 for project in projects), reverse=True
    )
    if fmt.numbered:
        digits = max(len(str(fmt.min_points or 0)), len(str(fmt.max_points)))
        return 2 + sum(size + 1 + digits for size in sizes)
    return 2 + sum(sizes[: fmt.max_projects])


def pabulib_type(fmt: BallotFormat) -> str:
    """The `vote_type` of an export."""
    return _PABULIB_TYPES[fmt.type]


def pabulib_meta(fmt: BallotFormat) -> dict[str, str]:
    """The format's limits as META lines; those that are not set are left out.

    The caller adds a knapsack's `max_sum_cost`: the budget, in the export's unit of money.
    """
    limits = {
        "min_length": fmt.min_projects,
        "max_length": fmt.max_projects,
        "min_points": fmt.min_points,
        "max_points": fmt.max_points,
        "max_sum_points": fmt.total,
        "default_score": 0 if fmt.type == "score" else None,
    }
    return {key: str(value) for key, value in limits.items() if value is not None}


def pabulib_vote(fmt: BallotFormat, choices: str) -> dict[str, str]:
    """Canonical choices as VOTES columns: `vote`, and `points` for points and score.

    Points go from high to low, then by id. `not_exportable`: an id the file cannot hold.
    """
    content: Choices = json.loads(choices)
    if any(set(project) & set(',;"\r\n') or project != project.strip() for project in content):
        raise FormatError("not_exportable")
    if isinstance(content, list):
        return {"vote": ",".join(content)}
    points = dict(sorted(content.items(), key=lambda pair: (-pair[1], pair[0])))
    return {"vote": ",".join(points), "points": ",".join(map(str, points.values()))}


def _ids(choices: object, costs: Mapping[str, int]) -> Sequence[str]:
    if not isinstance(choices, (list, tuple)):
        raise FormatError("malformed")
    for project in choices:
        if not isinstance(project, str) or project not in costs:
            raise FormatError("unknown_project", project=str(project)[:80])
    return choices


def _ranking(choices: object, costs: Mapping[str, int]) -> list[str]:
    taken: Sequence[object]
    if isinstance(choices, Mapping):
        ranks = _numbers(choices, costs)
        if min(ranks.values(), default=1) < 1:
            raise FormatError("not_a_number")
        order, taken = sorted(ranks, key=ranks.__getitem__), list(ranks.values())
    else:
        order = list(_ids(choices, costs))
        taken = order
    if len(set(taken)) < len(taken):
        raise FormatError("duplicate_rank")
    return order


def _numbers(choices: object, costs: Mapping[str, int]) -> dict[str, int]:
    """Id → number without zeros. Booleans, fractions and other scripts' digits are no numbers."""
    if not isinstance(choices, Mapping):
        raise FormatError("malformed")
    _ids(list(choices), costs)
    numbers = {project: _number(value, project) for project, value in choices.items()}
    return {project: number for project, number in numbers.items() if number}


def _number(value: object, project: str) -> int:
    if isinstance(value, str):
        text = value.strip() or "0"
        if _NUMBER.fullmatch(text):
            return int(text)
    elif type(value) is int:
        return value
    raise FormatError("not_a_number", project=project)


def _check_points(fmt: BallotFormat, points: Mapping[str, int]) -> None:
    low, high = fmt.min_points or 0, fmt.max_points or 0
    for project, given in points.items():
        if not low <= given <= high:
            raise FormatError("points_per_project", project=project, min=low, max=high)
    if fmt.total is not None and sum(points.values()) > fmt.total:
        raise FormatError("too_many_points", total=fmt.total, given=sum(points.values()))

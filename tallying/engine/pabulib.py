"""Reads elections in the Pabulib format (pabulib.org/format; Faliszewski et al. 2023).

A file is read in full or refused with one sentence that names the line; nothing is repaired in
silence. Kept as they are: empty votes (a voter who approves nothing), rows with fewer or more
columns than the header, unknown columns, and amounts with a decimal comma or spaces.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from tallying.engine.amounts import common_scale, read_amount
from tallying.engine.election import (
    APPROVAL_TYPES,
    BALLOT_TYPES,
    POINT_TYPES,
    BallotGroup,
    Election,
    Project,
)
from tallying.engine.errors import EngineError
from tallying.engine.pabulib_writing import write_pabulib
from tallying.engine.rows import MOST_BYTES, Section, decode, sections

__all__ = ["parse_pabulib", "read_pabulib", "write_pabulib"]

_SAME_TYPE = {"choose-one": "choose-1", "choose_one": "choose-1", "choose_1": "choose-1"}
_Ballot = tuple[tuple[str, ...], tuple[int, ...]]


def read_pabulib(path: Path) -> Election:
    """The election in the file at `path`; see `parse_pabulib`. Also raises `file_unreadable`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise EngineError("file_too_large", f"The file is larger than {MOST_BYTES >> 20} MB.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise EngineError("file_unreadable", f"{path} cannot be read: {reason}.") from error
    return parse_pabulib(data)


def parse_pabulib(data: bytes | str) -> Election:
    """The election in Pabulib text.

    Raises EngineError, with the line where there is one: `empty_file`, `not_utf8`,
    `not_text`, `file_too_large`, `line_too_long`, `section_missing`, `section_twice`,
    `text_before_sections`, `column_missing`, `budget_missing`, `negative_budget`,
    `vote_type_unknown`, `not_a_number`, `too_many_decimals`, `negative_cost`,
    `project_id_missing`, `duplicate_project`, `duplicate_voter`, `unknown_project`, `choice_twice`,
    `points_missing`, `points_do_not_match`, `negative_points`, `count_mismatch`.
    """
    parts = sections(decode(data.encode() if isinstance(data, str) else data))
    meta = {fields[0].strip().lower(): _rest(fields) for _, fields in parts["META"].rows}
    header = parts["META"].header
    if header and header[0] != "key":
        raise EngineError("column_missing", "META does not start with “key;value”.")
    ballot_type = _ballot_type(meta)
    rows = _project_rows(parts["PROJECTS"])
    ballots = _ballots(parts["VOTES"], {row["project_id"] for row, _ in rows}, ballot_type)
    _check_count(meta, "num_projects", len(rows))
    _check_count(meta, "num_votes", sum(ballots.values()))
    return _election(meta, rows, ballots, ballot_type)


def _election(
    meta: dict[str, str],
    rows: list[tuple[dict[str, str], Decimal]],
    ballots: Mapping[_Ballot, int],
    ballot_type: str,
) -> Election:
    budget = _budget(meta)
    scale = common_scale([budget, *(cost for _, cost in rows)])
    projects = []
    for row, cost in rows:
        plain = {k: v for k, v in row.items() if k not in ("project_id", "cost", "name")}
        name = row.get("name", "")
        projects.append(Project(row["project_id"], int(cost * scale), name, plain))
    groups = tuple(BallotGroup(choices, n, pts) for (choices, pts), n in sorted(ballots.items()))
    return Election(tuple(projects), groups, int(budget * scale), scale, ballot_type, meta)


def _rest(fields: list[str]) -> str:
    """A META value, which may itself hold semicolons; empty columns after it are dropped."""
    return ";".join(fields[1:]).strip().rstrip(";").strip()


def _ballot_type(meta: dict[str, str]) -> str:
    given = meta.get("vote_type", "").lower()
    known = _SAME_TYPE.get(given, given)
    if known not in BALLOT_TYPES:
        raise EngineError("vote_type_unknown", f"The vote_type “{given[:60]}” is not known.")
    return known


def _budget(meta: dict[str, str]) -> Decimal:
    if not meta.get("budget"):
        raise EngineError("budget_missing", "META does not say what the budget is.")
    budget = read_amount(meta["budget"], "The budget")
    if budget < 0:
        raise EngineError("negative_budget", f"The budget is {budget}, less than nothing.")
    return budget


def _check_count(meta: dict[str, str], key: str, found: int) -> None:
    if not meta.get(key):
        return
    stated = read_amount(meta[key], key)
    if stated != found:
        raise EngineError(
            "count_mismatch",
            f"META says {key} is {stated:f}, but the file holds {found}.",
            stated=str(stated),
            found=found,
        )


def _project_rows(section: Section) -> list[tuple[dict[str, str], Decimal]]:
    """Columns and cost of each project, in the order of the file."""
    header = _header(section, "PROJECTS", ("project_id", "cost"))
    rows: list[tuple[dict[str, str], Decimal]] = []
    seen: dict[str, int] = {}
    for line, fields in section.rows:
        row = {key: value.strip() for key, value in zip(header, fields, strict=False) if key}
        project = row["project_id"] = row.get("project_id", "")
        if not project:
            raise EngineError("project_id_missing", f"Line {line}: a project without id.")
        if project in seen:
            raise EngineError(
                "duplicate_project",
                f"Line {line}: project “{project}” was already on line {seen[project]}.",
            )
        seen[project] = line
        cost = read_amount(row.get("cost", ""), f"Line {line}: the cost of project “{project}”")
        if cost < 0:
            raise EngineError(
                "negative_cost", f"Line {line}: project “{project}” costs {cost:f}.", line=line
            )
        rows.append((row, cost))
    return rows


def _header(section: Section, name: str, needed: Iterable[str]) -> list[str]:
    """The column names, the first of them being the id whatever the file calls it."""
    for column in needed:
        if section.header and column not in section.header:
            raise EngineError("column_missing", f"{name} has no column “{column}”.", column=column)
    return section.header


def _ballots(section: Section, projects: set[str], ballot_type: str) -> Counter[_Ballot]:
    """How often each ballot was cast."""
    header = _header(section, "VOTES", ("voter_id", "vote"))
    if not header:
        return Counter()
    voter_at, vote_at = header.index("voter_id"), header.index("vote")
    points_at = header.index("points") if "points" in header else None
    seen: dict[str, int] = {}
    counts: Counter[_Ballot] = Counter()
    for line, fields in section.rows:
        voter = _at(fields, voter_at)
        if seen.setdefault(voter, line) != line:
            raise EngineError(
                "duplicate_voter",
                f"Line {line}: voter “{voter}” was already on line {seen[voter]}.",
            )
        choices = _listed(_at(fields, vote_at))
        for choice in choices:
            if choice not in projects:
                raise EngineError(
                    "unknown_project",
                    f"Line {line}: a vote for “{choice}”, not a project.",
                    line=line,
                    project=choice,
                )
        points = _listed(_at(fields, points_at)) if points_at is not None else []
        counts[_ballot(choices, points, ballot_type, line)] += 1
    return counts


def _at(fields: list[str], index: int) -> str:
    return fields[index].strip() if index < len(fields) else ""


def _listed(text: str) -> list[str]:
    return [item for part in text.split(",") if (item := part.strip())] if text else []


def _ballot(choices: list[str], points: list[str], ballot_type: str, line: int) -> _Ballot:
    if ballot_type in APPROVAL_TYPES:
        return tuple(sorted(set(choices))), ()
    if len(set(choices)) != len(choices):
        raise EngineError("choice_twice", f"Line {line}: the same project twice.", line=line)
    if ballot_type not in POINT_TYPES:
        return tuple(choices), ()
    if choices and not points:
        raise EngineError("points_missing", f"Line {line}: a vote without points.", line=line)
    if len(choices) != len(points):
        raise EngineError(
            "points_do_not_match",
            f"Line {line}: {len(choices)} projects but {len(points)} points.",
        )
    pairs = sorted(zip(choices, (_points(text, line) for text in points), strict=True))
    return tuple(choice for choice, _ in pairs), tuple(value for _, value in pairs)


def _points(text: str, line: int) -> int:
    value = read_amount(text, f"Line {line}: the points")
    if value < 0:
        raise EngineError("negative_points", f"Line {line}: {text} points.", line=line)
    if value != int(value):
        raise EngineError("not_a_number", f"Line {line}: {text} is not a whole number of points.")
    return int(value)

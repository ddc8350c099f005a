"""Reads elections in the Pabulib format (pabulib.org/format; Faliszewski et al. 2023).

A file is read in full or refused with one sentence that names the line; nothing is repaired in
silence. Kept as they are: empty votes (a voter who approves nothing), rows with fewer or more
columns than the header, unknown columns, and amounts with a decimal comma or spaces.

A lenient reading also takes files that contradict themselves: votes for projects that are not in
the file are left out, counts that META states wrongly are taken as found, and voters with the same
number are voters of their own. Each of these is a sentence in `Election.notes`.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tallying.engine.amounts import common_scale, read_amount
from tallying.engine.election import BALLOT_TYPES, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.pabulib_votes import Votes
from tallying.engine.pabulib_writing import write_pabulib
from tallying.engine.rows import MOST_BYTES, Section, decode, sections

__all__ = ["parse_pabulib", "read_pabulib", "write_pabulib"]

_SAME_TYPE = {"choose-one": "choose-1", "choose_one": "choose-1", "choose_1": "choose-1"}


def read_pabulib(path: Path, *, lenient: bool = False) -> Election:
    """The election in the file at `path`; see `parse_pabulib`. Also raises `file_unreadable`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise EngineError("file_too_large", f"The file is larger than {MOST_BYTES >> 20} MB.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise EngineError("file_unreadable", f"{path} cannot be read: {reason}.") from error
    return parse_pabulib(data, lenient=lenient)


def parse_pabulib(data: bytes | str, *, lenient: bool = False) -> Election:
    """The election in Pabulib text.

    Raises EngineError, with the line where there is one: `empty_file`, `not_utf8`,
    `not_text`, `file_too_large`, `line_too_long`, `section_missing`, `section_twice`,
    `text_before_sections`, `column_missing`, `budget_missing`, `negative_budget`,
    `vote_type_unknown`, `not_a_number`, `too_many_decimals`, `negative_cost`,
    `project_id_missing`, `duplicate_project`, `choice_twice`, `points_missing`,
    `points_do_not_match`, `negative_points`; and unless `lenient`: `duplicate_voter`,
    `unknown_project`, `count_mismatch`.
    """
    parts = sections(decode(data.encode() if isinstance(data, str) else data))
    meta = {fields[0].strip().lower(): _rest(fields) for _, fields in parts["META"].rows}
    header = parts["META"].header
    if header and header[0] != "key":
        raise EngineError("column_missing", "META does not start with “key;value”.")
    ballot_type = _ballot_type(meta)
    rows = _project_rows(parts["PROJECTS"])
    _check_header(parts["VOTES"], "VOTES", ("voter_id", "vote"))
    ids = [row["project_id"] for row, _ in rows]
    votes = Votes(parts["VOTES"], ids, ballot_type, lenient=lenient)
    notes = list(votes.notes)
    for key, found in (("num_projects", len(rows)), ("num_votes", votes.counts.total())):
        notes += _check_count(meta, key, found, lenient=lenient)
    return _election(meta, rows, votes, ballot_type, tuple(notes))


def _election(
    meta: dict[str, str],
    rows: list[tuple[dict[str, str], Decimal]],
    votes: Votes,
    ballot_type: str,
    notes: tuple[str, ...],
) -> Election:
    budget = _budget(meta)
    scale = common_scale([budget, *(cost for _, cost in rows)])
    projects = []
    for row, cost in rows:
        plain = {k: v for k, v in row.items() if k not in ("project_id", "cost", "name")}
        name = row.get("name", "")
        projects.append(Project(row["project_id"], _whole(cost, scale), name, plain))
    return Election(
        projects=tuple(projects),
        ballots=votes.groups(),
        budget=_whole(budget, scale),
        scale=scale,
        ballot_type=ballot_type,
        meta=meta,
        notes=notes,
    )


def _whole(amount: Decimal, scale: int) -> int:
    """In smallest units; as a fraction, for decimals would be rounded to 28 digits."""
    return int(Fraction(amount) * scale)


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


def _check_count(meta: dict[str, str], key: str, found: int, *, lenient: bool) -> list[str]:
    """A note if META states another number and the reading is lenient; else a refusal."""
    if not meta.get(key):
        return []
    try:
        stated = read_amount(meta[key], key)
    except EngineError:
        if not lenient:
            raise
        return [f"META says {key} is “{meta[key][:60]}”, no number; the file holds {found}."]
    if stated == found:
        return []
    sentence = f"META says {key} is {stated:f}, but the file holds {found}."
    if lenient:
        return [sentence]
    raise EngineError("count_mismatch", sentence, stated=str(stated), found=found)


def _project_rows(section: Section) -> list[tuple[dict[str, str], Decimal]]:
    """Columns and cost of each project, in the order of the file."""
    _check_header(section, "PROJECTS", ("project_id", "cost"))
    rows: list[tuple[dict[str, str], Decimal]] = []
    seen: dict[str, int] = {}
    for line, fields in section.rows:
        row = {
            key: value.strip() for key, value in zip(section.header, fields, strict=False) if key
        }
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


def _check_header(section: Section, name: str, needed: Iterable[str]) -> None:
    for column in needed:
        if section.header and column not in section.header:
            raise EngineError("column_missing", f"{name} has no column “{column}”.", column=column)

"""Writes an election as a Pabulib file (pabulib.org/format)."""

import re
from collections.abc import Iterable, Mapping

from tallying.engine.amounts import format_amount, is_plain
from tallying.engine.election import POINT_TYPES, Election
from tallying.engine.errors import EngineError
from tallying.engine.rows import SECTIONS

# Whatever some program takes for the end of a line, or of a text.
_BREAKS = re.compile("[\0\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_NOT_IN_IDS = re.compile("[,\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|^\\s|\\s$")


def write_pabulib(election: Election, meta: Mapping[str, str] | None = None) -> str:
    """Pabulib text that reads back as the same election; ballots sorted, voters numbered from 1.

    `meta` adds to, or replaces, the election's own; counts, budget and vote_type are always those
    of the election. Line breaks in other texts become spaces. Raises EngineError
    `id_not_writable` for an id that a program might read otherwise (a comma, a line break, another
    character that controls, the name of a section), and `amount_not_writable` for an amount that
    could not be read back.
    """
    known = {**election.meta, **(meta or {})}
    known.update(
        num_projects=str(len(election.projects)),
        num_votes=str(election.voters),
        budget=_amount(election.budget, election.scale, "The budget"),
        vote_type=election.ballot_type,
    )
    lines = ["META", "key;value", *_meta_lines(known)]
    lines += ["PROJECTS", *_project_lines(election), "VOTES", *_vote_lines(election)]
    return "\n".join(lines) + "\n"


def _meta_lines(known: Mapping[str, str]) -> Iterable[str]:
    """A key without a value says nothing; named as a section, it would start one."""
    for key, value in known.items():
        if value.strip() or key.strip().upper() not in SECTIONS:
            yield _line([key, value])


def _project_lines(election: Election) -> Iterable[str]:
    extra = list(dict.fromkeys(key for project in election.projects for key in project.extra))
    yield _line(["project_id", "cost", "name", *extra])
    for project in election.projects:
        if not project.id or _NOT_IN_IDS.search(project.id) or project.id.upper() in SECTIONS:
            shown = project.id.encode(errors="backslashreplace").decode()
            raise EngineError("id_not_writable", f"The id “{shown[:60]}” cannot be written.")
        cost = _amount(project.cost, election.scale, f"The cost of project “{project.id[:60]}”")
        more = (project.extra.get(key, "") for key in extra)
        yield _line([project.id, cost, project.name, *more])


def _vote_lines(election: Election) -> Iterable[str]:
    with_points = election.ballot_type in POINT_TYPES
    yield "voter_id;vote;points" if with_points else "voter_id;vote"
    number = 0
    for group in sorted(election.ballots, key=lambda group: (group.choices, group.points)):
        cells = [",".join(group.choices)]
        cells += [",".join(map(str, group.points))] if with_points else []
        for _ in range(group.count):
            number += 1
            yield _line([str(number), *cells])


def _amount(amount: int, scale: int, what: str) -> str:
    text = format_amount(amount, scale)
    if not is_plain(text):
        sentence = f"{what} is too large, too fine or negative, and cannot be written."
        raise EngineError("amount_not_writable", sentence)
    return text


def _line(cells: Iterable[str]) -> str:
    """One row; line breaks become spaces, and fields that need quotes get them."""
    return ";".join(_cell(_on_one_line(cell)) for cell in cells)


def _on_one_line(text: str) -> str:
    parts = _BREAKS.split(text)
    return text if len(parts) == 1 else " ".join(filter(None, map(str.strip, parts)))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[;"]', text) else text

"""Writes an election as a Pabulib file (pabulib.org/format)."""

import re
from collections.abc import Iterable, Mapping

from tallying.engine.amounts import format_amount
from tallying.engine.election import POINT_TYPES, Election
from tallying.engine.errors import EngineError


def write_pabulib(election: Election, meta: Mapping[str, str] | None = None) -> str:
    """Pabulib text that reads back as the same election; ballots sorted, voters numbered from 1.

    `meta` adds to, or replaces, the election's own; counts, budget and vote_type are always those
    of the election. Raises EngineError `id_not_writable` for an id with a comma or a line break.
    """
    known = {**election.meta, **(meta or {})}
    known.update(
        num_projects=str(len(election.projects)),
        num_votes=str(election.voters),
        budget=format_amount(election.budget, election.scale),
        vote_type=election.ballot_type,
    )
    lines = ["META", "key;value", *(_line([key, value]) for key, value in known.items())]
    lines += ["PROJECTS", *_project_lines(election), "VOTES", *_vote_lines(election)]
    return "\n".join(lines) + "\n"


def _project_lines(election: Election) -> Iterable[str]:
    extra = list(dict.fromkeys(key for project in election.projects for key in project.extra))
    yield _line(["project_id", "cost", "name", *extra])
    for project in election.projects:
        if not project.id or re.search(r"[,\r\n]|^\s|\s$", project.id):
            raise EngineError("id_not_writable", f"The id “{project.id}” cannot be written.")
        cost = format_amount(project.cost, election.scale)
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


def _line(cells: Iterable[str]) -> str:
    """One row; line breaks become spaces, and fields that need quotes get them."""
    plain = (re.sub(r"\s*[\r\n]+\s*", " ", cell) for cell in cells)
    return ";".join(_cell(text) for text in plain)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[;"]', text) else text

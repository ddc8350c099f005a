"""The VOTES of a Pabulib file as counted ballots; see pabulib.py."""

from collections import Counter
from collections.abc import Iterable

from tallying.engine.amounts import read_amount
from tallying.engine.election import APPROVAL_TYPES, POINT_TYPES, BallotGroup
from tallying.engine.errors import EngineError
from tallying.engine.rows import Section

# Choices, and the points of each where the ballots give points.
Ballot = tuple[tuple[str, ...], tuple[int, ...]]
_NO_POINTS: tuple[int, ...] = ()


class Votes:
    """Reads the votes of one file. `notes` says what a lenient reading did otherwise."""

    def __init__(
        self, section: Section, projects: Iterable[str], ballot_type: str, *, lenient: bool
    ) -> None:
        # One text for each id, however often it is chosen.
        self._projects = {item: item for item in projects}
        self._type = ballot_type
        self._lenient = lenient
        self._unknown: list[tuple[int, str]] = []
        self._again: list[tuple[int, str]] = []
        self.counts: Counter[Ballot] = Counter()
        if section.header:
            self._read(section)

    @property
    def notes(self) -> tuple[str, ...]:
        """At most one sentence about unknown projects, and one about voters named twice."""
        found = []
        if self._unknown:
            names = ", ".join(dict.fromkeys(f"“{item}”" for _, item in self._unknown[:1000]))
            number, line = len(self._unknown), self._unknown[0][0]
            found.append(
                f"Left out: choices of projects that are not in the file, {number} in all, the"
                f" first on line {line}: {_shortened(names)}."
            )
        if self._again:
            number, (line, voter) = len(self._again), self._again[0]
            found.append(
                f"Voters with the number of an earlier one: {number}, the first “{voter}” on line"
                f" {line}. Each counts as a voter of their own."
            )
        return tuple(found)

    def groups(self) -> tuple[BallotGroup, ...]:
        """The ballots, identical ones together, in the order of their choices and points."""
        # No id holds a NUL, so texts joined by it are in the order of the lists; and quicker.
        ordered = sorted(self.counts, key=lambda ballot: ("\0".join(ballot[0]), ballot[1]))
        return tuple(
            BallotGroup(choices, self.counts[choices, points], points)
            for choices, points in ordered
        )

    def _read(self, section: Section) -> None:
        voter_at, vote_at = section.header.index("voter_id"), section.header.index("vote")
        points_at = section.header.index("points") if "points" in section.header else None
        wanted = max(voter_at, vote_at, points_at or 0)
        seen: dict[str, int] = {}
        for line, fields in section.rows:
            if len(fields) <= wanted:
                fields = fields + [""] * (wanted + 1 - len(fields))
            voter = fields[voter_at].strip()
            if seen.setdefault(voter, line) != line:
                self._voter_again(line, voter, seen[voter])
            choices = _listed(fields[vote_at])
            points = _listed(fields[points_at]) if points_at is not None else []
            try:
                choices = [self._projects[item] for item in choices]
            except KeyError:
                choices, points = self._known(choices, points, line)
            self.counts[_ballot(choices, points, self._type, line)] += 1

    def _voter_again(self, line: int, voter: str, before: int) -> None:
        if not self._lenient:
            raise EngineError(
                "duplicate_voter", f"Line {line}: voter “{voter}” was already on line {before}."
            )
        self._again.append((line, voter))

    def _known(
        self, choices: list[str], points: list[str], line: int
    ) -> tuple[list[str], list[str]]:
        """Choices of projects in the file, with their points."""
        unknown = [(line, item) for item in choices if item not in self._projects]
        if not self._lenient:
            choice = unknown[0][1]
            raise EngineError(
                "unknown_project",
                f"Line {line}: a vote for “{choice}”, not a project.",
                line=line,
                project=choice,
            )
        self._unknown += unknown
        kept = [place for place, item in enumerate(choices) if item in self._projects]
        if len(points) == len(choices):
            points = [points[place] for place in kept]
        return [choices[place] for place in kept], points


def _listed(text: str) -> list[str]:
    words = text.split()
    if len(words) > 1:
        return [item for part in text.split(",") if (item := part.strip())]
    # Most lists hold no spaces.
    items = words[0].split(",") if words else []
    return [item for item in items if item] if "" in items else items


def _ballot(choices: list[str], points: list[str], ballot_type: str, line: int) -> Ballot:
    if ballot_type in APPROVAL_TYPES:
        return tuple(sorted(set(choices))), _NO_POINTS
    if len(set(choices)) != len(choices):
        raise EngineError("choice_twice", f"Line {line}: the same project twice.", line=line)
    if ballot_type not in POINT_TYPES:
        return tuple(choices), _NO_POINTS
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


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else text[:200].rstrip() + " …"

"""What is written reads back the same, in any program, or is refused before it is written."""

import pytest

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.limits import Limits
from tallying.engine.pabulib import parse_pabulib, write_pabulib

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def refused(election: Election) -> str:
    """The code it is not written with."""
    with pytest.raises(EngineError) as refusal:
        write_pabulib(election)
    return refusal.value.code


@pytest.mark.parametrize(
    "project",
    [
        *"\x7f\ud800",
        "VOTES",
        "Meta",
        "projects",
        "a,b",
        "",
        " a",
        "a\u3000",
        "\ufeffa",
        "a\u2028b",
        "a\u2029",
        "a\x85b",
        "a\x00",
        "a\x1fb",
    ],
)
def test_an_id_that_a_program_might_read_otherwise_is_refused(project: str) -> None:
    assert refused(Election((Project(project, 1),), (), 1)) == "id_not_writable"


@pytest.mark.parametrize(("cost", "scale"), [(10**30, 1), (-1, 1), (1, 10**13)])
def test_an_amount_that_cannot_be_read_back_is_refused(cost: int, scale: int) -> None:
    assert refused(Election((Project("a", cost),), (), 1, scale)) == "amount_not_writable"
    assert refused(Election((), (), cost, scale)) == "amount_not_writable"


def test_the_largest_and_finest_amounts_read_back() -> None:
    election = Election((Project("a", 10**30 - 1), Project("b", 10**12 + 1)), (), 1, 10**12)
    assert [item.cost for item in parse_pabulib(write_pabulib(election)).projects] == [
        10**30 - 1,
        10**12 + 1,
    ]


def test_every_end_of_a_line_in_a_name_or_a_description_becomes_a_space() -> None:
    name = BREAKS.join("abc") + " " * 100_000 + "d"
    projects = (Project("a", 1, name, {"theme": f"x{BREAKS}VOTES"}),)
    text = write_pabulib(Election(projects, (BallotGroup(("a",), 2),), 1), {"about": BREAKS})
    assert len(text.splitlines()) == text.count("\n")
    again = parse_pabulib(text)
    assert again.projects[0].name == "a b c" + " " * 100_000 + "d"
    assert again.projects[0].extra == {"theme": "x VOTES"}
    assert again.voters == 2


def test_a_description_named_as_a_section_starts_none() -> None:
    meta = {"votes": "", "PROJECTS ": "  ", "Meta": BREAKS, "meta ": "x"}
    again = parse_pabulib(write_pabulib(Election((Project("a", 1),), (), 1), meta))
    assert [item.id for item in again.projects] == ["a"]
    assert again.meta["meta"] == "x"


def test_a_conflict_between_very_many_projects_takes_no_more_than_they_are() -> None:
    ids = tuple(f"p{number}" for number in range(20_000))
    election = Election(tuple(Project(item, 1) for item in (*ids, "free")), (), 1)
    limits = Limits(election, (ids, ("p1", "p2"), ("p3", "free")), ())
    assert limits.blocks("p1", ["free", "p19999"])
    assert not limits.blocks("p1", ["free", "p1"])
    assert limits.blocks("free", ["p2", "p3"])
    assert not limits.blocks("free", ids[4:])

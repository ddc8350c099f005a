"""A tally that was stored has the digest that the same election has without any database."""

import pytest

from budgeting.models import Edition
from budgeting.phases import Phase
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.rule import Rule
from tallying.models import Tally
from tallying.services.tallying_up import run_tally
from tests import build
from voting.models import Ballot

pytestmark = pytest.mark.django_db
LISTS: tuple[list[str], ...] = (
    ["1", "2"],
    ["2", "10", "9"],
    ["9"],
    ["10", "9"],
    [],
    ["2", "1"],
    ["9"],
)
COSTS = {str(number): 5_000_000 * number for number in range(1, 11)}


def by_hand() -> Election:
    """The election of `voted`, written down."""
    counts: dict[tuple[str, ...], int] = {}
    for chosen in LISTS:
        key = tuple(sorted(chosen))
        counts[key] = counts.get(key, 0) + 1
    return Election(
        tuple(Project(code, cost) for code, cost in COSTS.items()),
        tuple(BallotGroup(chosen, count) for chosen, count in counts.items()),
        30_000_000,
        100,
    )


def voted() -> Edition:
    """An edition with these votes, opened and in the phase of counting."""
    edition = build.edition(phase=Phase.COUNTING)
    build.projects(edition, len(COSTS))
    for number, chosen in enumerate(LISTS):
        channel = "online" if number % 2 else "paper"
        Ballot.objects.create(edition=edition, channel=channel, choices=sorted(chosen))
    return edition


def stored_as_by_hand() -> None:
    """Count the edition, read the tallies back, and compare."""
    edition = voted()
    run_tally(edition)
    tallies = Tally.objects.filter(edition=edition)
    assert len(tallies) == 2
    count = Count(by_hand())
    for tally in tallies:
        outcome = count.run(Rule.from_json(tally.rule), tally.seed)
        assert tally.digest == outcome.digest
        assert tally.input_digest == outcome.input_digest


def test_a_stored_tally_has_the_digest_of_the_same_election_by_hand() -> None:
    stored_as_by_hand()


@pytest.mark.postgres
def test_and_so_it_has_on_postgresql() -> None:
    stored_as_by_hand()

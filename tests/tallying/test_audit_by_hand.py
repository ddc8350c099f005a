"""When the paper is not what was recorded: whole piles are read, and counted beside the first."""

import pytest

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from tallying.models import PaperSays, Tally
from tallying.services.auditing_hand import count_by_hand, piles_read, read_whole_pile
from tallying.services.recorded import unrecorded_tallies
from tallying.services.results import result_of
from tallying.services.tallying_up import run_tally, standing_tallies
from tests.tallying.audits import CLOCK, SEED, Auditors, counted

pytestmark = pytest.mark.django_db

AB, C, D = ["1", "2"], ["3"], ["4"]
PILES = [("Bibliotheek", 400, [1]), ("Buurthuis", 6, [2])]


@pytest.fixture
def pair(officer: User, facilitator: User) -> Auditors:
    return Auditors(officer, facilitator)


@pytest.fixture
def close(council: Council) -> Edition:
    """Recorded: 1, 2 and 3 win. On paper the second pile has other votes."""
    return counted(council, paper={1: [["1"]] * 400, 2: [AB] * 4 + [C] * 2}, online=1)


def test_a_pile_that_two_people_read_is_counted_in_a_tally_beside_the_first(
    pair: Auditors, close: Edition
) -> None:
    audit = pair.drawn(close, PILES, size=5)
    first = standing_tallies(close)[0]
    with pytest.raises(Refused) as refused:
        count_by_hand(audit, by=pair.first, clock=CLOCK)
    assert refused.value.code == "no_pile_read"
    here = audit.draws.filter(pile=2).count()
    assert read_whole_pile(audit, 2, by=pair.first, clock=CLOCK) == 6 - here
    for draw in audit.draws.filter(pile=2, settled_at=None):
        if draw.sheet == 6:
            pair.both(draw, says=PaperSays.NONE)
        else:
            pair.both(draw, D)
    assert [pile.number for pile in piles_read(audit)] == [2]
    made = count_by_hand(audit, by=pair.first, clock=CLOCK)
    assert (made.first, made.piles) == (first, [2])
    assert made.tally.outcome["votes"] == {"1": 400, "2": 1, "3": 0, "4": 5}
    assert made.tally.outcome["voters"] == 400 + 5 + 1
    assert made.tally.outcome["selected"] != first.outcome["selected"]
    assert made.tally.checked["engine"] == "pabutools"
    line = Record.objects.get(event="audit_counted_by_hand")
    assert line.data == {"audit": 1, "piles": [2], "result": made.tally.digest}
    assert count_by_hand(audit, by=pair.first, clock=CLOCK) == made


def test_the_first_result_stays_the_one_that_is_shown(pair: Auditors, close: Edition) -> None:
    audit = pair.drawn(close, PILES, size=5)
    before = standing_tallies(close)
    read_whole_pile(audit, 2, by=pair.first, clock=CLOCK)
    for draw in audit.draws.filter(pile=2):
        pair.both(draw, D)
    made = count_by_hand(audit, by=pair.first, clock=CLOCK)
    assert made.tally not in before
    assert standing_tallies(close) == before
    assert run_tally(close, clock=CLOCK) == before
    shown = result_of(close)
    assert shown is not None
    assert shown.deciding.digest == before[0].digest
    assert list(unrecorded_tallies()) == []


def test_paper_that_says_what_was_recorded_gives_the_same_tally(
    pair: Auditors, close: Edition
) -> None:
    audit = pair.drawn(close, PILES, size=5)
    read_whole_pile(audit, 2, by=pair.first, clock=CLOCK)
    pair.read_as_recorded(audit)
    made = count_by_hand(audit, by=pair.first, clock=CLOCK)
    assert made.tally == made.first
    assert Tally.objects.count() == 1


def test_a_pile_is_read_once_and_only_after_the_dice(pair: Auditors, close: Edition) -> None:
    def code(number: int) -> str:
        with pytest.raises(Refused) as refused:
            read_whole_pile(audit, number, by=pair.first, clock=CLOCK)
        return refused.value.code

    audit = pair.signed(close, PILES, size=5)
    assert code(2) == "audit_not_drawn"
    audit.refresh_from_db()
    audit = pair.throw(audit, SEED)
    assert code(9) == "pile_unknown"
    read_whole_pile(audit, 2, by=pair.first, clock=CLOCK)
    assert code(2) == "pile_read_already"

"""Two people read a sheet of an audit: nobody new, and nobody who guesses."""

from datetime import timedelta
from functools import partial

import pytest

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Role, User
from tallying.models import PaperSays
from tallying.services.auditing import add_pile, begin_audit
from tallying.services.auditing_sample import freeze
from tallying.services.auditing_sheets import read_sheet
from tests import build
from tests.people import person
from tests.tallying.audits import CLOCK, Auditors, counted
from tests.voting.custody import code_of

pytestmark = pytest.mark.django_db
AB, C = ["1", "2"], ["3"]
PILES = [("Doos", 16, [1, 2])]


@pytest.fixture
def pair(officer: User, facilitator: User) -> Auditors:
    return Auditors(officer, facilitator)


@pytest.fixture
def edition(council: Council) -> Edition:
    return counted(council, paper={1: [AB] * 8 + [C] * 4, 2: [C] * 4}, online=3)


def test_nobody_settles_a_sheet_by_guessing_what_another_one_read(
    pair: Auditors, edition: Edition, second_facilitator: User
) -> None:
    draw = pair.drawn(edition, PILES).draws.get(pile=1, sheet=1)
    read_sheet(draw, says=PaperSays.CHOICES, choices=AB, by=pair.first)
    for guess in (["1"], ["2"], AB):
        tried = read_sheet(draw, says=PaperSays.CHOICES, choices=guess, by=pair.second)
        assert not tried.is_settled
    done = read_sheet(draw, says=PaperSays.CHOICES, choices=AB, by=second_facilitator)
    assert done.first_by == pair.first


def test_a_newcomer_counts_no_pile_signs_no_count_and_reads_no_sheet(
    pair: Auditors, edition: Edition, council: Council
) -> None:
    nora = person(council, Role.FACILITATOR, "Nora")
    nora.memberships.update(starts_on=build.NOW.date())
    next_day = SetClock(build.NOW + timedelta(days=1))
    audit = begin_audit(edition, by=pair.first, clock=CLOCK)
    pile = {"name": "Doos", "sheets": 16, "batches": [1, 2], "clock": CLOCK}
    assert code_of(lambda: add_pile(audit, by=nora, **pile)) == "role_too_new"  # type: ignore[arg-type]
    add_pile(audit, by=pair.first, **pile)  # type: ignore[arg-type]
    assert code_of(lambda: freeze(audit, by=nora, clock=next_day)) == "role_too_new"
    drawn = pair.throw(freeze(audit, by=pair.second, clock=CLOCK))
    draw = drawn.draws.get(pile=1, sheet=1)
    read = partial(read_sheet, draw, says=PaperSays.NONE)
    assert code_of(lambda: read(by=nora, clock=CLOCK)) == "role_too_new"
    read(by=pair.first, clock=CLOCK)
    assert code_of(lambda: read(by=nora, clock=next_day)) == "role_too_new"
    read_sheet(draw, says=PaperSays.MISSING, by=pair.second, clock=CLOCK)
    assert draw.entries.count() == 2

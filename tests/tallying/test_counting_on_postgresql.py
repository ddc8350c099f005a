"""A count on PostgreSQL, which keeps the keys of a stored document in an order of its own."""

import pytest

from budgeting.phases import Phase
from tallying.services.tallying_up import run_tally, standing_tallies
from tests import build
from tests.tallying.engines_at_hand import Noted
from voting.models import Ballot

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def test_the_tallies_that_stand_are_found_again() -> None:
    edition = build.edition(phase=Phase.COUNTING)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    assert [tally.rule["rule"] for tally in run_tally(edition)] == ["mes-cost", "greedy-votes"]
    assert len(standing_tallies(edition)) == 2


def test_a_found_tally_is_not_counted_again() -> None:
    edition = build.edition(phase=Phase.COUNTING)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    noted = Noted()
    first = run_tally(edition, engines=noted.engines())
    assert run_tally(edition, engines=noted.engines()) == first
    assert noted.counted == noted.checked == ["mes-cost", "greedy-votes"]

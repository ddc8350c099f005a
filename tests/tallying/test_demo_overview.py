"""What the desk of the demo has beyond its editions, however often it is loaded."""

import pytest
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Membership, User
from proposals.models import Advice
from tallying.services.areas import load_areas
from tallying.services.demo_overview import found_a_council, give_advice
from tallying.services.loading import load_edition
from tallying.services.overview import boards_of
from tests.people import with_lock
from tests.tallying.files import DEMO

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db: None) -> User:
    load_areas()
    return with_lock(User.objects.create_user("officer@example.org"))


def test_a_council_waits_for_its_first_edition_and_soon_for_an_officer(olga: User) -> None:
    for _ in range(2):
        found_a_council(DATABASE_CLOCK)
    assert Council.objects.get().fictional
    assert Membership.objects.count() == 1
    [board] = boards_of(olga, timezone.now())
    assert not board.entries
    assert [alert.code for alert in board.alerts] == ["role_ends"]


def test_three_proposals_have_advice_once(olga: User) -> None:
    call = load_edition(DEMO / "laken-2027.json").edition
    for _ in range(2):
        give_advice(call, DATABASE_CLOCK)
    advices = Advice.objects.filter(proposal__edition=call)
    assert {advice.opinion for advice in advices} == {"favourable", "conditional", "unfavourable"}
    assert [advice.text_state("text", "fr") for advice in advices].count("missing") == 1

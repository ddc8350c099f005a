"""The seed for equal projects: drawn before the votes can be read, or taken from all of them."""

from datetime import timedelta
from typing import Any

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import ORDER, Phase
from tallying.services.results import result_of
from tallying.services.tallying_up import run_tally, standing_tallies
from tallying.services.tie_seed import SeedSource, record_draw, source_of
from tests import build
from tests.people import SignIn
from tests.voting.test_opening import LATER, opened, voted
from voting.models import Ballot, Opening
from voting.services.closing import close_voting
from voting.services.destruction import destroy_links
from voting.services.opening import import_ballots

pytestmark = pytest.mark.django_db
COARSE = build.MES | {"step": "1000"}


@pytest.fixture
def closed(clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Edition:
    monkeypatch.setitem(build.MES, "step", "1000")
    edition = voted(clock)
    return close_voting(edition, clock=LATER)


def open_the_box(edition: Edition) -> Opening:
    opening = import_ballots(edition, opened(edition), clock=LATER)
    destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    return opening


def refusal(edition: Edition, seed: str = "7") -> str:
    with pytest.raises(Refused) as refused:
        record_draw(edition, seed, by=None)
    return str(refused.value.code)


@pytest.mark.parametrize("phase", list(Phase))
def test_a_number_is_drawn_between_the_list_and_the_opening(council: Council, phase: Phase) -> None:
    edition = build.edition(council, phase=phase)
    place = ORDER.index(phase)
    if place < ORDER.index(Phase.PUBLICATION):
        assert refusal(edition) == "seed_too_early"
    elif place > ORDER.index(Phase.COUNTING):
        assert refusal(edition) == "seed_too_late"
    else:
        record_draw(edition, " 31 41 ", by=None)
        assert Edition.objects.get().tie_seed == "31 41"


def test_a_number_is_recorded_once_and_stands_in_the_trail(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    assert refusal(edition, "  ") == "seed_missing"
    assert refusal(edition, "7" * 121) == "seed_too_long"
    record_draw(edition, "31 41", by=officer)
    assert refusal(edition, "8") == "seed_is_set"
    line = Record.objects.get()
    assert (line.event, line.data) == ("tie_seed", {"seed": "31 41"})


def test_a_number_that_was_drawn_in_time_decides(closed: Edition) -> None:
    record_draw(closed, "31 41", by=None)
    open_the_box(closed)
    closed.refresh_from_db()
    tallies = run_tally(closed)
    assert {tally.seed for tally in tallies} == {"31 41"}
    assert source_of(closed, tallies[0].seed) == SeedSource.DRAWN


def test_after_the_opening_a_number_is_refused_and_the_ballots_decide(closed: Edition) -> None:
    opening = open_the_box(closed)
    assert refusal(closed) == "seed_too_late"
    tallies = run_tally(closed)
    assert {tally.seed for tally in tallies} == {opening.ballots_digest}
    assert standing_tallies(closed) == tallies
    assert source_of(closed, tallies[0].seed) == SeedSource.BALLOTS
    Edition.objects.filter(pk=closed.pk).update(phase=Phase.COUNCIL_REVIEW)
    result = result_of(Edition.objects.get(pk=closed.pk))
    assert result is not None
    assert result.seed_source == SeedSource.BALLOTS


def test_ballots_that_were_loaded_without_a_box_keep_an_empty_seed(council: Council) -> None:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    assert refusal(edition) == "seed_too_late"
    assert {tally.seed for tally in run_tally(edition)} == {""}


def test_a_result_with_an_empty_seed_stands_although_there_is_an_opening(council: Council) -> None:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    before = run_tally(edition)
    made = {"opened_at": build.NOW, "ballots_digest": "sha256:0", "ballot_count": 1}
    Opening.objects.create(edition=edition, **made)
    assert standing_tallies(edition) == before == run_tally(edition)


def page_of(edition: Edition) -> str:
    return f"/en/desk/{edition.council.slug}/{edition.slug}/number-drawn/"


def test_an_officer_finds_the_form_at_the_desk_and_records_the_number(
    council: Council, officer: User, facilitator: User
) -> None:
    edition = build.edition(council, phase=Phase.VOTING)
    client = SignIn(officer)
    desk = f"/en/desk/{council.slug}/{edition.slug}/"
    assert page_of(edition) in client.get(desk).content.decode()
    assert b'name="seed"' in client.get(page_of(edition)).content
    empty = client.post(page_of(edition), {"seed": ""})
    assert (empty.status_code, Edition.objects.get().tie_seed) == (200, "")
    assert SignIn(facilitator).post(page_of(edition), {"seed": "7"}).status_code == 403
    assert client.post(page_of(edition), {"seed": "31 41"}).status_code == 302
    assert Edition.objects.get().tie_seed == "31 41"
    assert page_of(edition) not in client.get(desk).content.decode()
    again = client.post(page_of(edition), {"seed": "8"}).content.decode()
    assert "31 41" in again
    assert Edition.objects.get().tie_seed == "31 41"


@pytest.mark.parametrize(
    ("phase", "says"), [(Phase.CALL, "Not yet"), (Phase.COUNCIL_REVIEW, "Too late for a draw")]
)
def test_before_and_after_that_time_the_page_says_why(
    council: Council, officer: User, phase: Phase, says: str
) -> None:
    fields: dict[str, Any] = {"closes_at": build.NOW + timedelta(days=1)}
    edition = build.edition(council, phase=phase, **fields)
    text = SignIn(officer).get(page_of(edition)).content.decode()
    assert says in text
    assert 'name="seed"' not in text

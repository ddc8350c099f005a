"""Nobody ends by hand what residents were promised until a day; a rehearsal may go on before."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for
from tallying.services.steps import move_back, move_on
from tallying.services.together import move_all, plan_moves
from tests import build
from tests.people import SignIn
from tests.voting.booth import text_of

pytestmark = pytest.mark.django_db

AHEAD = build.NOW + timedelta(days=20)
EARLY = [
    (Phase.CALL, Phase.REVIEW, {"call_closes_at": AHEAD}),
    (Phase.OBJECTIONS, Phase.DECISION, {"objections_until": AHEAD}),
    (Phase.DECISION, Phase.REALISATION, {"decision_on": AHEAD.date()}),
    (Phase.DECISION, Phase.REALISATION, {"decision_on": None}),
]
# The first moment at which the same move is allowed: the midnight of Brussels for a day.
OVER = [
    (Phase.CALL, Phase.REVIEW, {"call_closes_at": AHEAD}, AHEAD),
    (Phase.CALL, Phase.REVIEW, {"call_closes_at": None}, build.NOW),
    (Phase.OBJECTIONS, Phase.DECISION, {"objections_until": AHEAD}, AHEAD),
    (Phase.OBJECTIONS, Phase.DECISION, {"objections_until": None}, build.NOW),
    (
        Phase.DECISION,
        Phase.REALISATION,
        {"decision_on": AHEAD.date()},
        AHEAD.replace(hour=22) - timedelta(days=1),
    ),
]


@pytest.mark.parametrize(("phase", "to", "dates"), EARLY)
def test_a_real_edition_does_not_go_on_before_its_day(
    council: Council, officer: User, clock: SetClock, phase: Phase, to: Phase, dates: dict[str, Any]
) -> None:
    edition = build.edition(council, phase=phase, is_test=False, **dates)
    (missing,) = missing_for(edition, to, build.NOW)
    assert missing.href.endswith("/settings/calendar/")
    with pytest.raises(Refused) as refused:
        move_on(edition, to=to, by=officer, clock=clock)
    assert (refused.value.code, refused.value.missing) == ("conditions_missing", (missing,))
    roles = {council.pk: frozenset({"officer"})}
    assert [plan.code for plan in plan_moves([edition], roles, build.NOW)] == ["missing"]
    (outcome,) = move_all([(edition, to)], roles, by=officer, clock=clock)
    assert (outcome.code, outcome.missing) == ("conditions_missing", (missing,))
    assert Edition.objects.get().phase == phase


@pytest.mark.parametrize(("phase", "to", "dates"), EARLY)
def test_a_rehearsal_goes_on_and_is_warned(
    council: Council, officer: User, clock: SetClock, phase: Phase, to: Phase, dates: dict[str, Any]
) -> None:
    edition = build.edition(council, phase=phase, is_test=True, **dates)
    assert move_on(edition, to=to, by=officer, clock=clock).phase == to


@pytest.mark.parametrize(("phase", "to", "dates", "at"), OVER)
def test_from_its_day_on_a_real_edition_goes_on(
    council: Council, officer: User, phase: Phase, to: Phase, dates: dict[str, Any], at: datetime
) -> None:
    edition = build.edition(council, phase=phase, is_test=False, **dates)
    if dates[next(iter(dates))] is not None:
        assert missing_for(edition, to, at - timedelta(seconds=1))
    assert move_on(edition, to=to, by=officer, clock=SetClock(at)).phase == to


def test_the_way_back_to_the_review_does_not_wait_for_the_call(
    council: Council, officer: User, clock: SetClock
) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION, is_test=False, call_closes_at=AHEAD)
    assert move_back(edition, to="review", by=officer, clock=clock).phase == Phase.REVIEW


def test_once_the_rules_are_fixed_the_page_of_changes_is_where_a_date_is_moved(
    council: Council, officer: User
) -> None:
    edition = build.voting(council, is_test=False, objections_until=AHEAD)
    Edition.objects.update(phase=Phase.OBJECTIONS)
    edition.refresh_from_db()
    (missing,) = missing_for(edition, Phase.DECISION, build.NOW)
    assert missing.href.endswith("/demo-laken/2026/changes/")


@pytest.mark.parametrize("is_test", [False, True])
def test_the_pages_say_it_before_and_after(council: Council, officer: User, is_test: bool) -> None:
    dates: dict[str, Any] = {"call_closes_at": timezone.now() + timedelta(days=3)}
    edition = build.edition(council, phase=Phase.CALL, is_test=is_test, **dates)
    client = SignIn(officer)
    pages = {
        "desk": text_of(client.get("/en/desk/demo-laken/2026/moves/")),
        "together": text_of(
            client.get("/en/desk-together/", {"action": "move", "edition": edition.address})
        ),
    }
    for page in pages.values():
        assert ("Before that nobody ends it." in page) != is_test
        assert ("The call was announced until" in page) == is_test
    assert ('/move/"' in pages["desk"]) == is_test
    after = client.post(
        "/en/desk-together/", {"action": "move", "edition": f"{edition.address}:review"}
    )
    assert ("Before that nobody ends it." in text_of(after)) != is_test

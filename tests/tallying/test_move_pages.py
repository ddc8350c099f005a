"""The pages of a move: what it means by phase and clock, what is missing, and the way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tallying.services.steps import start_ahead
from tests import build
from tests.people import SignIn
from tests.tallying.test_moves import draft
from tests.voting.booth import Booth, code_for, open_now, text_of
from voting.services.starting import register_server_box

pytestmark = pytest.mark.django_db


def page_of(edition: Edition, rest: str = "moves/", language: str = "en") -> str:
    return f"/{language}/desk/{edition.council.slug}/{edition.slug}/{rest}"


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_refused_page_lists_what_is_missing_with_links(
    council: Council, officer: User, language: str
) -> None:
    edition = draft(council, budget_cents=0, call_opens_at=None)
    answer = SignIn(officer).post(page_of(edition, "move/", language), {"to": "call"})
    assert answer.status_code == 400
    with translation.override(language):
        for name in ("edition_money", "edition_calendar"):
            assert f'href="{reverse(name, args=["demo-laken", "2026"])}"' in text_of(answer)
    assert Edition.objects.get().phase == Phase.DRAFT


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_says_what_its_next_step_means(
    council: Council, officer: User, phase: Phase
) -> None:
    edition = build.edition(council, phase=phase)
    for language in ("nl", "fr"):
        assert SignIn(officer).get(page_of(edition, language=language)).status_code == 200


def test_the_page_shows_phase_and_clock_and_no_button_while_something_is_missing(
    council: Council, officer: User, facilitator: User
) -> None:
    now = timezone.now()
    moments: dict[str, Any] = {
        "opens_at": now + timedelta(days=3),
        "closes_at": now + timedelta(days=9),
    }
    edition = build.edition(council, phase=Phase.PUBLICATION, **moments)
    client = SignIn(officer)
    page = text_of(client.get(page_of(edition)))
    assert "the vote opens by itself" in page
    assert 'action="/en/desk/demo-laken/2026/start/"' not in page
    assert "/opening/" in page
    build.projects(edition)
    register_server_box(edition)
    page = text_of(client.get(page_of(edition)))
    assert 'action="/en/desk/demo-laken/2026/start/"' in page
    assert SignIn(facilitator).get(page_of(edition)).status_code == 403
    started = text_of(client.post(page_of(edition, "start/"), follow=True))
    assert "The rules are frozen and published. The vote opens by itself on" in started


def test_a_move_before_its_day_is_said_and_not_forbidden(council: Council, officer: User) -> None:
    now = timezone.now()
    edition = build.edition(council, phase=Phase.CALL, call_closes_at=now + timedelta(days=5))
    client = SignIn(officer)
    assert "The call was announced until" in text_of(client.get(page_of(edition)))
    assert client.post(page_of(edition, "move/"), {"to": "review"}).status_code == 302
    assert "The edition is now in this phase: " in text_of(client.get(page_of(edition, "")))


@pytest.mark.parametrize(
    ("language", "words"), [("nl", ("start op", "gaat vanzelf open op")), ("fr", ("s’ouvre",))]
)
def test_a_vote_started_ahead_says_when_it_opens(
    council: Council, officer: User, language: str, words: tuple[str, ...]
) -> None:
    now = timezone.now()
    opens = timezone.localtime(now + timedelta(days=3)).replace(hour=7, minute=45)
    moments: dict[str, Any] = {"opens_at": opens, "closes_at": now + timedelta(days=9)}
    edition = build.edition(council, phase=Phase.PUBLICATION, **moments)
    build.projects(edition)
    register_server_box(edition)
    start_ahead(edition, by=officer)
    booth = Booth()
    booth.enter(code_for(edition))
    stopped = text_of(booth.client.get(f"/{language}/vote/ballot/"))
    public = text_of(SignIn(officer).get(f"/{language}/c/demo-laken/2026/"))
    desk = text_of(SignIn(officer).get(page_of(edition, "", language)))
    for page in (stopped, public, desk):
        assert any(word in page.lower() for word in words)
        assert "7:45" in page


def test_going_back_is_confirmed_and_for_officers_only(
    council: Council, officer: User, facilitator: User, stranger: User
) -> None:
    edition = draft(council, phase=Phase.CALL)
    assert "disappears from the public pages" in text_of(SignIn(officer).get(page_of(edition)))
    for somebody in (facilitator, stranger):
        typed = {"to": "draft", "sure": "yes"}
        assert SignIn(somebody).post(page_of(edition, "back/"), typed).status_code == 403
    assert SignIn(officer).post(page_of(edition, "back/"), {"to": "draft"}).status_code == 400
    assert Edition.objects.get().phase == Phase.CALL
    answer = SignIn(officer).post(page_of(edition, "back/"), {"to": "draft", "sure": "yes"})
    assert answer.status_code == 302
    assert Edition.objects.get().phase == Phase.DRAFT


def test_a_change_that_waits_is_a_task_of_officers(council: Council, officer: User) -> None:
    edition = open_now(of=council)
    client = SignIn(officer)
    assert "Decide on a change" not in text_of(client.get(page_of(edition, "")))
    typed = {"budget_cents": "350.000", "reason_nl": "Meer geld.", "reason_fr": "Plus d’argent."}
    client.post(page_of(edition, "changes/new/budget/"), typed)
    assert "Decide on a change" in text_of(client.get(page_of(edition, "")))

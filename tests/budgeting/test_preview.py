"""The preview: what residents would see in a phase, for the people of the council alone."""

import pytest
from django.test import Client

from budgeting.models import Council, Edition, User
from budgeting.phases import SHOWN, Phase
from proposals.models import Proposal
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db

PREVIEW = "/nl/desk/demo-laken/2026/preview/"
BANNER = "Voorbeeld: niet openbaar"


@pytest.mark.parametrize("phase", SHOWN)
def test_a_draft_is_seen_in_every_phase_and_stays_a_draft(
    council: Council, officer: User, phase: Phase
) -> None:
    build.edition(council)
    page = SignIn(officer).get(PREVIEW, {"phase": phase})
    assert page.status_code == 200
    assert BANNER in page.content.decode()
    assert Edition.objects.get().phase == Phase.DRAFT


def test_what_can_be_done_leads_to_a_preview_too(council: Council, officer: User) -> None:
    build.edition(council)
    call = SignIn(officer).get(PREVIEW, {"phase": "call"}).content.decode()
    assert f"{PREVIEW}proposal/" in call
    vote = SignIn(officer).get(PREVIEW, {"phase": "voting"}).content.decode()
    assert f"{PREVIEW}ballot/" in vote
    assert "/nl/vote/ballot/" not in vote


@pytest.mark.parametrize("page", ["", "proposal/", "ballot/"])
def test_nothing_can_be_sent_from_a_preview(council: Council, officer: User, page: str) -> None:
    build.edition(council)
    client = SignIn(officer)
    shown = client.get(PREVIEW + page)
    assert BANNER in shown.content.decode()
    main = shown.content.decode().partition("<main")[2]
    assert 'method="post"' not in main
    assert client.post(PREVIEW + page, {"title": "Bomen"}).status_code == 405
    assert not Proposal.objects.exists()


def test_the_ballot_shows_proposals_that_stand_or_examples(council: Council, officer: User) -> None:
    edition = build.edition(council)
    ballot = SignIn(officer).get(f"{PREVIEW}ballot/").content.decode()
    assert "Voorbeeld 3" in ballot
    build.proposal(edition, 7)
    ballot = SignIn(officer).get(f"{PREVIEW}ballot/").content.decode()
    assert "Voorstel 7" in ballot
    assert not edition.ballot_projects.exists()


def test_others_do_not_see_a_preview(council: Council, stranger: User, resident: Client) -> None:
    build.edition(council)
    for client in (SignIn(stranger), resident):
        for page in ("", "proposal/", "ballot/"):
            assert client.get(PREVIEW + page).status_code == 403

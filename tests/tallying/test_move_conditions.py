"""What an edition needs before it moves: every condition, and the page where it is mended."""

from datetime import timedelta
from typing import Any

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Missing, Refused
from budgeting.models import Council, Edition, Need, Record, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for
from proposals.models import Proposal, Review
from proposals.services.publishing import publish_ballot
from tallying.services.steps import move_on, start_ahead
from tests import build
from tests.tallying.test_moves import draft
from voting.services.starting import missing_to_start, register_server_box

pytestmark = pytest.mark.django_db


def test_a_complete_draft_can_be_opened_for_proposals(council: Council, officer: User) -> None:
    edition = draft(council)
    assert missing_for(edition, Phase.CALL, build.NOW) == []
    move_on(edition, to="call", by=officer)
    assert edition.phase == Phase.CALL
    line = Record.objects.get(event="phase")
    assert (line.actor, line.data) == (f"officer:{officer.pk}", {"from": "draft", "to": "call"})


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"influence_nl": "", "influence_fr": ""}, "edition_voters"),
        ({"decides_last_nl": "", "decides_last_fr": ""}, "edition_voters"),
        ({"out_of_scope_nl": "", "out_of_scope_fr": ""}, "edition_voters"),
        ({"decides_last_fr": ""}, "text"),
        ({"title_fr": ""}, "text"),
        ({"intro_nl": "Welkom"}, "text"),
        ({"stale": {"title": {"language": "fr", "was": "Vroeger"}}}, "text"),
        ({"budget_cents": 0}, "edition_money"),
        ({"call_opens_at": None}, "edition_calendar"),
        ({"call_closes_at": None}, "edition_calendar"),
        ({"call_closes_at": build.NOW + timedelta(days=90)}, "edition_calendar"),
    ],
)
def test_each_thing_missing_before_the_call_leads_to_its_page(
    council: Council, fields: dict[str, Any], address: str
) -> None:
    (missing,) = missing_for(draft(council, **fields), Phase.CALL, build.NOW)
    assert missing.address == address
    assert "/desk/demo-laken/" in missing.href


def test_themes_and_needs_are_looked_at_too(council: Council) -> None:
    edition = draft(council)
    Need.objects.create(edition=edition, code="rest", title_nl="Rust", title_fr="")
    edition.themes.update(name_fr="")
    assert [one.address for one in missing_for(edition, Phase.CALL, build.NOW)] == ["text", "text"]
    edition.themes.all().delete()
    assert "edition_subjects" in [
        one.address for one in missing_for(edition, Phase.CALL, build.NOW)
    ]


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"ballot_format": {}}, "edition_ballot"),
        ({"rule": {}}, "edition_ballot"),
        ({"opens_at": None}, "edition_calendar"),
        ({"paper_intake_until": build.NOW}, "edition_calendar"),
        ({"decision_on": build.NOW.date()}, "edition_calendar"),
        ({"destruction_on": build.NOW.date()}, "edition_calendar"),
        ({"verification": []}, "edition_voters"),
        ({"out_of_scope_nl": "", "out_of_scope_fr": ""}, "edition_voters"),
    ],
)
def test_each_thing_missing_before_the_vote_leads_to_its_page(
    council: Council, fields: dict[str, Any], address: str, clock: SetClock
) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION, **fields)
    build.projects(edition)
    register_server_box(edition, clock=clock)
    (missing,) = missing_to_start(edition, build.NOW)
    assert missing.address == address
    assert missing.href


def test_an_empty_list_and_a_missing_box_lead_somewhere(council: Council) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    addresses = [one.address for one in missing_to_start(edition, build.NOW)]
    assert addresses == ["review_desk", "opening"]
    build.proposal(edition, 1, outcome="kept")
    Edition.objects.update(phase=Phase.REVIEW)
    with pytest.raises(Refused) as refused:
        publish_ballot(edition)
    assert all(one.href for one in refused.value.missing)


def test_an_edition_closes_when_every_proposal_has_its_answer(
    council: Council, officer: User
) -> None:
    edition = build.edition(council, phase=Phase.REALISATION)
    for number, outcome in enumerate(("", "kept", "rejected", "withdrawn"), 1):
        build.proposal(edition, number, outcome=outcome)
    answered = Proposal.objects.get(number=4)
    Review.objects.create(
        proposal=answered, outcome="withdrawn", reason_nl="Zelf", reason_fr="Soi", at=build.NOW
    )
    with pytest.raises(Refused) as refused:
        move_on(edition, to="closed", by=officer)
    assert [one.args[-1] for one in refused.value.missing] == [1, 3]
    assert {one.address for one in refused.value.missing} == {"review"}


def test_a_page_that_does_not_exist_gives_no_link() -> None:
    assert Missing("Do it.", "no_such_page", ("a",)).href == ""
    assert Refused("no", "No.", ["Do it."]).missing == (Missing("Do it."),)


def test_a_vote_that_would_be_over_is_not_started(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    build.projects(edition)
    register_server_box(edition)
    with pytest.raises(Refused) as refused:
        start_ahead(edition, by=officer, clock=SetClock(build.NOW + timedelta(days=8)))
    assert refused.value.missing[-1].address == "edition_calendar"
    assert start_ahead(edition, by=officer, clock=SetClock(build.NOW)).version == 1

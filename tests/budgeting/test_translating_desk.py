"""At the translator's desk: who may come, what is shown, and what waits for it."""

from datetime import date

import pytest
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Membership, Record, Role, Theme, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for
from proposals.models import Proposal
from proposals.services.publishing import publish_ballot
from tests import build
from tests.budgeting.translating import QUEUE, address, half_translated, sent
from tests.people import SignIn, person


@pytest.fixture
def translator(council: Council) -> User:
    return person(council, Role.TRANSLATOR, "Tine")


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council, phase=Phase.REVIEW)


@pytest.fixture
def proposal(edition: Edition) -> Proposal:
    return half_translated(edition)


def test_the_queue_shows_what_is_missing_and_what_changed(
    translator: User, proposal: Proposal
) -> None:
    page = SignIn(translator).get(QUEUE)
    assert page.status_code == 200
    assert page.context["todo"] == 2
    assert page.context["total"] == page.context["done"] + 2
    assert address(proposal) in page.content.decode()


def test_a_stale_text_shows_what_changed_and_escapes_it(
    translator: User, proposal: Proposal
) -> None:
    page = SignIn(translator).get(address(proposal)).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "<b>" not in page.split('class="text-source"')[1].split("</section>")[0]
    assert "&lt;" in page


def test_saving_goes_on_to_the_next_of_the_same_filter(
    translator: User, proposal: Proposal, edition: Edition
) -> None:
    second = build.proposal(edition, 2, title_fr="")
    client = SignIn(translator)
    here = f"{address(proposal)}?into=fr"
    answer = client.post(here, sent(client.get(here), title_fr="Banc", next="yes"))
    assert answer.headers["Location"] == f"{address(second)}?into=fr"
    here = answer.headers["Location"]
    answer = client.post(here, sent(client.get(here), title_fr="Proposition 2", next="yes"))
    assert answer.headers["Location"] == f"{address(proposal)}?into=fr"
    typed = sent(client.get(address(proposal)), right_summary_fr="on", next="yes")
    answer = client.post(address(proposal), typed)
    assert answer.headers["Location"] == QUEUE


@pytest.mark.parametrize("who", ["facilitator", "council_member", "stranger"])
def test_others_stay_outside(who: str, request: pytest.FixtureRequest, proposal: Proposal) -> None:
    client = SignIn(request.getfixturevalue(who))
    for page in (QUEUE, address(proposal)):
        assert client.get(page).status_code == 403
    assert client.post(address(proposal), {"title_fr": "Banc"}).status_code == 403


def test_a_visitor_stays_outside(resident: Client, proposal: Proposal) -> None:
    assert resident.get(QUEUE).status_code in {302, 403}
    assert resident.post(address(proposal), {"title_fr": "Banc"}).status_code in {302, 403}


def test_an_officer_may_translate_too(officer: User, proposal: Proposal) -> None:
    client = SignIn(officer)
    client.post(address(proposal), sent(client.get(address(proposal)), title_fr="Banc"))
    assert Record.objects.get(event="texts_translated").actor == f"officer:{officer.pk}"


def test_a_role_that_ended_opens_nothing(translator: User, proposal: Proposal) -> None:
    Membership.objects.filter(user=translator).update(ends_on=date(2021, 1, 1))
    assert SignIn(translator).get(QUEUE).status_code == 403


def test_another_councils_row_is_not_found_here(translator: User, proposal: Proposal) -> None:
    other = build.proposal(build.edition(build.council("elsewhere"), phase=Phase.CALL), title_fr="")
    assert SignIn(translator).get(address(other)).status_code == 404


def test_the_list_waits_until_everything_is_translated(
    translator: User, officer: User, proposal: Proposal, edition: Edition, clock: SetClock
) -> None:
    with pytest.raises(Refused) as refused:
        publish_ballot(edition, by=officer, clock=clock)
    hrefs = {one.href for one in refused.value.missing}
    assert hrefs == {address(proposal)}
    assert len(refused.value.missing) == 2
    client = SignIn(translator)
    typed = sent(client.get(address(proposal)), title_fr="Banc", right_summary_fr="on")
    client.post(address(proposal), typed)
    assert len(publish_ballot(edition, by=officer, clock=clock)) == 1


@pytest.mark.parametrize("column", ["title_nl", "intro_fr"])
@pytest.mark.parametrize("to", [Phase.CALL, Phase.VOTING])
def test_neither_call_nor_vote_begins_before_the_texts_of_the_edition_follow(
    council: Council, column: str, to: Phase
) -> None:
    before = {Phase.CALL: Phase.DRAFT, Phase.VOTING: Phase.PUBLICATION}[to]
    texts = {"intro_nl": "Welkom", "intro_fr": "Bienvenue"}
    made = build.edition(council, phase=before, **texts)
    edition = Edition.objects.get(pk=made.pk)
    setattr(edition, column, "Anders")
    edition.save()
    assert address(edition) in {one.href for one in missing_for(edition, to, build.NOW)}
    edition.settle("title", "intro")
    edition.save()
    assert address(edition) not in {one.href for one in missing_for(edition, to, build.NOW)}


def test_the_list_waits_for_the_texts_of_the_edition_and_its_themes(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    theme = Theme.objects.create(edition=edition, code="play", name_nl="Spelen", name_fr="")
    with pytest.raises(Refused) as refused:
        publish_ballot(edition, by=officer, clock=clock)
    assert address(theme) in {one.href for one in refused.value.missing}


def test_who_changes_one_language_is_told_that_the_other_waits(
    officer: User, proposal: Proposal, edition: Edition
) -> None:
    client = SignIn(officer)
    review = f"/fr/desk/demo-laken/2026/review/{proposal.number}/"
    typed = sent(client.get(review), title_nl="Twee banken", title_fr="Banc", outcome="kept")
    page = client.post(review, typed, follow=True)
    assert [one.level_tag for one in page.context["messages"]] == ["success"]
    typed = sent(client.get(review), title_nl="Drie banken", outcome="kept")
    page = client.post(review, typed, follow=True)
    assert [one.level_tag for one in page.context["messages"]] == ["success", "info"]


def test_an_officer_of_the_council_is_told_the_same(officer: User, council: Council) -> None:
    client = SignIn(officer)
    settings = "/nl/desk/demo-laken/settings/"
    page = client.post(settings, sent(client.get(settings), text_nl="Welkom"), follow=True)
    assert [one.level_tag for one in page.context["messages"]] == ["success", "info"]

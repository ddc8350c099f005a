"""At the translator's desk: side by side, saved safely, and nothing but texts."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Membership, Record, Role, Theme, User
from budgeting.phases import Phase
from budgeting.services.text_queue import find_job
from budgeting.services.translating import Change, TextsChanged, save_texts
from proposals.models import Proposal
from proposals.services.publishing import publish_ballot
from tests import build
from tests.people import SignIn, person

QUEUE = "/nl/desk/demo-laken/texts/"


@pytest.fixture
def translator(council: Council) -> User:
    return person(council, Role.TRANSLATOR, "Tine")


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council, phase=Phase.REVIEW)


@pytest.fixture
def proposal(edition: Edition) -> Proposal:
    """The French summary follows an older Dutch one, the French title is missing."""
    made = build.proposal(
        edition, title_nl="Bank", title_fr="", place_nl="Plein", place_fr="Place",
        realised_by_nl="Stad", realised_by_fr="Ville", outcome="kept",
    )  # fmt: skip
    found = Proposal.objects.get(pk=made.pk)
    found.summary_nl = "Een langere uitleg <b>."
    found.save()
    return found


def address(row: Proposal | Theme | Council | Edition) -> str:
    return f"{QUEUE}{type(row).__name__.lower()}/{row.pk}/"


def sent(page: Any, **typed: str) -> dict[str, str]:
    """What a browser sends back of a page, with what was typed; ends of lines as browsers do."""
    form = page.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            data[bound.html_name] = "on" if value is True else str(value)
    return {name: text.replace("\n", "\r\n") for name, text in (data | typed).items()}


def text_of(page: Any) -> str:
    return unescape(page.content.decode())


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
    assert "&lt;b&gt;" in page or "&lt;" in page


def test_a_translation_is_saved_and_recorded_without_its_words(
    translator: User, proposal: Proposal
) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    typed = sent(page, title_fr="Banc", right_summary_fr="on")
    assert client.post(address(proposal), typed).status_code == 302
    saved = Proposal.objects.get(pk=proposal.pk)
    assert (saved.title_fr, saved.stale, saved.version) == ("Banc", {}, proposal.version + 1)
    assert saved.summary_fr == proposal.summary_fr
    line = Record.objects.get(event="texts_translated")
    assert line.actor == f"translator:{translator.pk}"
    assert line.data == {
        "kind": "proposal",
        "id": proposal.pk,
        "texts": ["title_fr"],
        "still_right": ["summary_fr"],
    }


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


def test_two_translators_at_once_lose_nothing(translator: User, proposal: Proposal) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    client.post(address(proposal), sent(page, title_fr="De la première"))
    slow = client.post(address(proposal), sent(page, title_fr="De la deuxième"))
    assert slow.status_code == 200
    assert "De la première" in text_of(slow)
    assert slow.context["form"]["title_fr"].value() == "De la deuxième"
    assert Proposal.objects.get(pk=proposal.pk).title_fr == "De la première"
    client.post(address(proposal), sent(slow))
    assert Proposal.objects.get(pk=proposal.pk).title_fr == "De la deuxième"


def test_different_texts_of_one_row_are_both_kept(translator: User, proposal: Proposal) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    client.post(address(proposal), sent(page, title_fr="Banc"))
    typed = sent(page, summary_fr="Une explication plus longue.")
    assert client.post(address(proposal), typed).status_code == 302
    saved = Proposal.objects.get(pk=proposal.pk)
    assert (saved.title_fr, saved.summary_fr) == ("Banc", "Une explication plus longue.")


def test_a_source_that_changes_meanwhile_is_told(translator: User, proposal: Proposal) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    Proposal.objects.filter(pk=proposal.pk).update(title_nl="Twee banken")
    told = client.post(address(proposal), sent(page, title_fr="Banc"))
    assert told.context["form"].has_error("__all__", "changed_meanwhile")
    assert "Twee" in text_of(told)
    assert "<del>" in told.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).title_fr == ""
    assert client.post(address(proposal), sent(told)).status_code == 302
    assert Proposal.objects.get(pk=proposal.pk).title_fr == "Banc"


def test_a_text_that_somebody_else_settled_meanwhile_is_not_lost(
    translator: User, proposal: Proposal
) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    row = Proposal.objects.get(pk=proposal.pk)
    row.title_fr = "Autre"
    row.settle("summary", "title")
    row.save()
    slow = client.post(address(proposal), sent(page, title_fr="Banc"))
    assert slow.context["form"]["title_fr"].value() == "Banc"
    assert "Autre" in text_of(slow)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"title_fr": "B" * 121}, "title_fr"),
        ({"summary_fr": "  "}, "summary_fr"),
        ({"title_fr": "12 bancs"}, "title_fr"),
    ],
)
def test_a_mistake_stays_in_the_form(
    translator: User, proposal: Proposal, typed: dict[str, str], kept: str
) -> None:
    client = SignIn(translator)
    page = client.post(address(proposal), sent(client.get(address(proposal)), **typed))
    assert page.status_code == 200
    assert page.context["form"][kept].value() == typed[kept]
    assert Proposal.objects.get(pk=proposal.pk).stale == proposal.stale


def test_a_remark_may_be_accepted(translator: User, proposal: Proposal) -> None:
    client = SignIn(translator)
    page = client.get(address(proposal))
    client.post(address(proposal), sent(page, title_fr="1 banc", accept_title_fr="on"))
    assert Proposal.objects.get(pk=proposal.pk).title_fr == "1 banc"


def test_the_submitters_own_words_cannot_be_overwritten(
    council: Council, translator: User, proposal: Proposal
) -> None:
    client = SignIn(translator)
    typed = sent(client.get(address(proposal)), title_nl="Overschreven", from_title_nl="fr")
    client.post(address(proposal), typed | {"source_title_nl": "", "seen_title_nl": "Bank"})
    assert Proposal.objects.get(pk=proposal.pk).title_nl == "Bank"
    job = find_job(council, "proposal", proposal.pk)
    assert job is not None
    change = Change("title", "fr", "nl", "Overschreven", "", "Bank")
    with pytest.raises(Refused) as refused:
        save_texts(council, job, [change], by=translator, role="translator")
    assert refused.value.code == "own_words"


def test_only_texts_can_be_changed(translator: User, proposal: Proposal) -> None:
    client = SignIn(translator)
    typed = sent(client.get(address(proposal)), title_fr="Banc", outcome="rejected")
    client.post(address(proposal), typed | {"cost_cents": "1", "number": "9", "title_en": "Bench"})
    saved = Proposal.objects.get(pk=proposal.pk)
    assert (saved.outcome, saved.cost_cents, saved.number) == ("kept", proposal.cost_cents, 1)
    assert (saved.title_en, saved.title_fr) == ("", "Banc")


def test_texts_that_froze_meanwhile_are_refused(
    council: Council, translator: User, proposal: Proposal, clock: SetClock
) -> None:
    job = find_job(council, "proposal", proposal.pk)
    assert job is not None
    Edition.objects.update(phase=Phase.VOTING)
    change = Change("title", "nl", "fr", "Banc", "Bank", "")
    with pytest.raises(Refused) as refused:
        save_texts(council, job, [change], by=translator, role="translator", clock=clock)
    assert refused.value.code == "frozen"
    assert SignIn(translator).get(address(proposal)).status_code == 404


def test_a_change_between_the_check_and_the_writing_is_told(
    council: Council, translator: User, edition: Edition
) -> None:
    theme = Theme.objects.create(edition=edition, code="play", name_nl="Spelen", name_fr="")
    job = find_job(council, "theme", theme.pk)
    assert job is not None
    Theme.objects.filter(pk=theme.pk).update(name_fr="Jouer")
    change = Change("name", "nl", "fr", "Jeu", "Spelen", "")
    with pytest.raises(TextsChanged) as changed:
        save_texts(council, job, [change], by=translator, role="translator")
    assert changed.value.job.row.row.pk == theme.pk
    assert Theme.objects.get(pk=theme.pk).name_fr == "Jouer"


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

"""Translations are saved safely: nothing but texts, and never over somebody else's work."""

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, Role, Theme, User
from budgeting.phases import Phase
from budgeting.services.text_queue import find_job
from budgeting.services.translating import Change, TextsChanged, save_texts
from proposals.models import Proposal
from tests import build
from tests.budgeting.translating import address, half_translated, sent, text_of
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

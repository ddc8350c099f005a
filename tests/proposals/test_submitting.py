"""A resident sends a proposal; a facilitator writes one down with somebody."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from proposals.models import Proposal
from proposals.services.submitting import Entry, own_url, submit
from tests import build
from tests.people import SignIn

FILLED = {
    "title": "Een fontein op het plein",
    "summary": "Kinderen spelen met water als het warm is.",
    "place": "Bockstael",
    "cost": "12.500",
    "contact": "amina@example.org",
}


@pytest.fixture
def call(council: Council) -> Edition:
    return build.edition(council, phase=Phase.CALL, call_opens_at=None, call_closes_at=None)


def send(client: Client, edition: Edition, language: str = "nl", **changed: str) -> Any:
    address = f"/{language}/c/{edition.council.slug}/{edition.slug}/proposals/new/"
    return client.post(address, FILLED | changed)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_resident_sends_a_proposal_without_an_account(
    resident: Client, call: Edition, language: str
) -> None:
    answer = send(resident, call, language)
    proposal = Proposal.objects.get()
    assert answer.status_code == 302
    assert answer.url == own_url(proposal).replace("/nl/", f"/{language}/", 1)
    assert proposal.source_language == language
    assert getattr(proposal, f"title_{language}") == FILLED["title"]
    assert (proposal.number, proposal.cost_cents) == (1, 1_250_000)
    assert (proposal.submitted_via, proposal.outcome) == ("online", "")


def test_the_page_after_sending_has_the_number_and_a_copy(resident: Client, call: Edition) -> None:
    page = resident.get(send(resident, call).url)
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0")
    for part in (FILLED["title"], FILLED["summary"], FILLED["contact"], "12.500"):
        assert part in text


def test_the_copy_is_only_at_its_secret_address(resident: Client, call: Edition) -> None:
    send(resident, call)
    base = "/nl/c/demo-laken/2026/proposals/"
    assert resident.get(base + "sent/00000000-0000-4000-8000-000000000000/").status_code == 404
    for page in (base, base + "1/", "/nl/c/demo-laken/2026/"):
        text = resident.get(page).content.decode()
        assert FILLED["contact"] not in text
        assert str(Proposal.objects.get().uuid) not in text


@pytest.mark.parametrize("name", ["title", "summary", "place", "cost", "contact"])
def test_each_of_the_five_things_is_asked_for(resident: Client, call: Edition, name: str) -> None:
    answer = send(resident, call, **{name: ""})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [name]
    assert not Proposal.objects.exists()


def test_a_mistake_keeps_everything_that_was_typed(resident: Client, call: Edition) -> None:
    text = send(resident, call, cost="veel", name="Amina").content.decode()
    for part in (FILLED["title"], FILLED["summary"], FILLED["place"], "veel", "Amina"):
        assert part in text
    assert 'href="#id_cost"' in text


def test_somebody_may_not_know_the_cost(resident: Client, call: Edition) -> None:
    send(resident, call, cost="", cost_unknown="on")
    assert Proposal.objects.get().cost_cents is None


def test_half_a_point_on_the_map_is_asked_for_again(resident: Client, call: Edition) -> None:
    assert "lon" in send(resident, call, lat="50.88").context["form"].errors
    send(resident, call, lat="50.88", lon="4.35")
    assert (Proposal.objects.get().lat, Proposal.objects.get().lon) == (50.88, 4.35)


def test_a_theme_of_another_edition_is_refused(resident: Client, call: Edition) -> None:
    build.theme(call)
    foreign = build.theme(build.edition(build.council("other")))
    assert "theme" in send(resident, call, theme=str(foreign.pk)).context["form"].errors


def test_similar_proposals_show_once_before_sending(resident: Client, call: Edition) -> None:
    build.proposal(call, 1, title_nl="Fontein op het plein", summary_nl="Water voor kinderen")
    first = send(resident, call)
    assert [p.number for p in first.context["similar"]] == [1]
    assert Proposal.objects.count() == 1
    assert 'name="seen_similar" value="on"' in first.content.decode()
    assert send(resident, call, seen_similar="on").status_code == 302
    assert Proposal.objects.count() == 2


def test_a_confirmation_comes_by_mail(
    call: Edition, clock: SetClock, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = submit(call, entry(), base_url="https://example.org", clock=clock)
    (sent,) = mail.outbox
    assert sent.to == ["amina@example.org"]
    assert f"https://example.org/fr{own_url(made)[3:]}" in sent.body
    assert isinstance(sent, EmailMultiAlternatives)
    assert [str(part[1]) for part in sent.alternatives] == ["text/html"]


def test_a_telephone_number_gets_no_mail(
    call: Edition, clock: SetClock, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit(call, entry(contact="02 123 45 67"), clock=clock)
    assert mail.outbox == []


def test_the_audit_trail_knows_the_number_but_nobody(call: Edition, clock: SetClock) -> None:
    submit(call, entry(), clock=clock)
    line = Record.objects.get(event="proposal_submitted")
    assert line.data == {"number": 1, "via": "online", "language": "fr"}
    assert line.actor == ""


def test_numbers_go_on_where_they_were(call: Edition, clock: SetClock) -> None:
    build.proposal(call, 7)
    assert submit(call, entry(), clock=clock).number == 8


def entry(**fields: Any) -> Entry:
    filled: dict[str, Any] = {
        "language": "fr",
        "title": "Une fontaine",
        "summary": "De l'eau.",
        "place": "Place",
        "cost_cents": 100,
        "contact": "amina@example.org",
    }
    return Entry(**(filled | fields))


@pytest.mark.parametrize("phase", [p for p in Phase if p not in {Phase.CALL, Phase.DRAFT}])
def test_outside_the_call_nothing_can_be_sent(
    resident: Client, call: Edition, clock: SetClock, phase: Phase
) -> None:
    Edition.objects.update(phase=phase)
    assert send(resident, call).status_code == 400
    with pytest.raises(Refused) as refused:
        submit(call, entry(), clock=clock)
    assert refused.value.code == "call_closed"


def test_a_facilitator_files_it_with_a_resident(call: Edition, facilitator: User) -> None:
    send(SignIn(facilitator), call, via="paper", contact="Plein 3, 1020 Laken", name="Amina")
    proposal = Proposal.objects.get()
    assert (proposal.submitted_via, proposal.submitter_name) == ("paper", "Amina")
    assert Record.objects.get(event="proposal_submitted").actor == f"facilitator:{facilitator.pk}"


def test_a_visitor_cannot_say_it_was_assisted(resident: Client, call: Edition) -> None:
    send(resident, call, via="assisted")
    assert Proposal.objects.get().submitted_via == "online"


def test_a_facilitator_of_another_council_is_a_resident_here(call: Edition, stranger: User) -> None:
    page = SignIn(stranger).get("/nl/c/demo-laken/2026/proposals/new/")
    assert "via" not in page.context["form"].fields

"""The brake on proposals: nobody's address is flooded, and nobody's text is lost."""

import pytest
from django.core.cache import cache
from django.test import Client

from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from proposals import throttle
from proposals.models import Proposal
from tests import build
from tests.people import SignIn
from tests.proposals.test_submitting import FILLED, send


@pytest.fixture
def call(council: Council) -> Edition:
    return build.edition(council, phase=Phase.CALL, call_opens_at=None, call_closes_at=None)


def sent(client: Client, call: Edition, number: int, **changed: str) -> int:
    fields = {"title": f"Titel {number}", "seen_similar": "on"} | changed
    return int(send(client, call, **fields).status_code)


def test_somebodys_address_gets_five_mails_an_hour_whoever_sends(
    call: Edition,
) -> None:
    spellings = ["amina@example.org", "Amina@Example.org ", "amina+7@example.org"]
    answers = [
        sent(Client(REMOTE_ADDR=f"198.51.100.{n}"), call, n, contact=spellings[n % 3])
        for n in range(8)
    ]
    assert answers == [302] * throttle.PER_CONTACT + [429] * 3
    assert Proposal.objects.count() == throttle.PER_CONTACT


def test_one_device_sends_ten_an_hour(call: Edition, resident: Client) -> None:
    answers = [sent(resident, call, n, contact=f"p{n}@example.org") for n in range(12)]
    assert answers == [302] * throttle.PER_DEVICE + [429] * 2
    phone = Client(headers={"user-agent": "another device"})
    assert sent(phone, call, 99, contact="p99@example.org") == 302


def test_a_network_sends_sixty_an_hour(call: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    clients = [Client(headers={"user-agent": f"device {n}"}) for n in range(4)]
    answers = [sent(c, call, n, contact=f"p{n}@example.org") for n, c in enumerate(clients)]
    assert answers == [302, 302, 302, 429]


def test_a_braked_device_uses_up_nobody_elses_address(call: Edition, resident: Client) -> None:
    for n in range(throttle.PER_DEVICE):
        sent(resident, call, n, contact=f"p{n}@example.org")
    for n in range(throttle.PER_CONTACT + 2):
        assert sent(resident, call, n) == 429
    assert sent(Client(REMOTE_ADDR="198.51.100.9"), call, 99) == 302


def test_what_was_typed_stays_and_a_sentence_says_what_to_do(
    call: Edition, resident: Client
) -> None:
    for n in range(throttle.PER_CONTACT):
        sent(resident, call, n)
    answer = send(resident, call, seen_similar="on", name="Amina")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert answer.context["form"].non_field_errors().as_data()[0].code == "too_many"
    for part in (*FILLED.values(), "Amina", "error-summary"):
        assert part in page
    cache.clear()
    assert send(resident, call, seen_similar="on").status_code == 302


def test_mistakes_and_a_look_at_earlier_proposals_are_not_counted(
    call: Edition, resident: Client
) -> None:
    build.proposal(call, 1, title_nl="Fontein op het plein", summary_nl="Water voor kinderen")
    for _ in range(throttle.PER_DEVICE + 2):
        assert send(resident, call, cost="veel").status_code == 200
        assert send(resident, call).status_code == 200
    assert send(resident, call, seen_similar="on").status_code == 302


@pytest.mark.parametrize("who", ["facilitator", "officer"])
def test_who_works_for_the_council_is_not_braked(
    call: Edition, who: str, request: pytest.FixtureRequest
) -> None:
    client = SignIn(request.getfixturevalue(who))
    answers = {sent(client, call, n, via="paper") for n in range(throttle.PER_DEVICE + 2)}
    assert answers == {302}


def test_who_works_for_another_council_is_a_resident_here(call: Edition, stranger: User) -> None:
    client = SignIn(stranger)
    answers = [sent(client, call, n) for n in range(throttle.PER_CONTACT + 1)]
    assert answers[-1] == 429


def test_the_brake_stores_no_address(call: Edition, resident: Client) -> None:
    sent(resident, call, 1)
    kept = str(getattr(cache, "_cache", ""))
    assert kept
    assert "amina" not in kept
    assert "127.0.0.1" not in kept

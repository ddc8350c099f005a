"""An invitation: offered by mail, seen by whoever has the link, taken by whoever reads the mail."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from budgeting.addresses import may_hold_secret
from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Invitation, Membership, Record, Role, User
from budgeting.services import inviting
from budgeting.services.inviting import Offer, accept, invite, send_again, standing, withdraw
from tests import build
from tests.people import SignIn
from voting.logs import WithoutCodes

pytestmark = pytest.mark.django_db
ADDRESS = "nadia@example.org"
LAST_DAY = date(2028, 5, 31)
DESK = "/nl/desk/demo-laken"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _mails_leave(django_capture_on_commit_callbacks: Any) -> Iterator[None]:
    """Mail leaves once the transaction holds; in a test that is at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inviting.transaction, "on_commit", lambda send, robust: send())
        yield


def offered(council: Council, by: User, role: str = Role.FACILITATOR, **values: Any) -> Invitation:
    clock = values.pop("clock", SetClock(timezone.now()))
    offer = Offer(**({"email": ADDRESS, "role": role, "ends_on": LAST_DAY} | values))
    return invite(council, offer, by=by, base_url="https://x.test", clock=clock)


def link(language: str = "nl") -> str:
    """The address in the last mail."""
    found = re.search(rf"https://\S+(/{language}/invitation/\S+/)\s", str(mail.outbox[-1].body))
    assert found
    return found[1]


def mailed_code() -> str:
    found = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    assert found
    return found[1]


def opened(address: str, person: User | None = None) -> Client:
    """A device on which the link was followed."""
    client = SignIn(person) if person else Client()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nl/invitation/")
    return client


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [("nl", "Goedendag", "Bonjour"), ("fr", "Bonjour", "Goedendag"), ("", "Bonjour", "Hello")],
)
def test_the_mail_is_in_the_chosen_language_or_in_both(
    council: Council, officer: User, language: str, said: str, not_said: str
) -> None:
    offered(council, officer, language=language)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    for text in (str(sent.body), str(sent.alternatives[0][0])):
        assert said in text
        assert not_said not in text
        assert f"/{language or 'fr'}/invitation/" in text


def test_the_database_keeps_the_digest_of_a_long_secret_only(
    council: Council, officer: User
) -> None:
    invitation = offered(council, officer)
    secret = link().split("/")[-2]
    assert len(secret) == inviting.LENGTH
    assert len(set(inviting.SYMBOLS)) ** len(secret) > 2**128
    assert invitation.token_digest == inviting.digest_of_secret(secret) != secret
    rows = [str(row) for row in Invitation.objects.values()] + [
        str(row) for row in Record.objects.values()
    ]
    assert not [row for row in rows if secret in row]
    assert not [row for row in Record.objects.values("data", "actor") if ADDRESS in str(row)]


def test_looking_changes_nothing_and_shows_what_is_offered(council: Council, officer: User) -> None:
    invitation = offered(council, officer)
    client = opened(link())
    page = client.get("/nl/invitation/").content.decode()
    assert "Wijkfacilitator" in page
    assert council.name_nl in page
    assert "31 mei 2028" in page
    assert ADDRESS not in page
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not Membership.objects.filter(role=Role.FACILITATOR).exists()


def test_the_secret_stays_in_one_address_that_leads_on(
    council: Council, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    offered(council, officer)
    address = link()
    secret = address.split("/")[-2]
    client = Client()
    answer = client.get(address)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in answer.headers["Location"] + answer.content.decode()
    page = client.get(answer.headers["Location"])
    assert "no-store" in page.headers["Cache-Control"]
    assert secret not in page.content.decode()
    assert not [key for key, value in client.session.items() if secret in f"{key} {value}"]
    caplog.clear()
    caplog.handler.addFilter(WithoutCodes())
    client.post(address)
    client.get(f"{address}more/")
    assert caplog.records
    assert secret not in caplog.text
    assert may_hold_secret(address)


def test_who_has_an_account_signs_in_by_code_and_accepts(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    offered(council, officer)
    client = opened(link())
    assert (
        "/nl/account/login/?next=%2Fnl%2Finvitation%2F"
        in client.get("/nl/invitation/").content.decode()
    )
    sign_in = "/nl/account/login/?next=/nl/invitation/"
    confirm = client.post(sign_in, {"login": ADDRESS}).headers["Location"]
    back = client.post(confirm, {"code": mailed_code()})
    assert back.headers["Location"] == "/nl/invitation/"
    done = client.post("/nl/invitation/")
    assert done.headers["Location"] == f"{DESK}/"
    held = Membership.objects.get(user=person)
    assert (held.role, held.ends_on) == (Role.FACILITATOR, LAST_DAY)
    assert client.get(f"{DESK}/").status_code == 200


def test_who_has_none_makes_one_on_the_way(council: Council, officer: User) -> None:
    offered(council, officer)
    client = opened(link())
    page = client.get("/nl/invitation/").content.decode()
    sign_up = "/nl/account/signup/?next=/nl/invitation/"
    assert "/nl/account/signup/?next=%2Fnl%2Finvitation%2F" in page
    confirm = client.post(sign_up, {"email": ADDRESS}).headers["Location"]
    back = client.post(confirm, {"code": mailed_code()})
    assert back.headers["Location"] == "/nl/invitation/"
    client.post("/nl/invitation/")
    assert Membership.objects.get(user__email=ADDRESS).role == Role.FACILITATOR


def test_an_officer_to_be_is_led_to_a_second_lock(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    offered(council, officer, role=Role.OFFICER)
    client = opened(link(), person)
    assert client.post("/nl/invitation/").headers["Location"] == "/nl/account/2fa/"
    assert client.get(f"{DESK}/people/").status_code == 403


def test_another_account_sees_a_kind_page_and_gets_nothing(
    council: Council, officer: User, stranger: User
) -> None:
    offered(council, officer)
    client = opened(link(), stranger)
    for answer in (client.get("/nl/invitation/"), client.post("/nl/invitation/")):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "n…@example.org" in page
        assert ADDRESS not in page
    assert not Membership.objects.filter(user=stranger, council=council).exists()


def test_without_signing_in_a_post_gives_nothing(council: Council, officer: User) -> None:
    offered(council, officer)
    client = opened(link())
    client.post("/nl/invitation/")
    assert not Membership.objects.filter(role=Role.FACILITATOR).exists()


@pytest.mark.parametrize("what", ["used", "withdrawn", "expired", "sent_again"])
def test_a_link_that_no_longer_works_says_so_kindly(
    council: Council, officer: User, what: str
) -> None:
    person = User.objects.create_user(ADDRESS)
    invitation = offered(council, officer)
    address = link()
    client = opened(address, person)
    if what == "used":
        accept(invitation, by=person)
    elif what == "withdrawn":
        withdraw(invitation, by=officer)
    elif what == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        send_again(invitation, by=officer, base_url="https://x.test")
        client = opened(address, person)
    for answer in (client.get("/nl/invitation/"), client.post("/nl/invitation/")):
        assert answer.status_code in {404, 410}
        assert "Code" not in answer.content.decode()
    assert Membership.objects.filter(user=person).count() == (what == "used")


def test_a_link_works_for_fourteen_days_and_not_a_moment_more(
    council: Council, officer: User
) -> None:
    invitation = offered(council, officer, clock=SetClock(build.NOW))
    end = build.NOW + timedelta(days=14)
    assert standing(invitation, end - timedelta(seconds=1)) == ""
    assert standing(invitation, end) == "invitation_expired"


def test_nobody_is_invited_twice_to_what_they_have(
    council: Council, officer: User, facilitator: User
) -> None:
    offered(council, officer)
    with pytest.raises(Refused) as twice:
        offered(council, officer, email=ADDRESS.upper())
    assert twice.value.code == "already_invited"
    with pytest.raises(Refused) as held:
        offered(council, officer, email=facilitator.email)
    assert held.value.code == "already_in_role"


def test_who_had_the_role_before_has_it_again_from_today(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    before = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
    Membership.objects.create(user=person, council=council, role=Role.FACILITATOR, **before)
    held = accept(offered(council, officer), by=person)
    assert (held.starts_on, held.ends_on) == (timezone.localdate(), LAST_DAY)
    assert Membership.objects.filter(user=person).count() == 1


def test_each_step_is_in_the_audit_trail(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    invitation = offered(council, officer)
    send_again(invitation, by=officer, base_url="https://x.test")
    accept(invitation, by=person)
    withdraw(offered(council, officer, email="x@example.org"), by=officer)
    lines = list(Record.objects.order_by("sequence").values_list("event", "actor"))
    assert lines == [
        ("invitation_sent", f"officer:{officer.pk}"),
        ("invitation_sent_again", f"officer:{officer.pk}"),
        ("invitation_accepted", f"user:{person.pk}"),
        ("invitation_sent", f"officer:{officer.pk}"),
        ("invitation_withdrawn", f"officer:{officer.pk}"),
    ]
    assert set(Record.objects.values_list("council", flat=True)) == {council.pk}

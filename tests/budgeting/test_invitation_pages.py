"""The other end of an invitation: the link, the page, signing in, and what no longer works."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from budgeting.addresses import may_hold_secret
from budgeting.models import Council, Invitation, Membership, Role, User
from budgeting.services.inviting import accept, send_again, withdraw
from tests.budgeting.invited import ADDRESS, LAST_DAY, link, mailed_code, offered, opened
from voting.logs import WithoutCodes

pytestmark = pytest.mark.django_db
DESK = "/nl/desk/demo-laken"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _mails_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail leaves once the transaction holds; in a test that is at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda send, robust=False: send())


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
        assert "n…\u2060@example.org" in page
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

"""Signing in: one address, one code; no password anywhere, and a second lock for those who want."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from budgeting.models import User
from tests.people import SignIn

pytestmark = pytest.mark.django_db
LOGIN = "/nl/account/login/"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_mailed_to(client: Client, address: str) -> str:
    client.post(LOGIN, {"login": address})
    found = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_page_asks_for_an_address_and_nothing_else(resident: Client) -> None:
    page = resident.get(LOGIN).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    asked = re.findall(r'<(?:input|textarea|select) (?![^>]*type="hidden")[^>]*name="(\w+)"', main)
    assert asked == ["login"]


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " ")])
def test_the_code_signs_in_however_it_is_typed(
    resident: Client, council_member: User, typed: type[str]
) -> None:
    code = code_mailed_to(resident, council_member.email)
    answer = resident.post("/nl/account/login/code/confirm/", {"code": typed(code)})
    assert answer.headers["Location"] == "/nl/"
    assert resident.session["_auth_user_id"] == str(council_member.pk)


def test_a_stranger_learns_not_who_has_an_account(resident: Client, officer: User) -> None:
    answers = [resident.post(LOGIN, {"login": mail}) for mail in (officer.email, "x@example.org")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1


def test_a_third_wrong_code_ends_the_try(resident: Client, council_member: User) -> None:
    code = code_mailed_to(resident, council_member.email)
    confirm = "/nl/account/login/code/confirm/"
    answers = [resident.post(confirm, {"code": "WRONG"}).status_code for _ in range(3)]
    assert answers == [200, 200, 302]
    resident.post(confirm, {"code": code})
    assert "_auth_user_id" not in resident.session


@pytest.mark.parametrize("page", ["reset/", "set/", "change/", "reset/key/1-abc/", "anything"])
def test_there_is_no_page_about_passwords(resident: Client, page: str) -> None:
    answer = resident.get(f"/nl/account/password/{page}")
    assert (answer.status_code, answer.headers["Location"]) == (302, LOGIN)


def test_the_administration_sends_to_the_same_page(resident: Client, officer: User) -> None:
    answer = resident.get("/nl/admin/login/")
    assert answer.headers["Location"].startswith(LOGIN)
    assert SignIn(officer).get("/nl/admin/login/").status_code == 403


def test_too_many_tries_are_answered_by_a_page_in_plain_words(resident: Client) -> None:
    for number in range(20):
        resident.post("/nl/account/signup/", {"email": f"n{number}@example.org"})
        resident.cookies.clear()
    answer = resident.post("/nl/account/signup/", {"email": "n@example.org"})
    assert answer.status_code == 429
    assert "Te veel pogingen" in answer.content.decode()


CODE, SIGN_UP = "/nl/account/login/code/", "/nl/account/signup/"
BLOCKED = {CODE: 200, SIGN_UP: 429}
FORWARDED = [f"203.0.113.{number}" for number in range(20)]


def last_answer(page: str, told: list[str]) -> int:
    """The status of the last of these tries, each with what its X-Forwarded-For tells."""
    for number, header in enumerate(told):
        address = {"email": f"n{number}@example.org"}
        answer = Client().post(page, address, headers={"x-forwarded-for": header})
    return answer.status_code


@pytest.mark.parametrize("page", BLOCKED)
def test_behind_the_proxy_nobody_is_kept_out_by_others(settings: Settings, page: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert last_answer(page, [*FORWARDED, "198.51.100.7"]) == 302


@pytest.mark.parametrize("page", BLOCKED)
def test_behind_the_proxy_only_its_own_word_counts(settings: Settings, page: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [f"{claimed}, 198.51.100.7" for claimed in [*FORWARDED, "192.0.2.1"]]
    assert last_answer(page, forged) == BLOCKED[page]


@pytest.mark.parametrize("page", BLOCKED)
def test_without_a_proxy_a_forged_header_changes_nothing(page: str) -> None:
    assert last_answer(page, [*FORWARDED, "198.51.100.7"]) == BLOCKED[page]


def test_the_pages_of_the_account_load_no_script_of_another_and_write_no_style(
    officer: User,
) -> None:
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    client = SignIn(officer)
    for page in ("email/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/"):
        html = client.get(f"/fr/account/{page}").content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=", html), page
        assert all(
            src.startswith("/static/") for src in re.findall(r'<script[^>]*src="([^"]+)', html)
        )

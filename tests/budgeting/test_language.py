"""The language of a page is in its address; the switch keeps the page, and a person is known."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from budgeting.languages import address_language, same_page
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn

COOKIE = settings.LANGUAGE_COOKIE_NAME


def french_page(answer: Any) -> str:
    """Where the switch of a page leads to in French, by link."""
    found = re.search(r'<a href="([^"]*)" hreflang="fr"', answer.content.decode())
    assert found, "no link to the page in French"
    return found[1].replace("&amp;", "&")


def switched(client: Client, answer: Any) -> Any:
    """What the switch to French gives where it is a form."""
    text = answer.content.decode()
    assert '<button name="language" value="fr"' in text
    found = re.search(r'name="next" value="([^"]*)"', text)
    assert found
    page = found[1].replace("&amp;", "&")
    return client.post("/language/", {"language": "fr", "next": page})


@pytest.fixture
def call(council: Council) -> Edition:
    return build.edition(council, phase=Phase.CALL, opens_at=None, closes_at=None)


@pytest.mark.parametrize(
    ("address", "french"),
    [
        ("/nl/", "/fr/"),
        ("/nl", "/fr"),
        ("/en/c/demo/2026/?theme=green&page=2", "/fr/c/demo/2026/?theme=green&page=2"),
        ("/nl/nowhere/nl/", "/fr/nowhere/nl/"),
        ("/v/code", "/v/code"),
        ("/", "/"),
        ("/nlx/", "/nlx/"),
    ],
)
def test_a_page_in_another_language_has_the_same_address_behind_it(
    address: str, french: str
) -> None:
    assert same_page(address, "fr") == french
    assert bool(address_language(address)) == (address != french)


@pytest.mark.parametrize(
    "address",
    ["/nl/protection/", "/nl/c/demo-laken/2026/proposals/?theme=green&x=%2F", "/nl/vote/?again"],
)
def test_the_switch_keeps_the_page_and_its_query(
    resident: Client, call: Edition, address: str
) -> None:
    assert french_page(resident.get(address)) == address.replace("/nl/", "/fr/")


@pytest.mark.django_db
def test_the_switch_keeps_a_page_that_does_not_exist(resident: Client) -> None:
    answer = resident.get("/nl/nowhere/?a=1")
    assert (answer.status_code, french_page(answer)) == (404, "/fr/nowhere/?a=1")
    assert "Page introuvable" in resident.get("/fr/nowhere/?a=1").content.decode()


@pytest.mark.django_db
def test_an_address_without_a_language_switches_by_a_form(resident: Client) -> None:
    answer = switched(resident, resident.get("/nowhere/?a=1"))
    assert (answer.status_code, answer["Location"]) == (302, "/nowhere/?a=1")
    assert "Page introuvable" in resident.get("/nowhere/?a=1").content.decode()


def test_the_switch_keeps_a_refused_page(resident: Client, council: Council) -> None:
    build.edition(council, phase=Phase.REVIEW)
    address = "/nl/c/demo-laken/2026/proposals/new/?from=letter"
    answer = resident.get(address)
    assert answer.status_code == 400
    assert french_page(answer) == "/fr/c/demo-laken/2026/proposals/new/?from=letter"


def test_a_form_with_mistakes_leads_to_the_page_it_stands_on(
    resident: Client, call: Edition
) -> None:
    address = "/nl/c/demo-laken/2026/proposals/new/"
    answer = resident.post(address, {"title": ""}, HTTP_REFERER=f"http://testserver{address}?a=1")
    assert french_page(answer) == "/fr/c/demo-laken/2026/proposals/new/?a=1"
    assert french_page(resident.post(address, {"title": ""})) == address.replace("nl", "fr", 1)


@pytest.mark.django_db
def test_an_expired_form_leads_to_its_page_too() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/nl/vote/", {"code": "x"}, HTTP_REFERER="http://testserver/nl/vote/?again"
    )
    assert (answer.status_code, french_page(answer)) == (403, "/fr/vote/?again")


@pytest.mark.django_db
def test_the_address_of_a_button_has_a_switch(resident: Client) -> None:
    answer = resident.get("/nl/vote/leave/")
    assert (answer.status_code, french_page(answer)) == (405, "/fr/vote/leave/")


def test_a_refused_button_leads_to_the_page_it_stands_on(officer: User, call: Edition) -> None:
    client, desk = SignIn(officer), "/nl/desk/demo-laken/2026/"
    answer = client.post(f"{desk}start/", HTTP_REFERER=f"http://testserver{desk}")
    assert answer.status_code == 400
    assert switched(client, answer)["Location"] == "/fr/desk/demo-laken/2026/"


@pytest.mark.parametrize(
    "referer", ["http://evil.example/nl/protection/", "http://testserver/v/code"]
)
def test_no_other_site_and_no_code_gets_into_the_switch(
    resident: Client, call: Edition, referer: str
) -> None:
    address = "/nl/c/demo-laken/2026/proposals/new/"
    answer = resident.post(address, {"title": ""}, HTTP_REFERER=referer)
    assert french_page(answer) == address.replace("nl", "fr", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize(
    "page",
    ["https://evil.example/nl/", "//evil.example/", "/\\evil.example/", "javascript:x", "", "?x",
     "#top", "about", "home", "tests.build", "..", "http://testserver/nl/", "\x00/", "\n/nl/"],
)  # fmt: skip
def test_the_switch_leads_to_no_other_site_and_to_nothing_that_is_no_path(
    resident: Client, page: str, language: str
) -> None:
    answer = resident.post("/language/", {"language": language, "next": page})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(resident: Client) -> None:
    answer = resident.post("/language/", {"language": "de", "next": "/nl/protection/"})
    assert answer["Location"] == "/nl/protection/"
    assert COOKIE not in answer.cookies


@pytest.mark.django_db
def test_a_visitor_is_remembered_by_the_address_they_read(resident: Client) -> None:
    assert resident.get("/fr/protection/").cookies[COOKIE].value == "fr"
    assert COOKIE not in resident.get("/fr/").cookies
    assert resident.get("/")["Location"] == "/fr/"
    assert resident.get("/nl/protection/").cookies[COOKIE].value == "nl"


@pytest.mark.django_db
def test_the_cookie_is_kept_for_this_site_alone(resident: Client) -> None:
    cookie = resident.get("/fr/protection/").cookies[COOKIE]
    assert (cookie["samesite"], bool(cookie["httponly"])) == ("Lax", True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nl/nowhere/", "/nl/v/ABCD", "/nowhere/", "/nl/desk/"])
def test_what_is_no_page_is_not_remembered(resident: Client, address: str) -> None:
    assert COOKIE not in resident.get(address).cookies


def test_an_account_learns_its_language_once(officer: User) -> None:
    officer.language = ""
    officer.save()
    SignIn(officer).get("/fr/protection/")
    officer.refresh_from_db()
    assert officer.language == "fr"


def test_reading_a_page_in_another_language_does_not_change_the_account(officer: User) -> None:
    User.objects.update(language="nl")
    officer.refresh_from_db()
    SignIn(officer).get("/fr/protection/")
    officer.refresh_from_db()
    assert officer.language == "nl"


def test_the_switch_changes_the_account(officer: User) -> None:
    User.objects.update(language="nl")
    officer.refresh_from_db()
    client = SignIn(officer)
    answer = switched(client, client.get("/nl/protection/?a=1"))
    assert answer["Location"] == "/fr/protection/?a=1"
    officer.refresh_from_db()
    assert officer.language == "fr"
    assert client.get("/")["Location"] == "/fr/"


def test_a_page_in_the_known_language_writes_nothing(officer: User) -> None:
    User.objects.update(language="fr")
    client = SignIn(officer)
    client.get("/fr/protection/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(User, "save", lambda *_args, **_kw: pytest.fail("the account was written"))
        answer = client.get("/fr/protection/")
    assert COOKIE not in answer.cookies


def test_the_switch_takes_only_a_form(resident: Client) -> None:
    assert resident.get("/language/").status_code == 405

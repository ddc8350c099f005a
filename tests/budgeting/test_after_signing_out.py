"""The Back button after signing out shows nothing: what a signed-in person reads is not stored."""

import pytest
from django.test import Client

from budgeting.models import Council, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn

SHOWN = {
    "/nl/": 200,
    "/nl/about/": 200,
    "/nl/account/email/": 200,
    "/nl/account/2fa/": 200,
    "/nl/desk/": 200,
    "/nl/desk/demo-laken/2026/": 200,
    "/nl/desk/demo-laken/2026/start/": 405,
    "/nl/c/demo-laken/2026/": 200,
    "/nl/nothing/": 404,
    "/nl/desk/nothing/2026/": 404,
}
HEADER = "private, no-store"


@pytest.fixture
def _edition(council: Council) -> None:
    build.proposal(build.edition(council, phase=Phase.PUBLICATION))


@pytest.mark.usefixtures("_edition")
@pytest.mark.parametrize("address", SHOWN)
def test_no_answer_to_a_signed_in_person_is_stored(officer: User, address: str) -> None:
    answer = SignIn(officer).get(address)
    assert (answer.status_code, answer.get("Cache-Control")) == (SHOWN[address], HEADER)


@pytest.mark.usefixtures("_edition")
def test_a_refusal_is_not_stored_either(officer: User) -> None:
    answer = SignIn(officer).get("/nl/admin/login/")
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    unmarked = Client(enforce_csrf_checks=True)
    unmarked.force_login(officer)
    answer = unmarked.post("/nl/feedback/", {"message": "x"})
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (403, True)


@pytest.mark.usefixtures("_edition")
@pytest.mark.parametrize("address", ["/nl/", "/nl/about/", "/nl/c/demo-laken/2026/", "/robots.txt"])
def test_a_visitor_goes_back_without_asking_again(resident: Client, address: str) -> None:
    answer = resident.get(address)
    assert answer.status_code == 200
    assert "Cache-Control" not in answer.headers


def test_an_answer_with_a_rule_of_its_own_keeps_it(officer: User) -> None:
    visitor, signed_in = Client(), SignIn(officer)
    for address in ("/sw.js", "/manifest.webmanifest"):
        answer = signed_in.get(address)
        assert answer["Cache-Control"] == visitor.get(address)["Cache-Control"]
        assert "no-store" not in answer["Cache-Control"]

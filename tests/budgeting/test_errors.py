"""What people see when something is refused or goes wrong."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from budgeting.errors import Refused
from budgeting.middleware import RefusedMiddleware
from budgeting.models import Council, User
from budgeting.phases import Phase
from budgeting.views import errors
from tests import build
from tests.people import SignIn


def test_a_refusal_is_a_page_with_its_sentence_code_and_what_is_missing() -> None:
    middleware = RefusedMiddleware(lambda request: HttpResponse())
    refused = Refused("not_ready", "Not yet.", ["First this.", "Then that."])
    request = RequestFactory().get("/nl/")
    answer = middleware.process_exception(request, refused)
    assert answer is not None
    text = answer.content.decode()
    assert answer.status_code == 400
    for part in ("Not yet.", "not_ready", "First this.", "Then that."):
        assert part in text
    assert middleware.process_exception(request, ValueError()) is None


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_visitor_at_the_desk_is_offered_to_sign_in(
    resident: Client, council: Council, language: str
) -> None:
    build.edition(council, phase=Phase.CALL)
    page = resident.get(f"/{language}/desk/demo-laken/2026/review/")
    assert page.status_code == 403
    assert f"/{language}/account/login/" in page.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_kindly(council: Council) -> None:
    build.edition(council, phase=Phase.CALL, call_opens_at=None, call_closes_at=None)
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/nl/c/demo-laken/2026/proposals/new/", {})
    assert answer.status_code == 403
    assert "form_expired" in answer.content.decode()


def test_pages_of_last_resort_need_no_database() -> None:
    request = RequestFactory().get("/nl/")
    assert errors.server_error(request).status_code == 500
    assert errors.not_found(request, Exception()).status_code == 404


def test_the_administration_shows_records_and_changes_none(officer: User) -> None:
    officer.is_staff = officer.is_superuser = True
    officer.save()
    client = SignIn(officer)
    edition = build.voting(officer.memberships.get().council)
    line = edition.records.first()
    assert line
    assert client.get("/nl/admin/budgeting/record/").status_code == 200
    assert client.get("/nl/admin/budgeting/record/add/").status_code == 403
    assert client.post(f"/nl/admin/budgeting/record/{line.pk}/change/", {}).status_code == 403
    assert client.post(f"/nl/admin/budgeting/record/{line.pk}/delete/").status_code == 403
    frozen = f"/nl/admin/budgeting/edition/{edition.pk}/change/"
    assert client.get(frozen).status_code == 200
    assert client.post(frozen, {"slug": "other"}).status_code == 403
    for name in ("proposal", "review", "ballotproject", "followup"):
        assert client.get(f"/nl/admin/proposals/{name}/").status_code == 200

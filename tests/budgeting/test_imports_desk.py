"""The pages of tables: who may hand one in, what it looks like, what a file may do to a page."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from kombu.exceptions import OperationalError

from budgeting.forms import tables as tables_form
from budgeting.models import Council, ImportState, TableImport, User, Venue
from budgeting.phases import Phase
from budgeting.services.tables import flow
from budgeting.tasks import check_table
from tests import build
from tests.budgeting.handing_in import GOOD, checked, handed_in
from tests.people import SignIn

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]


def desk(council: Council, language: str = "nl") -> str:
    return f"/{language}/desk/{council.slug}/imports/"


def page_of(job: TableImport, language: str = "nl") -> str:
    return f"{desk(job.council, language)}{job.pk}/"


def upload(data: bytes = GOOD, kind: str = "venues", name: str = "lijst.csv") -> dict[str, Any]:
    return {"kind": kind, "table": SimpleUploadedFile(name, data)}


def test_from_a_file_to_places_in_three_clicks(
    council: Council, officer: User, django_capture_on_commit_callbacks: Commit
) -> None:
    client = SignIn(officer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(desk(council), upload())
    page = client.get(sent.headers["Location"]).content.decode()
    assert "École" in page
    assert "Plein 2" in page
    assert 'http-equiv="refresh"' not in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(sent.headers["Location"], {"do": "take"})
        client.post(sent.headers["Location"], {"do": "take"})
    assert Venue.objects.count() == 2
    page = client.get(sent.headers["Location"]).content.decode()
    assert f"/nl/desk/{council.slug}/venues/" in page
    assert "lijst.csv" in client.get(desk(council)).content.decode()


def test_a_page_of_work_under_way_renews_itself_and_one_that_stands_still_offers_a_start(
    council: Council, officer: User, django_capture_on_commit_callbacks: Commit
) -> None:
    job = handed_in(council, by=officer)
    TableImport.objects.filter(pk=job.pk).update(rows=5000, rows_done=2000)
    client = SignIn(officer)
    page = client.get(page_of(job)).content.decode()
    assert 'http-equiv="refresh" content="2"' in page
    assert 'value="2000" max="5000"' in page
    assert client.post(page_of(job), {"do": "again"}).status_code == 400
    flow.not_taken_up(job)
    page = client.get(page_of(job)).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert 'value="again"' in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(job), {"do": "again"})
    job.refresh_from_db()
    assert job.state == ImportState.CLEAN


def test_a_queue_that_cannot_be_reached_loses_nothing(
    council: Council,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    def unreachable(*_args: str) -> None:
        raise OperationalError

    monkeypatch.setattr(check_table, "delay", unreachable)
    client = SignIn(officer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(desk(council), upload())
    page = client.get(sent.headers["Location"]).content.decode()
    assert 'value="again"' in page
    assert bytes(TableImport.objects.get().content) == GOOD


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Rij 3", "drempelvrij", "“misschien” is geen ja en geen nee.")),
        ("fr", ("Ligne 3", "drempelvrij", "«\xa0misschien\xa0» n’est ni oui ni non.")),
    ],
)
def test_mistakes_are_listed_in_the_language_of_the_person(
    council: Council, officer: User, language: str, words: tuple[str, ...]
) -> None:
    data = "naam;nom;drempelvrij\nA;B;ja\nC;D;misschien\n"
    job = checked(council, data.encode())
    page = SignIn(officer).get(page_of(job, language)).content.decode()
    for word in words:
        assert word in page
    assert 'value="take"' not in page


def test_all_mistakes_can_be_read_page_by_page_and_kept_as_a_table(
    council: Council, officer: User
) -> None:
    job = checked(council, b"naam;nom\n" + b"=1+1;\n" * 60)
    client = SignIn(officer)
    assert client.get(page_of(job)).content.count(b'<th scope="row">') == 50
    assert b'<th scope="row">' in client.get(f"{page_of(job)}?page=3").content
    answer = client.get(f"{page_of(job)}mistakes.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    listed = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(listed) == 1 + len(job.errors) == 1 + 60 + 59
    assert [row[:2] for row in listed[1:3]] == [["2", "nom"], ["3", "naam"]]
    assert not any(cell.startswith("=") for row in listed for cell in row)


def test_what_stands_in_a_file_is_text_on_every_page(council: Council, officer: User) -> None:
    evil = "<script>alert(1)</script>"
    clean = f"naam;nom;{evil}\n{evil};=1+1;x\n"
    wrong = f"naam;nom;lat\nA;B;{evil}\n"
    client = SignIn(officer)
    for data in (clean, wrong):
        job = flow.hand_in(council, None, "venues", data.encode(), name=f"{evil}.csv")
        flow.check(job.pk)
        page = client.get(page_of(job)).content.decode()
        assert "&lt;script&gt;alert" in page
        assert evil not in page
    assert evil not in client.get(desk(council)).content.decode()


def test_mistakes_in_the_form_stay_in_the_form(
    council: Council, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = SignIn(officer)
    build.edition(council, phase=Phase.VOTING)
    monkeypatch.setattr(tables_form, "MAX_BYTES", 100)
    for sent in (
        {"kind": ""},
        upload(b""),
        upload(b"x" * 101),
        upload(kind="proposals/2026"),
        upload(kind="voters"),
        upload(kind="themes"),
        upload(kind="venues/2026"),
    ):
        answer = client.post(desk(council), sent)
        assert answer.status_code == 200
        assert b"error-summary" in answer.content
    assert not TableImport.objects.exists()


def test_every_kind_has_its_template(council: Council, officer: User) -> None:
    client = SignIn(officer)
    answer = client.get(f"{desk(council)}template/proposals.csv")
    header, example = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert header[0] == "titel nl"
    assert example[0] == "Bankjes in het park"
    assert client.get(f"{desk(council)}template/voters.csv").status_code == 404


def test_giving_up_leads_back_to_the_list(council: Council, officer: User) -> None:
    job = checked(council)
    answer = SignIn(officer).post(page_of(job), {"do": "drop"})
    assert answer.headers["Location"] == desk(council)
    assert not TableImport.objects.exists()


def test_tables_are_for_officers_of_the_council(
    council: Council,
    officer: User,
    facilitator: User,
    council_member: User,
    stranger: User,
    resident: Client,
) -> None:
    job = checked(council)
    addresses = (
        *(desk(council), f"{desk(council)}template/venues.csv"),
        *(page_of(job), f"{page_of(job)}mistakes.csv"),
    )
    for client in (SignIn(facilitator), SignIn(council_member), SignIn(stranger), resident):
        for address in addresses:
            assert client.get(address).status_code == 403
        assert client.post(desk(council), upload()).status_code == 403
        assert client.post(page_of(job), {"do": "take"}).status_code == 403
    elsewhere = stranger.memberships.get().council
    assert SignIn(stranger).get(f"{desk(elsewhere)}{job.pk}/").status_code == 404
    assert SignIn(stranger).post(f"{desk(elsewhere)}{job.pk}/", {"do": "drop"}).status_code == 404
    job.refresh_from_db()
    assert job.state == ImportState.CLEAN

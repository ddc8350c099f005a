"""Proposals, projects and reports as tables: for everybody without who sent them, and back in."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from budgeting.csv_out import unguarded
from budgeting.models import Council, Edition, Need, User
from budgeting.phases import Phase
from budgeting.tables import Cells
from proposals.models import FollowUp, Proposal, Review
from proposals.services.importing import Proposals
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(council: Council) -> Edition:
    edition = build.edition(council, phase=Phase.REVIEW)
    kept = build.proposal(edition, 1, place_nl="Plein", place_fr="Place", outcome="kept")
    build.proposal(edition, 2, submitter_contact="amina@example.org", title_nl="=1+1")
    merged = build.proposal(edition, 3, outcome="merged", cost_cents=None)
    Review.objects.create(
        proposal=merged, outcome="merged", merged_into=kept, at=build.NOW,
        reason_nl="Samen beter.", reason_fr="Mieux ensemble.",
    )  # fmt: skip
    return edition


def table(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_everybody_gets_texts_decisions_and_reasons_but_no_person(decided: Edition) -> None:
    rows = table(Client(), "/nl/c/demo-laken/2026/proposals.csv")
    assert [row["outcome"] for row in rows] == ["kept", "", "merged"]
    assert rows[2]["reason_fr"] == "Mieux ensemble."
    assert (rows[2]["merged_into"], rows[0]["cost_eur"], rows[2]["cost_eur"]) == (
        "1",
        "10000.00",
        "",
    )
    assert rows[1]["title_nl"] == "'=1+1"
    whole = Client().get("/nl/c/demo-laken/2026/proposals.json").content.decode()
    for private in ("Amina", "amina@example.org", "submitter", "contact"):
        assert private not in whole
        assert private not in str(rows)
    assert [row["number"] for row in json.loads(whole)] == [1, 2, 3]


def test_what_a_resident_types_is_no_formula_where_a_table_is_split_at_semicolons(
    decided: Edition,
) -> None:
    texts = {"title_nl": "Tuin;=cmd|' /C calc'!A0;", "summary_nl": "Eerst\r\n=1+1"}
    decided.proposals.filter(number=1).update(**texts)
    content = Client().get("/nl/c/demo-laken/2026/proposals.csv").content.decode("utf-8-sig")
    for cells in csv.reader(StringIO(content, newline=""), delimiter=";"):
        assert not [cell for cell in cells if cell.strip(' "').startswith("=")]
    row = next(iter(csv.DictReader(StringIO(content, newline=""))))
    assert {name: unguarded(row[name]) for name in texts} == texts


def test_a_draft_is_not_given_to_everybody(council: Council) -> None:
    build.edition(council)
    for end in ("csv", "json"):
        assert Client().get(f"/nl/c/demo-laken/2026/proposals.{end}").status_code == 403


@pytest.mark.parametrize("end", ["csv", "json"])
def test_a_list_goes_in_again_elsewhere(decided: Edition, end: str) -> None:
    need = Need.objects.create(edition=decided, code="rest", title_nl="Rust", title_fr="Repos")
    decided.proposals.filter(number=1).update(need=need, lat=50.5, lon=4.5)
    data = Client().get(f"/nl/c/demo-laken/2026/proposals.{end}").content
    other = build.edition(build.council("elsewhere"), phase=Phase.CALL)
    build.theme(other)
    Need.objects.create(edition=other, code="rest", title_nl="Rust", title_fr="Repos")
    kind = Proposals(other.council, other, build.NOW + timedelta(days=1))
    read = kind.read(data)
    assert not read.faults
    handed_in = [Cells(number, record) for number, record in read.records()]
    made = [kind.take(cells) for cells in handed_in]
    assert not [fault for cells in handed_in for fault in cells.faults]
    assert [row.title_nl for row in made] == ["Voorstel 1", "=1+1", "Voorstel 3"]
    assert (made[0].cost_cents, made[0].lat, made[0].need) == (1_000_000, 50.5, other.needs.get())
    assert isinstance(made[0], Proposal)


def test_officers_keep_the_review_and_the_follow_up(decided: Edition, officer: User) -> None:
    client = SignIn(officer)
    rows = table(client, "/nl/desk/demo-laken/2026/review.csv")
    assert [row["texts_nl"] for row in rows] == ["to_complete", "complete", ""]
    [project] = build.projects(decided, 1)
    for number, state in enumerate(("preparing", "done")):
        FollowUp.objects.create(
            project=project, state=state, note_nl="Bericht", note_fr="Nouvelle",
            reported_on=build.NOW.date() + timedelta(days=number),
        )  # fmt: skip
    [row] = table(client, "/nl/desk/demo-laken/2026/projects.csv")
    assert (row["state"], row["overdue"], row["cost"]) == ("done", "no", "50000.00")
    reports = table(client, "/nl/desk/demo-laken/2026/follow-ups.csv")
    assert [row["state"] for row in reports] == ["preparing", "done"]


def test_lists_of_the_desk_are_for_its_people(
    decided: Edition, facilitator: User, stranger: User
) -> None:
    assert SignIn(facilitator).get("/nl/desk/demo-laken/2026/review.csv").status_code == 403
    assert SignIn(facilitator).get("/nl/desk/demo-laken/2026/projects.csv").status_code == 200
    for name in ("review", "projects", "follow-ups"):
        assert SignIn(stranger).get(f"/nl/desk/demo-laken/2026/{name}.csv").status_code == 403

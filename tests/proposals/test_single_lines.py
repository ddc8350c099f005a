"""Names, titles and places stay on one line, whatever is sent and however it comes in."""

import pytest
from django.test import Client

from budgeting.lines import one_line
from budgeting.models import Council, User
from budgeting.phases import Phase
from budgeting.services.tables import flow
from proposals.models import Proposal
from tests import build
from tests.budgeting import pages
from tests.budgeting.handing_in import checked
from tests.people import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Bank\rBcc: x@example.org", "Bank Bcc: x@example.org"),
        ("\nTuin\r\n\tvoor allen\x85", "Tuin voor allen"),
        ("\u202egpj.exe", "gpj.exe"),
        ("Bancs\u00a0: «\u202frue\u202f» 👩\u200d🌾", "Bancs\u00a0: «\u202frue\u202f» 👩\u200d🌾"),
        ("\x01", ""),
    ],
)
def test_one_line(typed: str, line: str) -> None:
    assert one_line(typed) == line


def test_a_proposal_of_a_resident(council: Council) -> None:
    build.edition(council, phase=Phase.CALL, call_opens_at=None, call_closes_at=None)
    sent = {
        "title": "Bank\rBcc: x", "summary": "Eerst.\r\nDan.", "place": "Hier\x0b\u2028daar",
        "cost": "100", "contact": "an@example.org", "name": "An\nBcc: y",
    }  # fmt: skip
    assert Client().post("/nl/c/demo-laken/2026/proposals/new/", sent).status_code == 302
    made = Proposal.objects.get()
    assert (made.title_nl, made.place_nl) == ("Bank Bcc: x", "Hier daar")
    assert made.submitter_name == "An Bcc: y"
    assert made.summary_nl == "Eerst.\r\nDan."


def test_a_form_on_a_row(council: Council, officer: User) -> None:
    address = "/nl/desk/demo-laken/settings/"
    assert pages.change(SignIn(officer), address, name_nl="Laken\rBcc: x").status_code == 302
    council.refresh_from_db()
    assert council.name_nl == "Laken Bcc: x"
    answer = pages.change(SignIn(officer), address, name_nl="\x01")
    assert "name_nl" in answer.context["form"].errors


def test_a_table(council: Council, officer: User) -> None:
    job = checked(council, b'naam;nom\n"Huis\r\nnoord";Maison\n')
    flow.take_over(job, by=officer)
    flow.store(job.pk)
    assert council.venues.get().name_nl == "Huis noord"

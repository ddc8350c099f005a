"""The audit trail on screen: heads for everybody, lines for those who watch over a council."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.clock import SetClock
from budgeting.models import Council, Role, User
from budgeting.services.recording import record
from tests import build
from tests.people import SignIn, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(council: Council, clock: SetClock) -> list[str]:
    edition = build.edition(council)
    made = [
        record("phase", edition=edition, data={"from": "draft", "to": "call"}, clock=clock),
        record("phase", council=build.council("far-away"), data={"to": "unseen"}, clock=clock),
    ]
    return [line.digest for line in made]


def test_everybody_sees_the_latest_fingerprint(resident: Client, lines: list[str]) -> None:
    page = resident.get(reverse("trail"))
    assert lines[-1] in page.content.decode()
    answer = resident.get(reverse("trail_json")).json()
    assert answer["heads"][0]["digest"] == lines[-1]
    assert set(answer["heads"][0]) == {"sequence", "at", "digest"}


def test_an_observer_reads_the_lines_of_the_council_in_words(
    council: Council, lines: list[str]
) -> None:
    observer = SignIn(person(council, Role.OBSERVER, "Omar"))
    page = observer.get(reverse("record_desk", args=[council.slug])).content.decode()
    assert "draft" in page
    assert "unseen" not in page
    nothing = observer.get(reverse("record_desk", args=[council.slug]), {"event": "tally"})
    assert lines[0] not in nothing.content.decode()


def test_the_file_of_lines_hides_what_other_councils_do(council: Council, lines: list[str]) -> None:
    observer = SignIn(person(council, Role.OBSERVER, "Omar"))
    answer = observer.get(reverse("record_export", args=[council.slug]))
    text = answer.getvalue().decode()
    assert "unseen" not in text
    assert all(digest in text for digest in lines)


@pytest.mark.parametrize("view", ["record_desk", "record_export"])
def test_others_may_not_read_the_lines(
    view: str, council: Council, facilitator: User, stranger: User, resident: Client
) -> None:
    address = reverse(view, args=[council.slug])
    for client in (SignIn(facilitator), SignIn(stranger), resident):
        assert client.get(address).status_code in {302, 403}

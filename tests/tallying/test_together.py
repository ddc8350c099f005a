"""Many editions at once: seen before, told after, nothing lost, twice the same."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from budgeting.models import Council, Edition, Membership, Record, Role, SentMail, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn, person

pytestmark = pytest.mark.django_db

PAGE = "/en/desk-together/"


@pytest.fixture
def movable(council: Council) -> Edition:
    return build.edition(council, slug="call", phase=Phase.CALL)


def before(client: Client, *editions: Edition, action: str = "move") -> str:
    query = {"action": action, "edition": [edition.address for edition in editions]}
    return client.get(PAGE, query).content.decode()


def confirm(client: Client, *values: str, action: str = "move") -> Any:
    return client.post(PAGE, {"action": action, "edition": list(values)})


def test_the_summary_before_changes_nothing_and_names_each_edition(
    council: Council, officer: User, movable: Edition
) -> None:
    draft = build.edition(council, slug="draft", budget_cents=0, title_en="Not ready yet")
    review = build.edition(council, slug="review", phase=Phase.REVIEW)
    closed = build.edition(council, slug="closed", phase=Phase.CLOSED)
    page = before(SignIn(officer), movable, draft, review, closed)
    assert "1 edition can go on" in page
    assert 'value="demo-laken/call:review"' in page
    assert "Something is missing first" in page
    assert "This step has a page of its own." in page
    assert "It is finished: there is no next phase." in page
    movable.refresh_from_db()
    assert movable.phase == Phase.CALL


def test_each_is_moved_on_its_own_and_a_refusal_stops_no_other(
    council: Council, officer: User, movable: Edition
) -> None:
    late = build.edition(council, slug="late", phase=Phase.REVIEW, title_en="Was moved meanwhile")
    other = build.edition(council, slug="other", phase=Phase.DECISION)
    answer = confirm(
        SignIn(officer),
        "demo-laken/call:review",
        "demo-laken/late:decision",
        "demo-laken/other:realisation",
    )
    page = answer.content.decode()
    assert "2 editions are in their next phase." in page
    assert "1 was refused and stays as it was." in page
    assert "The edition is in another phase by now." in page
    phases = [Edition.objects.get(pk=one.pk).phase for one in (movable, late, other)]
    assert phases == [Phase.REVIEW, Phase.REVIEW, Phase.REALISATION]


def test_sent_twice_it_happens_once(officer: User, movable: Edition) -> None:
    client = SignIn(officer)
    confirm(client, "demo-laken/call:review")
    page = confirm(client, "demo-laken/call:review").content.decode()
    assert "It was in this phase already" in page
    assert Record.objects.filter(event="phase").count() == 1


def test_the_vote_is_not_started_with_others(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    page = confirm(SignIn(officer), f"{edition.address}:voting").content.decode()
    assert "This step has a page of its own." in page
    edition.refresh_from_db()
    assert edition.phase == Phase.PUBLICATION


def test_only_officers_move_and_strangers_see_nothing(
    officer: User, facilitator: User, stranger: User, resident: Client, movable: Edition
) -> None:
    assert "Only an officer of the council" in before(SignIn(facilitator), movable)
    assert confirm(SignIn(facilitator), "demo-laken/call:review").status_code == 200
    query = {"action": "move", "edition": movable.address}
    assert SignIn(stranger).get(PAGE, query).status_code == 403
    assert confirm(SignIn(stranger), "demo-laken/call:review").status_code == 403
    assert resident.get(PAGE).status_code == 302
    movable.refresh_from_db()
    assert movable.phase == Phase.CALL


def test_without_a_choice_or_with_another_action_it_says_what_to_do(
    officer: User, movable: Edition
) -> None:
    assert "Tick one or more editions" in SignIn(officer).get(PAGE).content.decode()
    assert "Tick one or more editions" in before(SignIn(officer), movable, action="delete")


def test_chosen_editions_are_kept_as_a_table(
    council: Council, officer: User, movable: Edition
) -> None:
    build.edition(council, slug="other")
    text = before(SignIn(officer), movable, action="csv")
    assert text.count("\r\n") == 2
    assert ",call," in text


def test_translators_are_asked_once_a_day(
    council: Council, officer: User, movable: Edition
) -> None:
    client = SignIn(officer)
    assert "No text waits for a translation." in before(client, movable, action="remind")
    build.proposal(movable, 1, title_fr="")
    assert "The council has no translator yet." in before(client, movable, action="remind")
    tess = person(council, Role.TRANSLATOR, "Tess")
    person(council, Role.TRANSLATOR, "Tom")
    Membership.objects.filter(user__first_name="Tom").update(ends_on=date(2021, 1, 1))
    assert "a mail to 1 translator" in before(client, movable, action="remind")
    assert not mail.outbox
    assert "1 mail was sent." in confirm(client, movable.address, action="remind").content.decode()
    [sent] = mail.outbox
    assert sent.to == [tess.email]
    assert "demo-laken/texts/" in sent.body
    again = confirm(client, movable.address, action="remind").content.decode()
    assert "The translators were asked today already." in again
    assert len(mail.outbox) == 1 == SentMail.objects.count()
    assert Record.objects.get(event="translators_asked").data["mails"] == 1

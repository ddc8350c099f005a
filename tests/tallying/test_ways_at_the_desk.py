"""The desk leads somewhere: what has to be done, by whom, and the way back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from budgeting.models import Council, Edition, Membership, Role, User
from budgeting.phases import Phase
from tallying.services.desk import tasks_of
from tallying.services.desk_alerts import alerts_of
from tallying.services.desk_dates import due_of
from tallying.services.desk_facts import Facts
from tests import build
from tests.people import SignIn, person
from voting.services.starting import register_server_box

pytestmark = pytest.mark.django_db


def shown(user: User, edition: Edition, name: str) -> str:
    address = reverse(name, args=[edition.council.slug, edition.slug])
    return SignIn(user).get(f"/en{address[3:]}").content.decode()


def test_without_a_key_the_opening_page_says_who_does_what(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    page = shown(officer, edition, "opening")
    assert f'{edition.uuid} <span class="nowrap">--trustee' in page
    assert "register_key demo-laken/2026 public.json" in page
    assert "issue_codes demo-laken/2026" in page
    assert 'href="/en/desk/demo-laken/people/invite/"' in page
    assert 'id="codes"' in page
    assert "people/invite/" not in shown(person(council, Role.TRUSTEE, "Tom"), edition, "opening")


def test_an_imported_edition_asks_for_no_key(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.CLOSED, source="Pabulib")
    assert "manage.py" not in shown(officer, edition, "opening")


def test_codes_can_be_made_until_the_close(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.VOTING)
    register_server_box(edition)
    page = shown(officer, edition, "opening")
    assert "issue_codes demo-laken/2026" in page
    assert "make_keys" not in page
    Edition.objects.update(phase=Phase.COUNTING)
    assert "manage.py" not in shown(officer, edition, "opening")


def test_settings_and_warnings_lead_to_that_page(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    opening = 'href="/en/desk/demo-laken/2026/opening/'
    assert f'{opening}"' in shown(officer, edition, "edition_settings")
    page = SignIn(officer).get("/en/desk/").content.decode()
    assert f'{opening}">The ballot box has no key yet<' in page
    assert f'{opening}#codes">' in page


def test_the_page_of_moves_warns_of_what_does_not_block_yet(
    council: Council, officer: User
) -> None:
    edition = build.edition(council, phase=Phase.REVIEW)
    assert "The ballot box has no key yet" in shown(officer, edition, "edition_moves")
    Edition.objects.update(phase=Phase.PUBLICATION)
    page = shown(officer, edition, "edition_moves")
    assert page.count("The ballot box has no key yet") == 1  # it blocks now
    assert "no codes are made" in page


def test_a_draft_knows_that_it_needs_a_key_but_no_mail_is_sent_for_it(council: Council) -> None:
    edition = build.edition(council, phase=Phase.DRAFT)
    (early,) = alerts_of(edition, Facts(), build.NOW)
    assert (early.code, early.early) == ("no_trustees", True)
    edition.phase = Phase.REVIEW
    assert [one.early for one in alerts_of(edition, Facts(), build.NOW)] == [False]


def test_paper_is_offered_only_when_it_can_be_printed(council: Council) -> None:
    edition = build.edition(council)
    offered = []
    for phase in Phase:
        edition.phase = phase
        if "print" in [task.code for task in tasks_of(edition, Facts(), build.NOW)]:
            offered.append(phase)
    assert offered == [Phase.VOTING]


@pytest.mark.parametrize(
    ("phase", "name"),
    [
        (Phase.CALL, "call_closes_at"),
        (Phase.REVIEW, "opens_at"),
        (Phase.PUBLICATION, "opens_at"),
        (Phase.VOTING, "opens_at"),
        (Phase.COUNTING, "paper_intake_until"),
        (Phase.DECISION, "destruction_on"),
    ],
)
def test_a_call_that_was_closed_before_its_day_has_no_date_any_more(
    council: Council, phase: Phase, name: str
) -> None:
    day = build.NOW + timedelta(days=48)
    edition = build.edition(
        council,
        phase=phase,
        call_closes_at=day,
        opens_at=day + timedelta(days=1),
        closes_at=day + timedelta(days=2),
        paper_intake_until=day + timedelta(days=3),
        destruction_on=(day + timedelta(days=4)).date(),
    )
    due = due_of(edition, build.NOW)
    assert due is not None
    assert due.name == name


def test_many_at_once_are_ticked_one_by_one_and_never_what_may_be_too_early(
    council: Council, officer: User
) -> None:
    done = build.NOW - timedelta(days=3)
    build.edition(council, slug="calm", phase=Phase.CALL, call_closes_at=done)
    build.edition(council, slug="early", phase=Phase.CALL, call_closes_at="2999-01-01T00:00Z")
    build.edition(council, slug="last", phase=Phase.REALISATION)
    wanted = [f"{council.slug}/{slug}" for slug in ("calm", "early", "last")]
    page = SignIn(officer).get("/en/desk-together/", {"action": "move", "edition": wanted})
    text = page.content.decode()
    box = '<input type="checkbox" name="edition" value="demo-laken/{}" id="move-{}"{}>'
    ticks = (("calm:review", " checked"), ("early:review", ""), ("last:closed", ""))
    for number, (value, ticked) in enumerate(ticks, 1):
        assert box.format(value, number, ticked) in text


def test_from_an_edition_to_its_council(council: Council, officer: User) -> None:
    edition = build.edition(council)
    page = shown(officer, edition, "edition_desk")
    assert f'<a href="/en/desk/{council.slug}/">{escape(council.name_nl)}' in page
    toolbox = shown(officer, edition, "toolbox")
    assert toolbox.split('aria-current="page">')[1].startswith("Overview")


@pytest.mark.parametrize("name", ["opening", "edition_moves", "toolbox", "review_desk", "printing"])
def test_the_way_back_has_one_name(council: Council, officer: User, name: str) -> None:
    edition = build.edition(council, phase=Phase.CALL)
    page = shown(officer, edition, name)
    assert re.search(rf'class="back" href="[^"]*">.*\s*Desk · {edition.title_nl}</a>', page)


def test_everybody_at_the_desk_knows_their_part_in_the_vote(council: Council) -> None:
    edition = build.edition(council, phase=Phase.VOTING)
    parts = {
        Role.TRUSTEE: ["Keep your share of the key safe", 'opening/"'],
        Role.MEMBER: ['declarations/"'],
        Role.OBSERVER: ['record/"', 'rules/"'],
    }
    for role, expected in parts.items():
        page = shown(person(council, role, role.title()), edition, "edition_desk")
        tasks = page.split('class="tasks"')[1].split("</ul>")[0]
        assert all(words in tasks for words in expected), role
    assert Membership.objects.count() == 3

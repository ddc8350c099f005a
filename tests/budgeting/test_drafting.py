"""A new edition: complete from a template, or a copy that leaves proposals and votes behind."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, Need, Record, User
from budgeting.phases import Phase
from budgeting.services.edition_settings import blocks_of
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db

NEW = "/nl/desk/demo-laken/editions/new/"


def answers(**changes: str) -> dict[str, str]:
    ahead = timezone.localdate(DATABASE_CLOCK.now()) + timedelta(days=30)
    given = {
        "source": "template:citizens-budget",
        "title_nl": "Burgerbegroting Laken 2030",
        "title_fr": "Budget participatif Laeken 2030",
        "slug": "2030",
        "budget": "300.000",
        "first_day": ahead.isoformat(),
    }
    return given | changes


def made(slug: str = "2030") -> Edition:
    return Edition.objects.get(council__slug="demo-laken", slug=slug)


def errors(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = response.context["form"].errors
    return found


@pytest.mark.parametrize("template", ["citizens-budget", "small-edition"])
def test_one_page_makes_a_draft_that_lacks_nothing(officer: User, template: str) -> None:
    answer = SignIn(officer).post(NEW, answers(source=f"template:{template}"))
    edition = made()
    assert answer.headers["Location"] == "/nl/desk/demo-laken/2030/settings/"
    assert edition.phase == Phase.DRAFT
    assert edition.budget_cents == 30_000_000
    assert [block.missing for block in blocks_of(edition)] == [()] * 5
    line = Record.objects.get(event="edition_drafted")
    assert (line.data, line.edition_id) == ({"template": template}, edition.pk)


def test_the_calendar_follows_from_the_first_day(officer: User) -> None:
    SignIn(officer).post(NEW, answers(first_day="2030-01-07"))
    edition = made()
    assert edition.call_opens_at is not None
    assert edition.closes_at is not None
    assert timezone.localtime(edition.call_opens_at).isoformat() == "2030-01-07T00:00:00+01:00"
    assert timezone.localtime(edition.closes_at).isoformat() == "2030-06-09T23:59:00+02:00"
    assert edition.decision_on == date(2030, 9, 2)


def test_what_can_be_proposed_is_filled_in(officer: User, council: Council) -> None:
    build.edition(council, "2026")
    form = SignIn(officer).get(NEW).context["form"]
    year = max(DATABASE_CLOCK.now().year, 2027)
    assert form["slug"].value() in {str(year), str(year + 1)}
    assert form["title_nl"].value() == f"Burgerbegroting Laken {form['slug'].value()}"
    assert form["title_fr"].value().startswith("Budget participatif Laeken ")
    assert form["budget"].value() == "300.000"
    assert form["first_day"].value().weekday() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "meetings"),
        ("slug", "zomer 2030"),
        ("slug", "2026"),
        ("budget", "veel"),
        ("budget", "0"),
        ("first_day", "2001-01-01"),
        ("first_day", "2999-01-01"),
        ("first_day", "morgen"),
        ("source", "template:nobody"),
        ("source", "copy:elsewhere"),
        ("title_fr", ""),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_made(
    officer: User, council: Council, field: str, value: str
) -> None:
    build.edition(council, "2026")
    answer = SignIn(officer).post(NEW, answers(**{field: value}))
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert Edition.objects.count() == 1


def test_a_copy_takes_the_settings_and_leaves_proposals_and_votes(
    officer: User, council: Council
) -> None:
    earlier = build.voting(council, tie_seed="7", influence_nl="U beslist.", group_size=3)
    build.proposal(earlier)
    Need.objects.create(edition=earlier, code="shade", title_nl="Schaduw", title_fr="Ombre")
    SignIn(officer).post(NEW, answers(source="copy:2026"))
    copy = made()
    assert (copy.phase, copy.copied_from, copy.tie_seed) == (Phase.DRAFT, earlier, "")
    assert (copy.influence_nl, copy.group_size, copy.rule) == ("U beslist.", 3, earlier.rule)
    assert [theme.code for theme in copy.themes.all()] == ["green"]
    assert [need.title_fr for need in copy.needs.all()] == ["Ombre"]
    assert not copy.proposals.exists()
    assert not copy.ballot_projects.exists()
    assert not copy.rule_sets.exists()
    assert copy.uuid != earlier.uuid
    assert earlier.themes.count() == 1


def test_the_calendar_of_a_copy_moves_along_by_whole_days(officer: User, council: Council) -> None:
    earlier = build.edition(council)
    SignIn(officer).post(NEW, answers(source="copy:2026", first_day="2030-01-07"))
    copy = made()
    assert earlier.call_opens_at is not None
    assert earlier.closes_at is not None
    assert copy.closes_at is not None
    moved = date(2030, 1, 7) - timezone.localtime(earlier.call_opens_at).date()
    before, after = timezone.localtime(earlier.closes_at), timezone.localtime(copy.closes_at)
    assert after.date() - before.date() == moved
    assert after.time() == before.time()


def test_an_edition_without_dates_can_be_copied(officer: User, council: Council) -> None:
    none: dict[str, Any] = dict.fromkeys(
        ("call_opens_at", "call_closes_at", "opens_at", "closes_at", "paper_intake_until")
    )
    build.edition(council, **none)
    SignIn(officer).post(NEW, answers(source="copy:2026", first_day="2030-01-07"))
    opens = made().call_opens_at
    assert opens is not None
    assert timezone.localtime(opens).date() == date(2030, 1, 7)


def test_only_an_officer_of_the_council_begins_an_edition(
    facilitator: User, stranger: User, resident: Client
) -> None:
    for client in (SignIn(facilitator), SignIn(stranger), resident):
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, answers()).status_code == 403
    assert not Edition.objects.exists()

"""A new edition: complete from a template, or a copy that leaves proposals and votes behind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, Need, Record, User
from budgeting.phases import Phase
from budgeting.services.edition_settings import blocks_of
from budgeting.services.proposing import proposed_from_template
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


def test_what_is_left_empty_is_as_the_chosen_template_proposes(
    officer: User, council: Council
) -> None:
    build.edition(council, "2026")
    desk = SignIn(officer)
    form = desk.get(NEW).context["form"]
    assert form["budget"].value() == "300.000"
    assert form["title_nl"].value() is None
    desk.post(NEW, left_empty("template:small-edition"))
    draft = Edition.objects.exclude(slug="2026").get()
    assert draft.closes_at is not None
    year = timezone.localtime(draft.closes_at).year
    assert (draft.slug, draft.title_nl) == (str(year), f"Klein wijkbudget Laken {year}")
    assert draft.title_fr == f"Petit budget de quartier Laeken {year}"
    assert draft.title_en.endswith(str(year))


def left_empty(source: str, **changes: str) -> dict[str, str]:
    empty = dict.fromkeys(("title_nl", "title_fr", "slug", "first_day"), "")
    return answers(source=source) | empty | changes


@pytest.mark.parametrize(
    ("slug", "title", "taken", "proposed"),
    [
        ("2090", "Klein wijkbudget Haren 2090", [], ("2091", "Klein wijkbudget Haren 2091")),
        ("2090", "Klein wijkbudget", ["2091"], ("2092", "Klein wijkbudget")),
        ("lente", "Lente 2090–2091", ["lente-2"], ("lente-3", "Lente 2092–2093")),
    ],
)
def test_a_copy_proposes_its_own_name_a_year_later(
    officer: User, council: Council, slug: str, title: str, taken: list[str],
    proposed: tuple[str, str],
) -> None:  # fmt: skip
    for other in taken:
        build.edition(council, other)
    opens = datetime(2090, 1, 2, 8, tzinfo=UTC)
    dates = {"call_opens_at": opens, "call_closes_at": opens + timedelta(weeks=4)}
    build.edition(council, slug, title_nl=title, title_fr=title, **dates)
    desk = SignIn(officer)
    assert f"Wordt “{proposed[1]}”" in desk.get(NEW).content.decode()
    desk.post(NEW, left_empty(f"copy:{slug}"))
    copy = Edition.objects.exclude(slug__in=[slug, *taken]).get()
    assert (copy.slug, copy.title_nl) == proposed
    assert copy.call_opens_at is not None
    years = 1 + len(taken)
    day = timezone.localtime(copy.call_opens_at).date()
    assert abs(day - date(2090 + years, 1, 2)) < timedelta(days=4)
    assert day.weekday() == opens.weekday()


def test_from_a_call_in_december_the_year_is_that_of_the_vote(council: Council) -> None:
    on = date(2029, 11, 26)
    proposed = proposed_from_template("small-edition", council, {"2027"}, on)
    assert (proposed.first_day, proposed.slug) == (date(2029, 12, 24), "2030")
    after = proposed_from_template("small-edition", council, {"2030", "2031-extra"}, on)
    assert (after.first_day, after.slug) == (date(2031, 12, 22), "2032")


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


def test_a_copy_takes_caps_along_but_no_conflicts_between_projects(
    officer: User, council: Council
) -> None:
    cap = {"column": "category", "value": "green", "at_most": "100000"}
    limits = {"conflicts": [["1", "2"]], "caps": [cap]}
    earlier = build.edition(council, rule={**build.MES, **limits})
    Edition.objects.update(shadow_rules=[{**build.GREEDY, **limits}])
    SignIn(officer).post(NEW, answers(source="copy:2026"))
    assert made().rule == {**build.MES, "caps": [cap]}
    assert made().shadow_rules == [{**build.GREEDY, "caps": [cap]}]
    assert earlier.rule["conflicts"] == [["1", "2"]]


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

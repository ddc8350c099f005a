"""One screen for all councils: what waits, dates, warnings, search, and the same as a table."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.models import Council, Edition, Membership, Role, TableImport, User
from budgeting.phases import Phase
from tallying.services.desk_alerts import alerts_of
from tallying.services.desk_dates import Due, due_of
from tallying.services.desk_facts import Facts, facts_of
from tests import build
from tests.people import SignIn
from voting.models import Credential, CredentialKind, Voter
from voting.services.starting import register_server_box

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
BUSY = (Phase.CALL, Phase.REVIEW, Phase.PUBLICATION)


def ten_councils(officer: User, number: int = 10) -> list[Council]:
    """Councils with three editions each: proposals, boxes, texts to translate, a wrong table."""
    councils = [build.council(f"council-{index}") for index in range(number)]
    for council in councils:
        join(officer, council, Role.OFFICER)
        for phase in BUSY:
            edition = build.edition(council, slug=f"in-{phase}", phase=phase, intro_nl="Welkom")
            build.proposal(edition, 1)
            build.proposal(edition, 2, title_fr="", outcome="kept")
        register_server_box(edition)
        faulty_table(council)
    return councils


def join(person: User, council: Council, role: Role, **fields: Any) -> None:
    Membership.objects.create(
        user=person, council=council, role=role, starts_on=date(2020, 1, 1), **fields
    )


def faulty_table(council: Council) -> None:
    TableImport.objects.create(
        council=council, kind="venues", file_name="a.csv", content=b"x", state="faulty",
        created_at=build.NOW,
    )  # fmt: skip


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/en/desk.csv{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_ten_councils_with_three_editions_each_fit_in_twelve_queries(
    council: Council, officer: User, django_assert_max_num_queries: Any
) -> None:
    ten_councils(officer)
    client = SignIn(officer)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/en/desk/").content.decode()
    assert page.count('name="edition"') == 30
    assert page.count("1 proposal to decide") == 20


def test_the_number_of_queries_does_not_grow_with_the_councils(
    officer: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    ten_councils(officer, number=1)
    client = SignIn(officer)
    client.get("/en/desk/")  # the first page of a session learns the language
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get("/en/desk/")
    for index in range(4):
        more = build.council(f"more-{index}")
        join(officer, more, Role.OFFICER)
        build.edition(more, phase=Phase.VOTING)
    with django_assert_num_queries(len(few)):
        client.get("/en/desk/")


def test_tasks_are_links_to_the_place_where_they_are_done(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.REVIEW)
    build.proposal(edition, 1)
    page = SignIn(officer).get("/en/desk/").content.decode()
    assert f'href="/en/desk/{council.slug}/2026/review/?show=waiting">1 proposal to decide<' in page


def test_who_has_another_role_sees_their_own_tasks_only(
    council: Council, officer: User, facilitator: User
) -> None:
    build.proposal(build.edition(council, phase=Phase.REVIEW), 1)
    page = SignIn(facilitator).get("/en/desk/").content.decode()
    assert "to decide" not in page
    assert 'name="edition"' not in page
    assert "New edition" not in page


def test_a_council_without_an_edition_is_there_and_offers_a_new_one(
    council: Council, officer: User
) -> None:
    page = SignIn(officer).get("/en/desk/").content.decode()
    assert "No edition yet" in page
    assert council.name_nl in page
    assert [row["edition"] for row in rows_of(SignIn(officer), "?phase=none")] == [""]
    build.edition(council)
    assert "No edition yet" not in SignIn(officer).get("/en/desk/").content.decode()


@pytest.mark.parametrize(
    "words", ["Haren-Sud", "HAREN", "1130", "quartier harén", "hâren wijkbudget", "budget 2026"]
)
def test_a_search_finds_in_all_languages_without_accents(
    council: Council, officer: User, words: str
) -> None:
    build.edition(council, title_nl="Iets", title_fr="Autre chose", slug="x")
    other = build.council(
        "haren", name_fr="Conseil de quartier Haren-Sud", name_nl="Wijkraad Hàren"
    )
    assert other.area
    other.area.postal_codes = ["1130"]
    other.area.save()
    join(officer, other, Role.OFFICER)
    build.edition(other)
    council.area = None
    council.save()
    found = rows_of(SignIn(officer), f"?q={words}")
    assert {row["council"] for row in found} == {"haren"}
    page = SignIn(officer).get("/en/desk/", {"q": words}).content.decode()
    assert "1 edition found." in page
    assert council.name_nl not in page


def test_what_fits_nothing_says_so(council: Council, officer: User) -> None:
    build.edition(council)
    assert "Nothing fits" in SignIn(officer).get("/en/desk/?q=zzz").content.decode()


def test_the_nearest_date_comes_first_and_finished_editions_last(
    council: Council, officer: User
) -> None:
    now = timezone.now()
    soon, late = build.council("a-late"), build.council("z-soon")
    for of, days in ((soon, 40), (late, 2)):
        join(officer, of, Role.OFFICER)
        dates = {"opens_at": now - timedelta(days=60), "closes_at": now + timedelta(days=days)}
        build.edition(of, slug="old", phase=Phase.CLOSED)
        build.edition(of, slug="new", phase=Phase.VOTING, **dates)
    client = SignIn(officer)
    places = [(row["council"], row["edition"]) for row in rows_of(client) if row["edition"]]
    assert places == [("z-soon", "new"), ("z-soon", "old"), ("a-late", "new"), ("a-late", "old")]
    by_name = [row["council"] for row in rows_of(client, "?sort=council") if row["edition"]]
    assert by_name == ["a-late", "a-late", "z-soon", "z-soon"]
    assert {row["phase"] for row in rows_of(client, "?phase=voting")} == {"voting"}


def test_the_table_holds_what_the_page_shows_and_runs_nothing(
    council: Council, officer: User
) -> None:
    build.edition(council, title_en="=HYPERLINK(1)", phase=Phase.CALL)
    [row] = rows_of(SignIn(officer))
    assert row["edition_title"] == "'=HYPERLINK(1)"
    assert (row["phase"], row["next_date_is"]) == ("call", "The call ends")


def test_a_date_that_has_passed_is_late(council: Council) -> None:
    now = build.NOW
    edition = build.edition(council, phase=Phase.CALL, call_closes_at=now - timedelta(days=3))
    assert due_of(edition, now) == Due("call_closes_at", edition.call_closes_at, -3, overdue=True)  # type: ignore[arg-type]
    edition.call_closes_at = now + timedelta(days=2)
    assert due_of(edition, now) == Due("call_closes_at", edition.call_closes_at, 2)
    edition.phase, edition.decision_on = Phase.DECISION, now.date()
    due = due_of(edition, now)
    assert due is None or not due.overdue
    edition.decision_on = now.date() - timedelta(days=1)
    assert (due_of(edition, now) or due).since == 1  # type: ignore[union-attr]


def codes(edition: Edition, facts: Facts | None = None) -> list[str]:
    return [alert.code for alert in alerts_of(edition, facts or Facts(), build.NOW)]


def test_warnings_follow_from_what_is_there(council: Council) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    assert codes(edition) == ["register_empty", "no_trustees"]
    assert codes(edition, Facts(has_register=True, has_box=True)) == []
    held = Facts(has_register=True, has_box=True, held_by_server=True)
    assert codes(edition, held) == ["server_key"]
    edition.verification = ["account"]
    assert "register_empty" not in codes(edition)
    edition.intro_nl = "Alleen in het Nederlands"
    edition.closes_at = build.NOW - timedelta(days=1)
    assert codes(edition, held) == ["calendar_past", "server_key", "texts_differ"]
    edition.opens_at = edition.closes_at = None
    assert codes(edition, held)[0] == "calendar_missing"
    edition.source = "Pabulib"
    assert codes(edition) == []


def test_facts_come_from_the_rows(council: Council) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    build.proposal(edition, 1)
    build.proposal(edition, 2, outcome="kept")
    build.proposal(edition, 3, outcome="rejected")
    facts = facts_of([edition], build.NOW.date())[edition.pk]
    assert (facts.undecided, facts.incomplete, facts.has_register) == (1, 1, False)
    Credential.objects.create(edition=edition, kind=CredentialKind.LETTER)
    register_server_box(edition)
    facts = facts_of([edition], build.NOW.date())[edition.pk]
    assert (facts.has_register, facts.has_box, facts.held_by_server) == (True, True, True)
    Credential.objects.all().delete()
    Voter.objects.create(edition=edition)
    assert facts_of([edition], build.NOW.date())[edition.pk].has_register


def test_the_desk_warns_of_roles_that_end_and_of_wrong_tables(
    council: Council, officer: User
) -> None:
    colleague = User.objects.create_user("colleague@example.org")
    ends = timezone.localdate() + timedelta(days=9)
    join(colleague, council, Role.OFFICER, ends_on=ends)
    faulty_table(council)
    page = SignIn(officer).get("/en/desk/").content.decode()
    assert f"The role of an officer ends on {ends.day} {ends:%B}" in page
    assert "A table that was handed in has mistakes" in page
    TableImport.objects.update(content=b"")
    assert "mistakes" not in SignIn(officer).get("/en/desk/").content.decode()


def test_the_table_is_for_people_who_signed_in(resident: Client) -> None:
    assert resident.get("/en/desk.csv").status_code == 302

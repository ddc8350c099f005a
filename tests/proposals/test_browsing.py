"""Anybody reads the proposals, the decisions and the projects."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from budgeting.models import Council, Edition
from budgeting.phases import Phase
from proposals.models import BallotProject, Review
from tests import build

LIST = "/c/demo-laken/2026/proposals/"


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council, phase=Phase.REVIEW)


@pytest.mark.parametrize(("language", "title"), [("nl", "Voorstel 1"), ("fr", "Proposition 1")])
def test_the_list_and_the_map_say_the_same(
    resident: Client, edition: Edition, language: str, title: str
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    build.proposal(edition, 2)
    text = resident.get(f"/{language}{LIST}").content.decode()
    assert f">{title}</a>" in text
    assert len(re.findall(r'class="map-pin"', text)) == 1
    assert len(re.findall(r'id="item-\d+"', text)) == 2


def test_the_list_can_be_narrowed_to_a_theme(resident: Client, edition: Edition) -> None:
    build.proposal(edition, 1)
    build.proposal(edition, 2, theme=build.theme(edition, "play"))
    page = resident.get(f"/nl{LIST}?theme=play")
    assert [item.number for item in page.context["items"]] == [2]
    everything = resident.get(f"/nl{LIST}?theme=nonsense")
    assert len(everything.context["items"]) == 2


@pytest.mark.parametrize("count", [5, 40])
def test_a_long_list_asks_the_database_no_more_than_a_short_one(
    resident: Client,
    edition: Edition,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(1, count + 1):
        build.proposal(edition, number, lat=50.88, lon=4.35)
    with django_assert_num_queries(2):
        resident.get(f"/nl{LIST}")


def test_after_publication_the_list_has_two_parts(resident: Client, edition: Edition) -> None:
    kept = build.proposal(edition, 1, outcome="kept")
    build.proposal(edition, 2, outcome="rejected")
    (project,) = build.projects(edition, 1)
    project.proposal = kept
    project.save()
    groups = resident.get(f"/nl{LIST}").context["groups"]
    assert [[item.number for item in items] for _heading, items in groups] == [[1], [2]]


@pytest.mark.parametrize(("language", "reason"), [("nl", "Te duur."), ("fr", "Trop cher.")])
def test_a_decision_is_read_with_its_reason_in_ones_own_language(
    resident: Client, edition: Edition, language: str, reason: str
) -> None:
    proposal = build.proposal(edition, 1, outcome="rejected")
    Review.objects.create(
        proposal=proposal,
        outcome="rejected",
        reason_nl="Te duur.",
        reason_fr="Trop cher.",
        at=build.NOW,
    )
    text = resident.get(f"/{language}{LIST}1/").content.decode()
    assert reason in text
    assert "Amina Peeters" not in text


def test_a_merged_proposal_points_to_the_one_that_goes_on(
    resident: Client, edition: Edition
) -> None:
    one, other = build.proposal(edition, 1, outcome="merged"), build.proposal(edition, 2)
    Review.objects.create(
        proposal=one,
        outcome="merged",
        reason_nl="Zelfde",
        reason_fr="Même",
        merged_into=other,
        at=build.NOW,
    )
    assert f"{LIST}2/" in resident.get(f"/nl{LIST}1/").content.decode()
    assert resident.get(f"/nl{LIST}2/").context["absorbed"] == [one]


def test_a_text_in_one_language_is_marked_as_such(resident: Client, edition: Edition) -> None:
    build.proposal(edition, 1, title_fr="", source_language="nl")
    text = resident.get(f"/fr{LIST}1/").content.decode()
    assert '<h1 lang="nl">Voorstel 1</h1>' in text


def test_what_a_resident_writes_is_never_markup(resident: Client, edition: Edition) -> None:
    build.proposal(edition, 1, title_nl="<script>x</script>", summary_nl="<b>y</b>")
    text = resident.get(f"/nl{LIST}1/").content.decode()
    assert "<script>x" not in text
    assert "<b>y" not in text


def test_an_imported_edition_shows_its_projects_and_source(
    resident: Client, council: Council
) -> None:
    imported = build.edition(council, "2023", phase=Phase.CLOSED, source="https://pabulib.org")
    BallotProject.objects.create(
        edition=imported,
        code="W1",
        number=1,
        title_source="Zielony projekt",
        source_language="pl",
        cost_cents=100,
    )
    for address in ("", "proposals/", "proposals/1/"):
        text = resident.get(f"/nl/c/demo-laken/2023/{address}").content.decode()
        assert 'lang="pl">Zielony projekt' in text
    assert "https://pabulib.org" in text


def test_an_unknown_number_is_not_found(resident: Client, edition: Edition) -> None:
    assert resident.get(f"/nl{LIST}99/").status_code == 404


def test_a_draft_is_closed_to_the_public(resident: Client, edition: Edition) -> None:
    Edition.objects.update(phase=Phase.DRAFT)
    for address in (LIST, f"{LIST}1/", f"{LIST}new/"):
        assert resident.get(f"/nl{address}").status_code == 403

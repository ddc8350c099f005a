"""Handing in again a project that got no money."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from budgeting.clock import SetClock
from budgeting.models import Edition, ResultState
from budgeting.phases import Phase
from proposals.services.again import call_of, words_of
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> Edition:
    made = build.edition(slug="2025", phase=Phase.REALISATION, result_state=ResultState.FINAL)
    build.projects(made, 2)
    return made


@pytest.fixture
def call(earlier: Edition) -> Edition:
    return build.edition(earlier.council, slug="2027", phase=Phase.CALL)


def test_the_form_starts_with_the_words_of_the_earlier_project(call: Edition) -> None:
    build.theme(call)
    with override("nl"):
        words = words_of("2025/2", call)
    assert (words["title"], words["summary"], words["place"]) == ("Project 2", "Uitleg.", "Plein")
    assert words["cost"] == "100.000"
    assert words["theme"] == call.themes.get().pk


def test_only_projects_of_the_same_council_with_a_result_can_be_named(call: Edition) -> None:
    other = build.edition(build.council("other"), phase=Phase.CALL)
    assert words_of("2025/2", other) == {}
    build.projects(build.edition(call.council, slug="2026", phase=Phase.PUBLICATION), 1)
    for wrong in ("", "2026/1", "2025/9", "2025/", "2025/x", "2025/²", "/1", "2025/" + "9" * 30):
        assert words_of(wrong, call) == {}


def test_the_call_is_the_one_that_takes_proposals_now(call: Edition) -> None:
    at = SetClock(NOW).now()
    assert call_of(call.council, at=at) == call
    assert call_of(call.council, at=at + timedelta(days=400)) is None


def test_the_page_shows_the_words_and_keeps_what_is_typed(call: Edition) -> None:
    call.call_opens_at, call.call_closes_at = NOW - timedelta(days=9999), NOW + timedelta(days=9999)
    call.save()
    address = f"/nl/c/{call.address}/proposals/new/?again=2025/1"
    assert 'value="Project 1"' in Client().get(address).content.decode()
    typed = Client().post(address, {"title": "Iets anders"}).content.decode()
    assert 'value="Iets anders"' in typed
    assert 'value="Project 1"' not in typed

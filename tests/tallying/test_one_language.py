"""What exists in French only is shown to who reads Dutch, and the page says that it is French."""

import re
from pathlib import Path

import pytest
from django.test import Client

from budgeting.languages import localised
from budgeting.models import Edition
from budgeting.phases import Phase
from proposals.models import BallotProject
from tests import build
from tests.tallying.test_results import finished
from tests.triggers import lifted
from tests.voting.booth import Booth, code_for, open_now

pytestmark = pytest.mark.django_db

FRENCH = {"title_nl": "", "summary_nl": "", "place_nl": "", "realised_by_nl": ""}
NOTE = "Getoond in het Frans"
PUBLIC = "/nl/c/demo-laken/2026/"


@pytest.fixture
def call() -> Edition:
    edition = build.edition(phase=Phase.CALL)
    build.proposal(edition, 1, description_fr="Une longue explication.", **FRENCH)
    build.proposal(edition, 2)
    return edition


@pytest.fixture
def vote() -> Edition:
    """A vote cannot start with such a project; the pages do not rely on that."""
    edition = open_now(2)
    with lifted():
        BallotProject.objects.filter(number=1).update(**FRENCH)
    return edition


def read(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def marked(page: str, text: str) -> bool:
    """Whether the text stands in an element of its own that is marked as French."""
    return bool(re.search(rf'lang="fr"[^>]*>(?:<[^>]*>|[\s\d.])*{re.escape(text)}', page))


@pytest.mark.parametrize("address", [PUBLIC, f"{PUBLIC}proposals/", f"{PUBLIC}proposals/1/"])
def test_a_proposal_in_french_alone_is_shown_and_marked(call: Edition, address: str) -> None:
    page = read(address)
    assert marked(page, "Proposition 1")
    assert page.count(NOTE) == 1
    assert "Proposition 2" not in page


def test_every_part_of_the_proposal_is_marked(call: Edition) -> None:
    page = read(f"{PUBLIC}proposals/1/")
    for text in ("<p>Une courte explication.", "<p>Une longue explication."):
        assert marked(page, text)


def test_a_text_in_another_language_than_its_title_has_a_note_of_its_own(call: Edition) -> None:
    call.proposals.filter(number=1).update(title_nl="Voorstel 1")
    page = read(f"{PUBLIC}proposals/1/")
    assert '<h1 lang="nl">Voorstel 1' in page
    assert page.count(NOTE) == 2


@pytest.mark.parametrize("address", [PUBLIC, f"{PUBLIC}proposals/"])
def test_a_project_in_french_alone_is_shown_and_marked(vote: Edition, address: str) -> None:
    page = read(address)
    assert marked(page, "Projet 1")
    assert NOTE in page


def test_the_fixed_rules_are_read_in_the_language_that_is_there() -> None:
    project = {"title": {"nl": "", "fr": "Projet 1", "source": "x"}}
    assert localised(project, "title", "nl") == ("Projet 1", "fr")
    assert localised({"title": {"source": "Projekt"}}, "title", "nl") == ("Projekt", "nl")


def test_the_booth_marks_what_is_in_another_language(vote: Edition) -> None:
    booth = Booth()
    booth.enter(code_for(vote))
    booth.fill(project=["1", "2"])
    for name in ("ballot", "check"):
        page = read(f"/nl/vote/{name}/", booth.client)
        assert marked(page, "Projet 1")
        assert page.count(NOTE) == 1
    for text in ("Explication.", "Place"):
        assert marked(read("/nl/vote/ballot/", booth.client), text)


@pytest.mark.parametrize("part", ["result/", "result/1/"])
def test_the_result_marks_what_is_in_another_language(tmp_path: Path, part: str) -> None:
    edition = finished(tmp_path, *["online,1"] * 6)
    BallotProject.objects.filter(number=1).update(title_nl="", title_en="", title_fr="Projet 1")
    page = read(f"/nl/c/{edition.council.slug}/{edition.slug}/{part}")
    assert marked(page, "Projet 1")
    assert NOTE in page


def test_an_english_list_is_not_dotted_with_notes(call: Edition) -> None:
    page = read(f"{PUBLIC}proposals/".replace("nl", "en", 1))
    assert "Shown in" not in page
    assert 'lang="nl">Voorstel 2' in page
    assert "Shown in French" in read(f"{PUBLIC}proposals/1/".replace("nl", "en", 1))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_page_in_its_own_language_says_nothing(language: str) -> None:
    build.proposal(build.edition(phase=Phase.CALL), 2)
    for part in ("", "proposals/", "proposals/2/"):
        page = read(f"{PUBLIC}{part}".replace("nl", language, 1))
        assert "shown-in" not in page

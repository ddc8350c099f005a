"""How a result came about, for everybody: step by step, beside the other rule, as plain text."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from budgeting.models import Edition
from tallying.models import Tally
from tallying.services.importing import import_pabulib
from tallying.services.loading import load_edition
from tallying.services.result_course import Course, Round, course_of
from tallying.services.results import result_of
from tallying.views.story_text import WIDTH
from tallying.wording_course import how_it_goes, how_tied, what_happened, who_paid, why_it_stopped
from tests import build
from tests.build import NOW
from tests.tallying.files import DEMO, document, votes, written
from tests.triggers import lifted

pytestmark = pytest.mark.django_db
PAGES = ("rounds/", "rounds/2/", "compare/", "story.txt")
NEW = ("winners_per_voter", "preferred", "fairness", "rounds", "turns", "next_share", "next_cost")


@pytest.fixture
def demo() -> Edition:
    return load_edition(DEMO / "laken-2025.json").edition


def pabulib(folder: Path, projects: str, ballots: str, budget: int = 100) -> Edition:
    head = f"META\nkey;value\nunit;Town\ninstance;2023\nbudget;{budget}\nvote_type;approval\n"
    head += "rule;equalshares/add1\ncurrency;EUR\n"
    path = folder / "town.pb"
    lines = [f"{number};{vote}" for number, vote in enumerate(ballots.split(), 1)]
    path.write_text(
        f"{head}PROJECTS\nproject_id;cost;name\n{projects}\nVOTES\nvoter_id;vote\n"
        + "\n".join(lines)
        + "\n",
        encoding="utf-8",
    )
    return import_pabulib(path, council="town", edition="2023").edition


def address(edition: Edition, page: str, language: str = "nl") -> str:
    return f"/{language}/c/{edition.council.slug}/{edition.slug}/explained/{page}"


def courses(edition: Edition) -> list[Course]:
    result = result_of(edition)
    assert result is not None
    return [course_of(tally, result.rows, edition.budget_cents) for tally in result.tallies]


def test_every_round_says_who_paid_and_what_is_left(demo: Edition) -> None:
    course, greedy = courses(demo)
    assert [step.number for step in course.rounds] == list(range(1, 12))
    for step in course.rounds:
        cost = step.project.cost_cents
        assert step.left == demo.budget_cents - step.before - cost
        assert step.full + step.less == step.supporters
        assert 0 <= cost - step.full * (step.price or 0) - step.less_paid <= step.full + 1
    result = result_of(demo)
    assert result is not None
    assert course.rounds[-1].left == demo.budget_cents - result.spent
    assert [one.project.number for one in course.short] == [5, 2, 4, 3, 10]
    assert [turn.before for turn in greedy.turns][:2] == [30_000_000, 20_400_000]
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            check_words(demo, course, greedy)


def check_words(demo: Edition, course: Course, greedy: Course) -> None:
    told = [
        *how_it_goes(course, demo),
        *how_it_goes(greedy, demo),
        why_it_stopped(course, demo),
        *(who_paid(step, demo) for step in course.rounds),
        *(what_happened(turn, demo) for turn in greedy.turns),
    ]
    assert all(text.endswith(".") for text in told)
    assert not any(word in text for text in told for word in ("None", "%(", "{"))


def test_the_pages_are_there_in_each_language_and_so_is_the_text(demo: Edition) -> None:
    for language, title in (("nl", "Resultaat"), ("fr", "Résultat"), ("en", "Result")):
        pages = {page: Client().get(address(demo, page, language)) for page in PAGES}
        assert {page.status_code for page in pages.values()} == {200}
        text = pages["story.txt"].content.decode()
        assert text.startswith(title)
        assert text.endswith("\n")
        assert max(len(line) for line in text.splitlines()) <= max(WIDTH, 80)
        assert pages["story.txt"]["Content-Language"] == language
    shown = Client().get(address(demo, "compare/", "en")).content.decode()
    assert "Voters who see more money go to their projects" in shown
    assert Client().get(address(demo, "rounds/3/")).status_code == 404
    assert Client().get(address(demo, "rounds/0/")).status_code == 404


def test_a_tally_of_before_still_shows(demo: Edition) -> None:
    for tally in Tally.objects.filter(edition=demo):
        old = {key: value for key, value in tally.outcome.items() if key != "differences"}
        old["story"] = {key: old["story"][key] for key in old["story"] if key not in NEW}
        with lifted():
            Tally.objects.filter(pk=tally.pk).update(outcome=old)
    course, greedy = courses(demo)
    assert len(course.rounds) == 11
    assert not course.rounds[0].told
    assert [turn.project.number for turn in greedy.turns][:3] == [1, 2, 3]
    for page in PAGES:
        assert Client().get(address(demo, page)).status_code == 200
    base = f"/nl/c/{demo.council.slug}/{demo.slug}/result/"
    assert Client().get(base).status_code == Client().get(f"{base}2/").status_code == 200


def test_without_a_result_there_is_nothing_to_explain(tmp_path: Path) -> None:
    edition = load_edition(written(tmp_path, document()), ballots=votes(tmp_path, "online,1"))
    for page in PAGES:
        assert Client().get(address(edition.edition, page)).status_code == 404


def test_any_code_of_a_project_can_be_reached(tmp_path: Path) -> None:
    codes = ("rounds", "compare", "explained/rounds", "story.txt")
    lines = "\n".join(f"{code};20;Boom {number}" for number, code in enumerate(codes))
    edition = pabulib(tmp_path, lines, ",".join(codes))
    for code in codes:
        page = Client().get(f"/nl/c/town/2023/result/{code}/")
        assert page.status_code == 200
    assert Client().get(address(edition, "rounds/")).status_code == 200


def test_a_tie_says_with_whom_and_what_decided(tmp_path: Path) -> None:
    edition = pabulib(tmp_path, "a;50;Boom\nb;50;Bank\nc;90;Brug", "a,b a,b a,b a,b,c")
    with translation.override("en"):
        told = [how_tied(step) for step in courses(edition)[0].rounds]
    assert told == ["Project 1 was equal: a public draw decided.", ""]


def test_when_it_stopped_because_nothing_fits_it_says_so(tmp_path: Path) -> None:
    edition = pabulib(tmp_path, "a;50;Boom\nb;50;Bank", "a,b a,b")
    course = courses(edition)[0]
    with translation.override("en"):
        assert why_it_stopped(course, edition) == "No project that people chose fits any more."


def test_who_paid_how_much_is_not_told_where_ballots_are_kept_back(tmp_path: Path) -> None:
    edition = pabulib(tmp_path, "a;50;Boom\nb;50;Bank", "a a,b a,b b b b")
    project = edition.ballot_projects.get(code="a")
    step = Round(1, project, 9, price=1000, full=7, less=2, less_paid=500, before=0, left=0)
    with translation.override("en"):
        assert "2 others gave all that they had left: €5" in who_paid(step, edition)
        kept_back = replace(step, price=None, full=0, less=0, less_paid=0)
        told = "9 people chose it and paid for it together."
        assert who_paid(kept_back, edition) == told


def test_who_lost_reads_how_to_object_and_to_hand_in_again(tmp_path: Path) -> None:
    days = {"call": [-90, -60], "vote": [-50, -40]}
    text = document(phase="council_review", calendar_days=days)
    ballots = votes(tmp_path, *["online,1"] * 6, "online,2")
    edition = load_edition(written(tmp_path, text), ballots=ballots).edition
    council = edition.council
    council.contact_email, council.contact_phone = "raad@example.be", "02 279 00 00"
    council.save()
    base = f"/en/c/{council.slug}/{edition.slug}/result/"
    lost, won = (Client().get(f"{base}{code}/").content.decode() for code in "21")
    assert "Object to this result" not in won
    assert "mailto:raad@example.be?subject=" in lost
    assert 'href="tel:022790000"' in lost
    assert "By post or at a desk" in lost
    assert "In the next call you can hand in this project again." in lost
    call = build.edition(council, slug="2027", phase="call", closes_at=None)
    call.call_opens_at, call.call_closes_at = NOW - timedelta(days=9999), NOW + timedelta(days=9999)
    call.save()
    again = f"/en/c/{call.address}/proposals/new/?again={edition.slug}/2"
    assert again in Client().get(f"{base}2/").content.decode()

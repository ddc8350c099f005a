"""How did it go? A form without a name, on paper too, and what may be told of the answers."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Evaluation, Record, User
from budgeting.phases import Phase
from budgeting.services.evaluating import Answers, evaluate, report_of
from budgeting.views.evaluation import PER_DEVICE
from tests import build
from tests.people import SignIn

FORM = "/nl/c/demo-laken/2026/evaluation/"
DESK = "/nl/desk/demo-laken/2026/evaluation/"
ALL_FIVES = {"easy": "5", "understood": "5", "heard": "5", "again": "5"}


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council, phase=Phase.COUNTING)


def fill(edition: Edition, channel: str, *marks: int, words: str = "") -> None:
    for mark in marks:
        evaluate(edition, Answers({"easy": mark, "heard": mark}, words, "nl", channel))


def test_a_visitor_says_how_it_went(resident: Client, edition: Edition) -> None:
    answer = resident.post(FORM, {"easy": "4", "words": "Goed"})
    assert answer.headers["Location"] == f"{FORM}sent/"
    assert resident.get(f"{FORM}sent/").status_code == 200
    stored = Evaluation.objects.get()
    assert (stored.easy, stored.heard, stored.words) == (4, None, "Goed")
    assert (stored.channel, stored.language) == ("online", "nl")
    assert not Record.objects.filter(event__startswith="evaluation").exists()


def test_a_form_keeps_a_day_and_no_hour(edition: Edition, clock: SetClock) -> None:
    made = evaluate(edition, Answers({"easy": 3}, "", "fr"), clock=clock)
    assert made.given_on == date(2026, 6, 1)
    assert {field.name for field in Evaluation._meta.fields} == {
        *("id", "edition", "channel", "language", "words", "given_on"),
        *("easy", "understood", "heard", "again"),
    }


def test_an_empty_form_and_a_strange_mark_stay_in_the_form(
    resident: Client, edition: Edition
) -> None:
    for given in ({}, {"easy": "6"}, {"easy": "x", "words": "Tekst"}):
        page = resident.post(FORM, given)
        assert page.status_code == 200
        assert page.context["form"].errors
    assert page.context["form"]["words"].value() == "Tekst"
    assert not Evaluation.objects.exists()


def test_a_code_is_cut_out_of_the_words(resident: Client, edition: Edition) -> None:
    resident.post(FORM, {"words": "Mijn code is vzp2-d286-fu5y-rmu3-eq, hij werkte."})
    assert "d286" not in Evaluation.objects.get().words


def test_a_robot_is_thanked_and_nothing_is_stored(resident: Client, edition: Edition) -> None:
    assert resident.post(FORM, {"website": "https://spam.example", "words": "x"}).status_code == 302
    assert not Evaluation.objects.exists()


def test_too_many_from_one_device_are_braked_and_kept(resident: Client, edition: Edition) -> None:
    for _time in range(PER_DEVICE):
        assert resident.post(FORM, ALL_FIVES).status_code == 302
    braked = resident.post(FORM, {"words": "Nog een"})
    assert braked.status_code == 429
    assert braked.context["form"]["words"].value() == "Nog een"
    assert Evaluation.objects.count() == PER_DEVICE


@pytest.mark.parametrize("phase", [Phase.CALL, Phase.VOTING, Phase.CLOSED])
def test_before_the_end_of_the_vote_and_after_the_edition_nobody_is_asked(
    resident: Client, edition: Edition, phase: Phase
) -> None:
    Edition.objects.update(phase=phase)
    assert resident.get(FORM).status_code == 400
    assert resident.post(FORM, ALL_FIVES).status_code == 400
    edition.refresh_from_db()
    with pytest.raises(Refused) as refused:
        evaluate(edition, Answers({"easy": 3}, "", "nl"))
    assert refused.value.code == "evaluation_closed"


def test_a_vote_held_elsewhere_is_not_evaluated_here(resident: Client, edition: Edition) -> None:
    Edition.objects.update(source="pabulib")
    assert resident.get(FORM).status_code == 400
    assert resident.get(f"{FORM}report/").status_code == 404


def test_averages_of_a_few_are_not_shown(edition: Edition) -> None:
    fill(edition, "online", 1, 2, 3, 4)
    assert {one.mean for one in report_of(edition).means} == {None}
    fill(edition, "online", 5)
    means = {one.question: one.mean for one in report_of(edition).means}
    assert means == {"easy": 3.0, "understood": None, "heard": 3.0, "again": None}


def test_a_channel_with_a_few_forms_hides_the_other(edition: Edition) -> None:
    fill(edition, "online", *range(1, 6), 5)
    assert (report_of(edition).online, report_of(edition).paper) == (6, 0)
    fill(edition, "paper", 5)
    counted = report_of(edition)
    assert (counted.total, counted.online, counted.paper) == (7, None, None)


def test_the_report_has_a_bar_and_a_line_for_each_question(
    resident: Client, edition: Edition
) -> None:
    fill(edition, "online", 4, 4, 4, 5, 5, words="Alleen voor de Stad")
    build.proposal(edition, 1, submitted_via="paper")
    build.proposal(edition, 2, submitted_via="assisted")
    page = resident.get(f"{FORM}report/")
    assert len(page.context["marks_chart"]) == 2
    assert [line.mean for line in page.context["lines"]] == ["4,4", "", "4,4", ""]
    proposals, forms = page.context["steps"]
    assert (proposals.online, proposals.paper, proposals.assisted) == (0, 1, 1)
    assert (forms.online, forms.paper) == (5, 0)
    assert "Alleen voor de Stad" not in page.content.decode()


def test_the_report_waits_for_the_end_of_the_vote(resident: Client, edition: Edition) -> None:
    Edition.objects.update(phase=Phase.VOTING)
    assert resident.get(f"{FORM}report/").status_code == 404


def test_a_facilitator_types_in_a_form_from_paper(facilitator: User, edition: Edition) -> None:
    client = SignIn(facilitator)
    assert client.post(DESK, ALL_FIVES | {"language": "fr", "words": "Bien"}).status_code == 302
    stored = Evaluation.objects.get()
    assert (stored.channel, stored.language, stored.again) == ("paper", "fr", 5)
    line = Record.objects.get(event="evaluation_typed")
    assert (line.data, line.actor) == ({"channel": "paper"}, f"facilitator:{facilitator.pk}")
    page = client.get(DESK)
    assert "Bien" not in page.content.decode().split("words")[-1]
    assert list(page.context["spoken"]) == []


def test_an_officer_reads_the_words_and_takes_the_table(officer: User, edition: Edition) -> None:
    fill(edition, "online", 4, words="=1+1 mooi")
    client = SignIn(officer)
    assert "=1+1 mooi" in client.get(DESK).content.decode()
    table = client.get(f"{DESK[:-1]}.csv")
    header, line = csv.reader(StringIO(table.content.decode("utf-8-sig")))
    assert dict(zip(header, line, strict=True))["words"] == "'=1+1 mooi"


@pytest.mark.parametrize("who", ["council_member", "stranger"])
def test_others_stay_outside(who: str, request: pytest.FixtureRequest, edition: Edition) -> None:
    client = SignIn(request.getfixturevalue(who))
    for address in (DESK, f"{DESK[:-1]}.csv"):
        assert client.get(address).status_code == 403
    assert client.post(DESK, ALL_FIVES | {"language": "nl"}).status_code == 403


def test_a_facilitator_gets_no_table_of_words(facilitator: User, edition: Edition) -> None:
    assert SignIn(facilitator).get(f"{DESK[:-1]}.csv").status_code == 403


def test_the_blank_form_is_printed_in_both_languages(facilitator: User, edition: Edition) -> None:
    page = SignIn(facilitator).get("/nl/desk/demo-laken/2026/toolbox/evaluation/")
    assert page.content.decode().count("☐") == 2 * 4 * 5


def test_the_edition_leads_to_the_form_and_the_report(resident: Client, edition: Edition) -> None:
    page = resident.get("/nl/c/demo-laken/2026/").content.decode()
    assert f'"{FORM}"' in page
    assert f'"{FORM}report/"' in page
    Edition.objects.update(phase=Phase.VOTING)
    assert FORM not in resident.get("/nl/c/demo-laken/2026/").content.decode()

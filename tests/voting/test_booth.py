"""The booth: from a voting code to a receipt, in three pages."""

from typing import Any

import pytest
from django.db import OperationalError

from tests.voting.booth import Booth, close, code_for, open_now, text_of
from tests.voting.test_casting import choice_in
from voting.codes import grouped
from voting.drafts import COOKIE
from voting.models import Channel, Credential, Envelope, SupersededEnvelope

pytestmark = pytest.mark.django_db


def test_a_resident_votes_with_the_code_of_the_letter() -> None:
    code = code_for(open_now())
    booth = Booth()
    assert booth.enter(code)["Location"] == "/nl/vote/ballot/"
    assert "Groen" in text_of(booth.page("ballot"))
    assert booth.fill(project=["1", "3"])["Location"] == "/nl/vote/check/"
    assert not Envelope.objects.exists()
    assert "Project 3" in text_of(booth.page("check"))
    assert booth.cast()["Location"] == "/nl/vote/done/"
    envelope = Envelope.objects.get()
    assert choice_in(envelope) == ["1", "3"]
    assert grouped(envelope.receipt) in text_of(booth.page("done"))


@pytest.mark.parametrize("spell", [str.upper, grouped, lambda code: f"  {code[:5]} {code[5:]}\n"])
def test_a_code_may_be_typed_in_any_dress(spell: Any) -> None:
    code = code_for(open_now())
    assert Booth().enter(spell(code)).status_code == 302


def test_opening_the_last_page_again_casts_nothing() -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1)
    booth.page("done")
    assert booth.cast()["Location"] == "/nl/vote/done/"
    assert Envelope.objects.get().changes == 0


def test_going_back_and_casting_again_is_a_change() -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1)
    booth.fill(project=["2"])
    booth.cast()
    envelope = Envelope.objects.get()
    assert (choice_in(envelope), envelope.changes) == (["2"], 1)
    assert SupersededEnvelope.objects.count() == 1


def test_a_page_with_the_choices_is_not_there_after_the_cast() -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1, 2)
    assert booth.page("check")["Location"] == "/nl/vote/done/"
    assert "checked" not in text_of(booth.page("ballot"))


def test_a_wrong_ballot_comes_back_as_it_was_filled_in() -> None:
    limited = {"type": "approval", "min": 1, "max": 2}
    booth = Booth()
    booth.enter(code_for(open_now(ballot_format=limited)))
    answer = booth.fill(project=["1", "2", "4"])
    assert answer.status_code == 422
    assert text_of(answer).count(" checked") == 3
    assert text_of(booth.page("ballot")).count(" checked") == 3
    assert booth.page("check")["Location"] == "/nl/vote/ballot/"


@pytest.mark.parametrize(
    ("fmt", "posted", "cast"),
    [
        ({"type": "knapsack"}, {"project": ["2", "3"]}, ["2", "3"]),
        ({"type": "points", "total": 5}, {"p1": "2", "p4": "3"}, {"1": 2, "4": 3}),
        ({"type": "ranking", "max": 3}, {"p3": "1", "p1": "2"}, ["3", "1"]),
        ({"type": "score", "max": 5}, {"p2": "5", "p1": "", "p3": "0"}, {"2": 5}),
        ({"type": "approval", "min": 0}, {}, []),
    ],
)
def test_every_format_can_be_filled_in(fmt: Any, posted: Any, cast: Any) -> None:
    booth = Booth()
    booth.enter(code_for(open_now(ballot_format=fmt)))
    assert booth.page("ballot").status_code == 200
    assert booth.fill(**posted).status_code == 302
    assert booth.page("check").status_code == 200
    booth.cast()
    assert choice_in(Envelope.objects.get()) == cast


@pytest.mark.parametrize(
    ("fmt", "posted"),
    [
        ({"type": "knapsack"}, {"project": ["1", "2", "3", "4"]}),
        ({"type": "points", "total": 5}, {"p1": "6"}),
        ({"type": "points", "total": 5, "max_per_project": 3}, {"p1": "3", "p2": "3"}),
        ({"type": "points", "total": 5}, {"p1": "two"}),
        ({"type": "ranking", "max": 3}, {"p3": "1", "p1": "1"}),
        ({"type": "approval"}, {"project": ["99"]}),
        ({"type": "approval"}, {"project": ["x' OR 1"]}),
        ({"type": "approval"}, {}),
    ],
)
def test_a_ballot_against_the_format_never_reaches_the_box(fmt: Any, posted: Any) -> None:
    booth = Booth()
    booth.enter(code_for(open_now(budget_cents=20_000_000, ballot_format=fmt)))
    assert booth.fill(**posted).status_code == 422
    booth.cast()
    assert not Envelope.objects.exists()


def test_typed_text_that_is_no_number_is_shown_again() -> None:
    booth = Booth()
    booth.enter(code_for(open_now(ballot_format={"type": "points", "total": 5})))
    answer = text_of(booth.fill(p1="two", p2="1"))
    assert 'value="two"' in answer
    assert 'href="#p1"' in answer


def test_without_scripts_the_count_is_renewed_by_a_button() -> None:
    booth = Booth()
    booth.enter(code_for(open_now(ballot_format={"type": "points", "total": 9})))
    assert booth.fill(p1="4", recount="1")["Location"] == "/nl/vote/ballot/"
    assert "<strong data-count-now>4</strong>" in text_of(booth.page("ballot"))


def test_the_choice_survives_a_lost_page_and_waits_for_the_same_code() -> None:
    code = code_for(open_now())
    booth = Booth()
    booth.enter(code)
    booth.fill(project=["2"])
    assert booth.enter(code).status_code == 302
    assert text_of(booth.page("ballot")).count(" checked") == 1


def test_another_code_on_the_same_device_starts_with_an_empty_ballot() -> None:
    edition = open_now()
    booth = Booth()
    booth.enter(code_for(edition))
    booth.fill(project=["2"])
    booth.enter(code_for(edition))
    assert " checked" not in text_of(booth.page("ballot"))


def test_after_the_close_a_kind_page_comes_and_the_draft_stays() -> None:
    edition = open_now()
    booth = Booth()
    booth.enter(code_for(edition))
    booth.fill(project=["2"])
    before = booth.client.cookies["wijkstem_booth"].value
    close(edition)
    answer = booth.cast()
    assert (answer.status_code, Envelope.objects.exists()) == (409, False)
    assert "wijkstem_booth" not in answer.cookies
    assert booth.client.cookies["wijkstem_booth"].value == before


def test_a_counted_paper_ballot_is_named_and_not_asked_again() -> None:
    code = code_for(open_now())
    booth = Booth()
    booth.vote(code, 1)
    Envelope.objects.update(channel=Channel.PAPER)
    assert 'name="project"' not in text_of(booth.page("ballot"))
    assert booth.fill(project=["2"]).status_code == 409


def test_a_code_that_is_taken_back_while_somebody_votes_casts_nothing() -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    booth.fill(project=["1"])
    Credential.objects.update(state="void")
    assert booth.cast().status_code == 409
    assert not Envelope.objects.exists()


def test_the_holder_of_the_code_learns_whether_a_receipt_is_current() -> None:
    edition = open_now()
    booth, other = Booth(), Booth()
    booth.vote(code_for(edition), 1)
    first = Envelope.objects.get().receipt
    booth.fill(project=["2"])
    booth.cast()
    other.vote(code_for(edition), 3)
    second, foreign = booth.page("done"), Envelope.objects.exclude(changes=1).get().receipt
    current = Envelope.objects.get(changes=1).receipt
    assert grouped(current) in text_of(second)
    said = {
        receipt: booth.client.post("/nl/vote/receipt/", {"receipt": receipt}).context["answer"]
        for receipt in (current.upper(), grouped(first), foreign)
    }
    assert list(said.values()) == ["current", "replaced", "other"]
    never_issued = booth.client.post("/nl/vote/receipt/", {"receipt": "2" * 18})
    assert never_issued.status_code == 422


def test_somebody_can_erase_everything_from_a_device() -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1)
    booth.client.post("/nl/vote/leave/")
    assert booth.page("done")["Location"] == "/nl/vote/?again"
    assert Envelope.objects.exists()


@pytest.mark.parametrize(
    "where", ["voting.services.casting.locks.shared", "voting.models.Envelope.save"]
)
def test_a_busy_database_says_that_nothing_was_cast_and_keeps_the_choices(
    where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_for(open_now())
    booth = Booth()
    booth.enter(code)
    booth.fill(project=["1", "3"])

    def locked(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as busy:
        busy.setattr(where, locked)
        answer = booth.cast()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies.get(COOKIE)
    assert 'action="/nl/vote/check/"' in text_of(answer)
    assert "OperationalError" in caplog.text
    assert code not in caplog.text
    assert not Envelope.objects.exists()
    assert booth.cast()["Location"] == "/nl/vote/done/"
    assert choice_in(Envelope.objects.get()) == ["1", "3"]

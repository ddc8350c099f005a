"""Tallies in the background: who may start one, what it keeps, and what it finds again."""

import pytest
from django.test import Client

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from tallying.models import RunState, Tally, TallyRun
from tallying.services.runs import (
    ask_for_tally,
    carry_out,
)
from tallying.services.tallying_up import run_tally
from tests import build
from tests.people import SignIn
from tests.tallying.engines_at_hand import Noted, interrupted
from voting.models import Ballot

pytestmark = pytest.mark.django_db
# Four voters share as much as a real town: raises of one euro would take long.
COARSE = build.MES | {"step": "1000"}


@pytest.fixture
def counting(council: Council) -> Edition:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


def test_the_first_result_is_provisional_and_stands_in_the_audit_trail(counting: Edition) -> None:
    tallies = run_tally(counting)
    counting.refresh_from_db()
    assert counting.result_state == "provisional"
    assert [tally.decides for tally in tallies] == [True, False]
    line = Record.objects.get(event="tally")
    assert line.data["digests"] == [tally.digest for tally in tallies]


def test_the_same_ballots_are_not_counted_twice(counting: Edition) -> None:
    first = run_tally(counting)
    again = run_tally(counting)
    assert [tally.pk for tally in again] == [tally.pk for tally in first]
    assert Tally.objects.count() == 2
    assert Record.objects.filter(event="tally").count() == 1


def test_a_sealed_box_is_not_counted(clock: object) -> None:
    edition = build.voting(phase=Phase.PUBLICATION)
    with pytest.raises(Refused) as early:
        ask_for_tally(edition, by=None)
    assert early.value.code == "not_counting"
    Edition.objects.filter(pk=edition.pk).update(phase=Phase.COUNTING)
    edition.refresh_from_db()
    with pytest.raises(Refused) as sealed:
        ask_for_tally(edition, by=None)
    assert sealed.value.code == "links_not_destroyed"


def test_a_second_question_joins_the_run_that_is_under_way(counting: Edition) -> None:
    first, new = ask_for_tally(counting, by=None)
    second, newer = ask_for_tally(counting, by=None)
    assert (first, new, newer) == (second, True, False)
    carry_out(first.pk)
    first.refresh_from_db()
    assert (first.state, first.percent) == (RunState.DONE, 100)


def test_a_finished_count_is_found_and_no_engine_runs_again(counting: Edition) -> None:
    noted = Noted()
    for _press in range(2):
        run, new = ask_for_tally(counting, by=None)
        assert new
        carry_out(run.pk, engines=noted.engines())
        run.refresh_from_db()
        assert run.state == RunState.DONE
    assert noted.counted == noted.checked == ["mes-cost", "greedy-votes"]
    assert Tally.objects.count() == 2


def test_a_run_says_what_it_is_at(counting: Edition) -> None:
    seen: list[tuple[str, int, int]] = []

    def look() -> None:
        run = TallyRun.objects.get()
        seen.append((run.stage, run.rule_number, run.rule_count))
        assert run.state == RunState.RUNNING
        assert 0 < run.percent < 100

    run, _ = ask_for_tally(counting, by=None)
    carry_out(run.pk, engines=interrupted(look))
    assert seen == [("checking", 1, 2), ("checking", 2, 2)]


def test_what_goes_wrong_is_kept_as_a_code(counting: Edition) -> None:
    counting.rule = {"version": 1, "rule": "no-such-rule"}
    counting.save()
    run, _ = ask_for_tally(counting, by=None)
    carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "rule_not_known")


def test_a_council_member_starts_the_count_and_sees_it_end(
    counting: Edition, council_member: User, django_capture_on_commit_callbacks: object
) -> None:
    client = SignIn(council_member)
    page = f"/nl/desk/{counting.council.slug}/{counting.slug}/tally/"
    assert b"http-equiv" not in client.get(page).content
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert client.post(page, {"seed": "12 7"}).status_code == 302
    assert TallyRun.objects.get().state == RunState.DONE
    assert Tally.objects.filter(decides=True, seed="").exists(), "no seed is taken at the count"
    assert client.get(page).status_code == 200


def test_a_page_of_a_run_under_way_renews_itself(counting: Edition, officer: User) -> None:
    ask_for_tally(counting, by=officer)
    page = f"/nl/desk/{counting.council.slug}/{counting.slug}/tally/"
    assert b'http-equiv="refresh" content="2"' in SignIn(officer).get(page).content


def test_nobody_else_may_start_it(
    counting: Edition, facilitator: User, stranger: User, resident: Client
) -> None:
    page = f"/nl/desk/{counting.council.slug}/{counting.slug}/tally/"
    for client in (SignIn(facilitator), SignIn(stranger), resident):
        assert client.post(page).status_code == 403
        assert client.post(f"{page}cancel/").status_code == 403
    assert not TallyRun.objects.exists()

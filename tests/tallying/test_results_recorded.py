"""Only what the audit trail names is a result: rows that were put beside it are not served."""

from typing import Any

import pytest
from django.test import Client

from budgeting.chain import Problem
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record
from budgeting.phases import Phase
from budgeting.services.recording import record
from budgeting.services.verifying import verify_records
from tallying.models import RunState, Tally
from tallying.services.results import result_of
from tallying.services.runs import ask_for_tally, carry_out
from tallying.services.tallying_up import run_tally, standing_tallies
from tests import build
from tests.triggers import lifted
from voting.models import Ballot

pytestmark = pytest.mark.django_db
# Four voters share as much as a real town: raises of one euro would take long.
COARSE = build.MES | {"step": "1000"}
FORGED = "sha256:" + "f" * 64


@pytest.fixture
def counting(council: Council) -> Edition:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


def forged(edition: Edition, **fields: Any) -> Tally:
    """A row that somebody wrote into the database by hand: another project wins."""
    made = {
        "rule": COARSE,
        "decides": True,
        "outcome": {"selected": ["4"]},
        "digest": FORGED,
        "milliseconds": 1,
        "at": build.NOW,
    }
    return Tally.objects.create(edition=edition, **(made | fields))


def unrecorded() -> bool:
    return Problem(0, "unrecorded") in verify_records()


def test_a_row_put_beside_a_result_is_not_served_and_the_check_says_so(counting: Edition) -> None:
    tallies = run_tally(counting)
    assert not unrecorded()
    first = tallies[0]
    forged(counting, rule=first.rule, seed=first.seed, input_digest=first.input_digest)
    assert standing_tallies(counting) == tallies == run_tally(counting)
    assert unrecorded()
    assert Record.objects.filter(event="tally").count() == 1


def test_a_row_of_before_the_count_is_passed_over(counting: Edition) -> None:
    genuine = [tally.digest for tally in run_tally(counting)]
    kept = Tally.objects.get(digest=genuine[0])
    with lifted():
        Tally.objects.all().delete()
        Record.objects.all().delete()
    forged(counting, rule=kept.rule, seed=kept.seed, input_digest=kept.input_digest)
    assert standing_tallies(counting) == []
    assert [tally.digest for tally in run_tally(counting)] == genuine


def test_a_row_with_the_digest_of_the_result_stops_the_count(counting: Edition) -> None:
    digest = run_tally(counting)[0].digest
    with lifted():
        Tally.objects.all().delete()
        Record.objects.all().delete()
    forged(counting, digest=digest)
    run, _new = ask_for_tally(counting, by=None)
    carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "tally_not_recorded")
    assert Tally.objects.count() == 1
    assert standing_tallies(counting) == []
    with pytest.raises(Refused):
        run_tally(counting)


def test_of_two_rows_that_lines_name_the_first_stands(counting: Edition) -> None:
    tallies = run_tally(counting)
    later = forged(counting, rule=tallies[0].rule, seed=tallies[0].seed)
    record("tally", edition=counting, data={"input": "", "digests": [later.digest]})
    assert not unrecorded()
    assert standing_tallies(counting) == tallies


def test_a_line_of_another_edition_names_nothing_here(counting: Edition) -> None:
    tallies = run_tally(counting)
    other = build.edition(counting.council, "other", phase=Phase.COUNTING, rule=COARSE)
    first = tallies[0]
    copy = {"rule": first.rule, "seed": first.seed, "digest": first.digest}
    forged(other, outcome=first.outcome, **copy)
    assert standing_tallies(other) == []
    assert unrecorded()


def test_the_seed_of_a_row_that_no_line_names_is_not_taken(counting: Edition) -> None:
    run_tally(counting)
    forged(counting, seed="chosen")
    assert {tally.seed for tally in run_tally(counting)} == {""}


def test_a_rule_that_stood_beside_another_may_decide_now(counting: Edition) -> None:
    """As in a database of before, where an edition without a vote could change its rule."""
    decided, beside = run_tally(counting)
    counting.rule, counting.shadow_rules = beside.rule, [decided.rule]
    counting.phase = Phase.COUNCIL_REVIEW
    with lifted():
        counting.save()
    assert standing_tallies(counting) == [beside, decided] == run_tally(counting)
    result = result_of(counting)
    assert result is not None
    assert result.deciding == beside
    base = f"/en/c/{counting.council.slug}/{counting.slug}/"
    told = ("explained/rounds/", "explained/rounds/2/", "explained/compare/", "explained/story.txt")
    for page in (*told, "result/", "result/1/", "result/4/"):
        assert Client().get(f"{base}{page}").status_code == 200, page

"""No result is published before two engines agree on it."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from tallying.models import RunState, Tally
from tallying.services.conditions import there_is_a_result
from tallying.services.engines import ENGINES
from tallying.services.runs import ask_for_tally, carry_out
from tallying.services.steps import move_on
from tallying.services.tallying_up import run_tally
from tests import build
from tests.people import SignIn
from tests.tallying.engines_at_hand import Erring
from voting.models import Ballot

pytestmark = pytest.mark.django_db
ERRING = replace(ENGINES, count=Erring)


@pytest.fixture
def counting(council: Council) -> Edition:
    """Its rule that decides goes right with the erring engine; the one beside it does not."""
    coarse = build.MES | {"step": "1000"}
    past: dict[str, Any] = {"closes_at": build.NOW, "is_test": True}
    edition = build.edition(
        council, phase=Phase.COUNTING, rule=build.GREEDY, shadow_rules=[coarse], **past
    )
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


def missing_in_english(edition: Edition) -> list[str]:
    with override("en"):
        return [str(item) for item in there_is_a_result(edition)]


def test_a_difference_in_any_result_keeps_all_of_them_back(
    counting: Edition, officer: User
) -> None:
    run, _ = ask_for_tally(counting, by=officer)
    carry_out(run.pk, engines=ERRING)
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "engines_differ")
    assert "selected is" in run.details
    assert not Tally.objects.exists()
    counting.refresh_from_db()
    assert (counting.result_state, counting.has_result()) == ("none", False)
    with pytest.raises(Refused) as refused:
        move_on(counting, to="council_review", by=officer)
    assert refused.value.code == "conditions_missing"
    assert missing_in_english(counting) == [
        "Two programs that count do not agree. First somebody finds out why."
    ]


def test_the_trail_says_that_they_differ_and_not_who_would_have_won(counting: Edition) -> None:
    with pytest.raises(Refused):
        run_tally(counting, engines=ERRING)
    line = Record.objects.get()
    assert line.event == "tally_differs"
    assert line.data["rule"] == "mes-cost"
    assert set(line.data) == {"rule", "input"}


def test_the_page_says_what_it_means_and_whom_to_tell(counting: Edition, officer: User) -> None:
    run, _ = ask_for_tally(counting, by=officer)
    carry_out(run.pk, engines=ERRING)
    page = f"/en/desk/{counting.council.slug}/{counting.slug}/tally/"
    text = SignIn(officer).get(page).content.decode()
    assert "did not come to the same result" in text
    assert "Tell the system administrator" in text
    assert "engines_differ" in text


def test_once_they_agree_the_result_goes_to_the_council(counting: Edition, officer: User) -> None:
    for engines in (ERRING, ENGINES):
        run, _ = ask_for_tally(counting, by=officer)
        carry_out(run.pk, engines=engines)
    assert list(there_is_a_result(counting)) == []


def test_a_result_by_rules_that_changed_since_is_none(counting: Edition) -> None:
    run_tally(counting)
    counting.rule = build.GREEDY | {"threshold": 2}
    assert missing_in_english(counting) == ["The ballots have not been counted yet."]
    counting.rule = {"version": 1, "rule": "no-such-rule"}
    assert len(list(there_is_a_result(counting))) == 1

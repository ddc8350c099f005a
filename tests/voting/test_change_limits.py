"""What may be changed after the start of the vote, until when, and what stays."""

from datetime import timedelta
from typing import Any

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import ChangeState, Council, Edition, RuleChange, User
from tests import build
from tests.voting.test_changing import LATER, ask, moment, refusal
from tests.voting.test_changing import edition as _edition
from tests.voting.test_changing import second as _second
from voting.services.casting import cast_online
from voting.services.changing import accept_change, withdraw_change
from voting.services.closing import close_voting
from voting.services.register import credential_of, issue_codes

pytestmark = pytest.mark.django_db
edition, second = _edition, _second


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "nothing_changes"),
        ({"budget_cents": 30_000_000}, "nothing_changes"),
        ({"budget_cents": 0}, "bad_amount"),
        ({"budget_cents": "1"}, "bad_amount"),
        ({"budget_cents": True}, "bad_amount"),
        ({"budget_cents": 10**19}, "amount_too_high"),
        ({"budget_cents": 19_999_999}, "cost_above_budget"),
        ({"projects": {"1": {"cost_cents": 30_000_001}}}, "cost_above_budget"),
        ({"projects": {"1": {"cost_cents": 10**19}}}, "amount_too_high"),
        ({"projects": []}, "not_changeable"),
        ({"projects": {"1": []}}, "not_changeable"),
        ({"projects": {1: {"cost_cents": 1}}}, "not_changeable"),
        ({"calendar": []}, "not_changeable"),
        ({"texts": []}, "not_changeable"),
        ({"texts": {"title": {"nl": "x" * 161}}}, "text_too_long"),
        ({"texts": {"title": {"nl": "x\0"}}}, "text_missing"),
        ({"projects": {"1": {"title": {"fr": "x" * 500}}}}, "text_too_long"),
        ({"calendar": {"closes_at": "2026-06-20T21:59:59"}}, "not_changeable"),
        ({"calendar": {"closes_at": "9999-12-31T23:59:59+00:00"}}, "not_changeable"),
        ({"calendar": {"decision_on": "9999-12-31"}}, "not_changeable"),
        ({"rule": build.GREEDY}, "not_changeable"),
        ({"shadow_rules": []}, "not_changeable"),
        ({"ballot_format": {"type": "knapsack"}}, "not_changeable"),
        ({"publication": "totals"}, "not_changeable"),
        ({"min_age": 18}, "not_changeable"),
        ({"residence": "anywhere"}, "not_changeable"),
        ({"box": {"public_key": "00"}}, "not_changeable"),
        ({"address": "a/b"}, "not_changeable"),
        ({"texts": {"title": {"nl": " "}}}, "text_missing"),
        ({"texts": {"intro": {"nl": "x"}}}, "not_changeable"),
        ({"texts": {"title": "x"}}, "not_changeable"),
        ({"projects": {"9": {"cost_cents": 1}}}, "not_changeable"),
        ({"projects": {"1": {"id": "2"}}}, "not_changeable"),
        ({"projects": {"1": {"title": {"en": "x"}}}}, "not_changeable"),
        ({"projects": {"1": {"cost_cents": -5}}}, "bad_amount"),
        ({"calendar": {"opens_at": moment(LATER)}}, "not_changeable"),
        ({"calendar": {"closes_at": "tomorrow"}}, "not_changeable"),
        ({"calendar": {"closes_at": None}}, "not_changeable"),
        ({"calendar": {"closes_at": moment(build.NOW + timedelta(days=6))}}, "only_later"),
        ({"calendar": {"closes_at": moment(build.NOW - timedelta(days=1))}}, "into_the_past"),
        ({"calendar": {"closes_at": moment(LATER)}}, "dates_out_of_order"),
        ({"calendar": {"decision_on": "2026-06-02"}}, "dates_out_of_order"),
        ({"calendar": {"decision_on": "2026-05-02"}}, "into_the_past"),
    ],
)
def test_what_may_not_change_is_refused_when_it_is_asked(
    edition: Edition, officer: User, clock: SetClock, changes: dict[str, Any], code: str
) -> None:
    assert refusal(edition, officer, clock, **changes) == code


def test_costs_above_the_cap_and_money_in_a_knapsack_stay(
    council: Council, officer: User, clock: SetClock
) -> None:
    edition = build.voting(council, ballot_format={"type": "knapsack"})
    assert refusal(edition, officer, clock, budget_cents=1) == "fixed_in_a_knapsack"
    cost = {"1": {"cost_cents": 1}}
    assert refusal(edition, officer, clock, projects=cost) == "fixed_in_a_knapsack"
    capped = build.voting(council, slug="capped", investment_cap_cents=20_000_000)
    cost = {"1": {"cost_cents": 20_000_001}}
    assert refusal(capped, officer, clock, projects=cost) == "cost_above_cap"


def test_a_budget_goes_down_to_the_dearest_project_and_a_longest_text_fits(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    texts = {"decides_last": {"nl": "x" * 200, "fr": "y" * 200}}
    change = ask(edition, officer, clock, budget_cents=20_000_000, texts=texts)
    rules = accept_change(change, by=second, clock=clock)
    assert rules.document["budget_cents"] == 20_000_000
    cheaper = {"4": {"cost_cents": 9_000_000}}
    change = ask(edition, officer, clock, budget_cents=15_000_000, projects=cheaper)
    assert accept_change(change, by=second, clock=clock).version == 3


def test_nothing_is_asked_before_the_vote_and_nothing_but_dates_after_it(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    draft = build.edition(edition.council, "2027")
    assert refusal(draft, officer, clock, budget_cents=1) == "rules_still_open"
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    clock.moment = build.NOW + timedelta(days=7)
    with pytest.raises(Refused) as refused:
        accept_change(change, by=second, clock=clock)
    assert refused.value.code == "change_too_late"
    assert RuleChange.objects.get().state == ChangeState.PENDING
    withdraw_change(change, by=officer, clock=clock)
    close_voting(edition, clock=clock)
    closed = Edition.objects.get(pk=edition.pk)
    assert refusal(closed, officer, clock, budget_cents=1) == "change_too_late"
    late = {"closes_at": moment(LATER)}
    assert refusal(closed, officer, clock, calendar=late) == "change_too_late"
    longer = {"paper_intake_until": moment(LATER), "decision_on": "2026-09-01"}
    rules = accept_change(ask(closed, officer, clock, calendar=longer), by=second, clock=clock)
    assert rules.document["calendar"]["decision_on"] == "2026-09-01"
    assert rules.document["calendar"]["paper_intake_until"] == moment(LATER)


def test_a_vote_is_cast_until_the_new_close_and_not_after(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    codes = issue_codes(edition, count=3)
    old_close = build.NOW + timedelta(days=7)
    longer = {"closes_at": moment(LATER), "paper_intake_until": moment(LATER + timedelta(days=1))}
    change = ask(edition, officer, clock, calendar=longer)
    with pytest.raises(Refused) as refused:
        cast_online(credential_of(codes[0]).pk, ["1"], clock=SetClock(old_close))
    assert refused.value.code == "vote_closed"
    accept_change(change, by=second, clock=clock)
    for at in (old_close, LATER - timedelta(seconds=1)):
        assert cast_online(credential_of(codes.pop()).pk, ["1"], clock=SetClock(at))
    with pytest.raises(Refused) as refused:
        cast_online(credential_of(codes[0]).pk, ["1"], clock=SetClock(LATER))
    assert refused.value.code == "vote_closed"
    with pytest.raises(Refused):
        close_voting(edition, clock=SetClock(old_close))

"""Trying rules on earlier and made-up votes, and never on the ballots they will decide on."""

from typing import Any

import pytest

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Publication, Record, ResultState, User
from budgeting.phases import Phase
from tallying.engine.rule import Rule
from tallying.forms_what_if import RULES, WhatIfForm, first_values
from tallying.models import Tally
from tallying.services import what_if
from tests import build
from tests.people import SignIn
from tests.tallying.elections import small
from tests.tallying.test_synthetic import made_up
from tests.triggers import lifted
from voting.models import Ballot

MES, GREEDY = Rule("mes-cost"), Rule("greedy-votes")
ADDRESS = "/en/desk/demo-laken/2026/settings/what-if/"


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council)


@pytest.fixture
def past(db: None) -> Edition:
    """A vote of another council that was decided long ago, with its ballots."""
    made = build.edition(
        build.council("past"),
        "2024",
        phase=Phase.REALISATION,
        rule={**build.MES, "step": "100"},
    )
    build.projects(made)  # of 50, 100, 150 and 200 thousand euro; the budget is 300 thousand
    for choices, many in ((["4"], 7), (["2"], 6), (["1"], 5), (["3", "4"], 1)):
        rows = (Ballot(edition=made, channel="online", choices=choices) for _ in range(many))
        Ballot.objects.bulk_create(rows)
    nothing = {"outcome": {}, "milliseconds": 0, "at": build.NOW}
    Tally.objects.create(edition=made, rule=made.rule, decides=True, **nothing)
    Edition.objects.update(result_state=ResultState.FINAL)
    return Edition.objects.get(pk=made.pk)


def asked(of: Edition | None = None, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "vote": of.pk if of else "",
        "voters": 200,
        "projects": 12,
        "taste": "alike",
    }
    return {**values, "seed": "1", "rules": ["mes-cost", "greedy-votes"], **changes}


def test_what_rules_make_of_the_same_ballots() -> None:
    election = small({"a": 80, "b": 30, "c": 20}, "6*a 5*b 4*c", 100)
    greedy, shares = what_if.try_rules(election, [GREEDY, MES])
    assert (greedy.selected, greedy.spent, greedy.with_winner) == (("a", "c"), 100, 10)
    assert (greedy.voters, greedy.with_winner_percent) == (15, 66)
    assert (set(shares.selected), shares.with_winner) == ({"b", "c"}, 9)


def test_limits_of_another_list_are_left_out() -> None:
    election = small({"a": 6, "b": 4}, "6*a 4*b", 10)
    rule = Rule("greedy-votes", conflicts=(("x", "y"),))
    (tried,) = what_if.try_rules(election, [rule])
    assert tried.selected == ("a", "b")
    assert tried.rule == GREEDY


def test_what_takes_too_long_is_refused() -> None:
    clock = iter([0.0, 1.0, *[100.0] * 1000])
    with pytest.raises(Refused) as refused:
        what_if.try_rules(made_up(), [MES], timer=lambda: next(clock))
    assert refused.value.code == "too_long"


def test_more_than_three_rules_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        what_if.try_rules(made_up(), [MES] * 4)
    assert refused.value.code == "too_many_rules"


def refuses_not_past(chosen: Edition, of: Edition) -> None:
    with pytest.raises(Refused) as refused:
        what_if.past_election(chosen, of=of)
    assert refused.value.code == "not_past"
    assert chosen not in what_if.past_editions(of)


@pytest.mark.django_db
@pytest.mark.parametrize("phase", list(Phase))
def test_the_ballots_of_the_edition_itself_are_never_tried(past: Edition, phase: Phase) -> None:
    Edition.objects.filter(pk=past.pk).update(phase=phase)
    past.refresh_from_db()
    refuses_not_past(past, past)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"result_state": ResultState.NONE},
        {"result_state": ResultState.PROVISIONAL},
        {"result_state": ResultState.CONTESTABLE},
        {"result_state": ResultState.BEFORE_MUNICIPAL_COUNCIL},
        {"publication": Publication.TOTALS},
        {"publication": Publication.GROUPED},
        {"phase": Phase.DRAFT},
    ],
)
def test_a_vote_that_is_not_decided_or_not_public_is_never_tried(
    past: Edition, edition: Edition, changes: dict[str, Any]
) -> None:
    assert what_if.past_election(past, of=edition).voters > 0
    with lifted():
        Edition.objects.filter(pk=past.pk).update(**changes)
    past.refresh_from_db()
    refuses_not_past(past, edition)


@pytest.mark.django_db
def test_a_vote_that_runs_is_never_tried(council: Council, edition: Edition) -> None:
    running = build.voting(council, slug="now")
    refuses_not_past(running, edition)
    form = WhatIfForm(asked(running), edition=edition)
    assert list(form.errors) == ["vote"]


@pytest.mark.django_db
def test_a_vote_that_is_too_large_is_refused_kindly(
    past: Edition, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "MOST_VOTERS", 10)
    with pytest.raises(Refused) as refused:
        what_if.past_election(past, of=edition)
    assert refused.value.code == "too_large"


@pytest.mark.django_db
def test_an_officer_sees_rules_side_by_side_and_nothing_is_stored(
    past: Edition, edition: Edition, officer: User
) -> None:
    before = Record.objects.count(), Tally.objects.count()
    page = SignIn(officer).get(ADDRESS, asked(past, rules=["mes-plain", "greedy-votes"]))
    shown = page.context["shown"]
    first, second = "Equal shares, without raising them", "Most votes first"
    assert [name for name, _tried in shown.tried] == [first, second]
    assert shown.vote == past
    assert [(line.number, line.chosen_by) for line in shown.differing] == [
        ("1", (first,)), ("2", (second,)), ("4", (second,)),
    ]  # fmt: skip
    assert shown.sentence == (
        f"By “{second}”, 9 voters more see one of their projects chosen than by “{first}”."
    )
    assert [tried.spent for _name, tried in shown.tried] == [5_000_000, 30_000_000]
    assert "Project 4" in page.content.decode()
    assert (Record.objects.count(), Tally.objects.count()) == before


@pytest.mark.django_db
def test_a_made_up_vote_shows_money_by_group(edition: Edition, officer: User) -> None:
    page = SignIn(officer).get(
        ADDRESS, asked(taste="two_groups", rules=["mes-plain", "greedy-votes"])
    )
    shown = page.context["shown"]
    assert [name for name, _money in shown.groups] == ["Group 1", "Group 2"]
    assert [name for name, _tried in shown.tried] == [
        "Equal shares, without raising them", "Most votes first",
    ]  # fmt: skip
    for place, (_name, tried) in enumerate(shown.tried):
        assert sum(money[place] for _, money in shown.groups) == tried.spent


@pytest.mark.django_db
def test_the_same_rule_under_two_names_is_shown_once(edition: Edition, officer: User) -> None:
    Edition.objects.update(rule=Rule("greedy-votes", conflicts=(("1", "2"),)).to_json())
    page = SignIn(officer).get(ADDRESS, asked(rules=["own", "greedy-votes"]))
    ((name, _tried),) = page.context["shown"].tried
    assert name == "Most votes first, as set in this edition"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"voters": "5001"}, "voters"),
        ({"voters": "99"}, "voters"),
        ({"projects": "2"}, "projects"),
        ({"taste": "odd"}, "taste"),
        ({"seed": ""}, "seed"),
        ({"rules": []}, "rules"),
        ({"rules": list(RULES)}, "rules"),
        ({"rules": ["mine"]}, "rules"),
        ({"vote": "999999"}, "vote"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_beside_its_field(
    edition: Edition, officer: User, changes: dict[str, Any], field: str
) -> None:
    page = SignIn(officer).get(ADDRESS, asked(**changes))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "shown" not in page.context


@pytest.mark.django_db
def test_the_page_proposes_the_latest_vote_of_the_council(
    edition: Edition, past: Edition, officer: User
) -> None:
    assert first_values(edition)["vote"] is None
    Edition.objects.filter(pk=past.pk).update(council=edition.council)
    page = SignIn(officer).get(ADDRESS)
    assert page.context["form"]["vote"].value() == past.pk
    assert "shown" not in page.context


@pytest.mark.django_db
def test_once_the_rules_are_fixed_there_is_nothing_to_try(
    council: Council, officer: User, facilitator: User
) -> None:
    build.voting(council)
    assert SignIn(officer).get(ADDRESS).status_code == 302
    assert SignIn(facilitator).get(ADDRESS).status_code == 403

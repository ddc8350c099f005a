"""The ballot and the rule of an edition, chosen in plain words."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from budgeting.services.drafting import Beginning, draft_from_copy
from tallying.engine.rule import Rule
from tests import build
from tests.budgeting import pages
from tests.people import SignIn
from voting.formats import parse_format
from voting.models import PaperRules
from voting.services.paper_rules import store_rules
from voting.services.starting import register_server_box, start_voting

pytestmark = pytest.mark.django_db

ADDRESS = "/nl/desk/demo-laken/2026/settings/ballot/"
FULL_MES = {**build.MES, "then": "greedy-votes"}


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council)


def sent(edition: Edition, officer: User, **changes: Any) -> Any:
    answer = pages.change(SignIn(officer), ADDRESS, **changes)
    edition.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("answers", "spec"),
    [
        ({"kind": "approval", "least": "1", "most": "3"}, {"type": "approval", "min": 1, "max": 3}),
        ({"kind": "approval", "least": "0", "most": None}, {"type": "approval", "min": 0}),
        ({"kind": "knapsack", "most": "4", "best": "9"}, {"type": "knapsack"}),
        (
            {"kind": "points", "total": "10", "each": "4"},
            {"type": "points", "total": 10, "max_per_project": 4},
        ),
        ({"kind": "points", "total": "10", "each": None}, {"type": "points", "total": 10}),
        ({"kind": "ranking", "most": "3"}, {"type": "ranking", "max": 3}),
        ({"kind": "score", "best": "5"}, {"type": "score", "max": 5}),
    ],
)
def test_a_ballot_is_chosen_in_words(
    edition: Edition, officer: User, answers: dict[str, Any], spec: dict[str, Any]
) -> None:
    assert sent(edition, officer, **answers).status_code == 302
    assert edition.ballot_format == parse_format(spec).spec()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"kind": "points", "total": None}, "total"),
        ({"kind": "points", "total": "3", "each": "5"}, "each"),
        ({"kind": "ranking", "most": None}, "most"),
        ({"kind": "approval", "least": "5", "most": "2"}, "most"),
        ({"kind": "score", "best": None}, "best"),
        ({"kind": "score", "best": "0"}, "best"),
        ({"kind": "lottery"}, "kind"),
        ({"rule_name": "mine"}, "rule_name"),
    ],
)
def test_numbers_that_make_no_ballot_are_told_beside_their_field(
    edition: Edition, officer: User, answers: dict[str, Any], field: str
) -> None:
    before = edition.ballot_format
    answer = sent(edition, officer, **answers)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert edition.ballot_format == before


def test_equal_shares_with_its_completion_and_a_comparison(edition: Edition, officer: User) -> None:
    answers = {"rule_name": "mes-cost", "completion": "add1-exhaustive", "then": "on"}
    sent(edition, officer, **answers, threshold="12", compare=["greedy-votes"])
    rule = Rule.from_json(edition.rule)
    assert (rule.completion, rule.then, rule.threshold) == ("add1-exhaustive", "greedy-votes", 12)
    assert [spec["rule"] for spec in edition.shadow_rules] == ["greedy-votes"]


def test_options_of_equal_shares_mean_nothing_to_most_votes_first(
    edition: Edition, officer: User
) -> None:
    answers = {"rule_name": "greedy-votes", "completion": "add1", "then": "on"}
    assert (
        sent(edition, officer, **answers, compare=["greedy-votes", "mes-cost"]).status_code == 302
    )
    assert Rule.from_json(edition.rule) == Rule("greedy-votes")
    assert [spec["rule"] for spec in edition.shadow_rules] == ["mes-cost"]


def test_options_that_the_page_does_not_show_stay(edition: Edition, officer: User) -> None:
    Edition.objects.update(rule={**FULL_MES, "start": "floor", "step": "0.5", "min_share": 3})
    sent(edition, officer, threshold="2")
    rule = Rule.from_json(edition.rule)
    assert (rule.start, rule.step, rule.min_share, rule.threshold) == ("floor", "0.5", 3, 2)


def test_an_edition_without_ballot_or_rule_can_be_completed(
    edition: Edition, officer: User
) -> None:
    Edition.objects.update(ballot_format={}, rule={}, shadow_rules=[])
    hub = SignIn(officer).get(ADDRESS.replace("ballot/", ""))
    assert "Er is nog niet bepaald hoe mensen stemmen." in hub.content.decode()
    assert sent(edition, officer).status_code == 302
    assert Rule.from_json(edition.rule).is_mes
    assert parse_format(edition.ballot_format).type == "approval"


def test_what_is_published_and_which_vote_counts(edition: Edition, officer: User) -> None:
    sent(edition, officer, publication="grouped", paper_replaces_online="False")
    assert (edition.publication, edition.paper_replaces_online) == ("grouped", False)


def test_a_way_of_publishing_that_is_no_choice_any_more_stays(
    edition: Edition, officer: User
) -> None:
    assert list(sent(edition, officer, publication="totals").context["form"].errors) == [
        "publication"
    ]
    Edition.objects.update(publication="totals")
    assert sent(edition, officer, threshold="4").status_code == 302
    assert (edition.publication, edition.rule["threshold"]) == ("totals", 4)


PAPER = {"clean_counts": "False", "overvote": "void", "undervote": "blank", "double_entry": None}
STORED = {"clean_counts": False, "double_entry": False, "overvote": "void", "undervote": "blank"}


def test_what_makes_a_sheet_void_is_set_before_the_vote(edition: Edition, officer: User) -> None:
    assert PaperRules.of(edition).frozen() == PaperRules().frozen()
    assert sent(edition, officer, **PAPER).status_code == 302
    assert PaperRules.of(edition).frozen() == STORED
    hub = SignIn(officer).get(ADDRESS.replace("ballot/", "")).content.decode()
    assert "Een stembiljet met meer merktekens dan de regels toelaten, is ongeldig." in hub


def test_a_remedy_that_nobody_knows_is_no_rule(edition: Edition, officer: User) -> None:
    answer = sent(edition, officer, overvote="lottery")
    assert list(answer.context["form"].errors) == ["overvote"]
    assert not PaperRules.objects.exists()


def test_a_copy_of_an_edition_has_its_rules_of_paper(edition: Edition, officer: User) -> None:
    sent(edition, officer, **PAPER)
    beginning = Beginning("2027", "Volgend jaar", "L’année prochaine", 100_00, date(2027, 1, 4))
    copy = draft_from_copy(edition, beginning, by=officer)
    assert PaperRules.of(copy).frozen() == STORED


def test_once_the_vote_has_started_the_rules_of_paper_stand(council: Council) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    build.projects(edition)
    store_rules(edition, STORED)
    register_server_box(edition)
    document = start_voting(edition, clock=SetClock(build.NOW)).document
    assert document["paper"] == STORED
    with pytest.raises(DatabaseError), transaction.atomic():
        store_rules(edition, PaperRules().frozen())
    page = Client().get(f"/fr/c/{edition.address}/rules/").content.decode()
    assert "Un bulletin papier qui porte plus de marques que permis est nul." in page

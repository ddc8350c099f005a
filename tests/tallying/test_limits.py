"""Limits of a rule: set in plain words, refused when they cannot work, shown to voters, frozen."""

from typing import Any

import pytest
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for
from proposals.models import BallotProject
from tallying.engine.limits import Cap
from tallying.engine.rule import Rule
from tests import build
from tests.budgeting import pages
from tests.people import SignIn
from voting.services.starting import register_server_box, start_voting

pytestmark = pytest.mark.django_db

ADDRESS = "/en/desk/demo-laken/2026/settings/ballot/"
GRANTS = Cap("track", "citizen_grant", "200000")
GREEN = Cap("category", "green", "150000.5")


@pytest.fixture
def edition(council: Council) -> Edition:
    """Four projects of the theme green, of € 50,000 to € 200,000; the first one is a grant."""
    made = build.edition(council, phase=Phase.PUBLICATION)
    build.projects(made)
    BallotProject.objects.filter(number=1).update(track="citizen_grant")
    BallotProject.objects.exclude(number=1).update(track="city_investment")
    return made


def sent(edition: Edition, officer: User, **changes: Any) -> Any:
    answer = pages.change(SignIn(officer), ADDRESS, **changes)
    edition.refresh_from_db()
    return answer


def limited(**limits: Any) -> dict[str, Any]:
    return Rule("mes-cost", completion="add1", **limits).to_json()


def test_caps_and_conflicts_hold_in_the_rule_and_in_the_comparison(
    edition: Edition, officer: User
) -> None:
    answer = sent(
        edition,
        officer,
        cap_track_citizen_grant="200.000",
        cap_category_green="150000,50",
        conflicts="2, 3\r\n\r\n4 1\n3;2",
        compare=["greedy-votes"],
    )
    assert answer.status_code == 302
    for spec in (edition.rule, *edition.shadow_rules):
        rule = Rule.from_json(spec)
        assert rule.caps == (GRANTS, GREEN)
        assert rule.conflicts == (("2", "3"), ("4", "1"))
    assert edition.shadow_rules[0]["rule"] == "greedy-votes"


def test_what_was_set_stands_in_the_form_and_stays_when_it_is_sent_again(
    edition: Edition, officer: User
) -> None:
    Edition.objects.update(rule=limited(caps=(GRANTS,), conflicts=(("2", "3"),)))
    edition.refresh_from_db()
    before = edition.rule
    form = SignIn(officer).get(ADDRESS).context["form"]
    assert form["conflicts"].value() == "2, 3"
    assert form["cap_track_citizen_grant"].value() == "200,000"
    sent(edition, officer)
    assert edition.rule == before
    assert edition.shadow_rules[0]["caps"] == before["caps"]
    sent(edition, officer, conflicts=None, cap_track_citizen_grant=None)
    assert not {"caps", "conflicts"} & edition.rule.keys()


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"conflicts": "2"}, "conflicts", "Line 1: name at least two projects."),
        ({"conflicts": "1, 2\n3 3"}, "conflicts", "Line 2: name at least two projects."),
        ({"conflicts": "2, 9"}, "conflicts", "Line 1: there is no project 9 on the list."),
        ({"conflicts": "tree, lake"}, "conflicts", "there is no project tree on the list."),
        ({"cap_track_citizen_grant": "49.999"}, "cap_track_citizen_grant", "none could win"),
        ({"cap_category_green": "much"}, "cap_category_green", "Write only an amount"),
        ({"cap_category_green": "0"}, "cap_category_green", "above zero"),
        ({"min_share": "0"}, "min_share", "1"),
        ({"step": "-1"}, "step", "Write only an amount"),
        ({"start": "later"}, "start", "later"),
    ],
)
def test_a_limit_that_cannot_work_is_refused_beside_its_field_and_nothing_is_lost(
    edition: Edition, officer: User, answers: dict[str, str], field: str, words: str
) -> None:
    before = edition.rule
    answer = sent(edition, officer, **answers, threshold="7")
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert words in str(form.errors[field])
    assert form[field].value() == answers[field]
    assert form["threshold"].value() == "7"
    assert '<details class="more-rules" open>' in answer.content.decode()
    assert edition.rule == before


def test_steps_share_and_comparison_are_options_of_equal_shares(
    edition: Edition, officer: User
) -> None:
    answers = {"start": "floor", "step": "12,50", "comparison": "on", "min_share": "3"}
    sent(edition, officer, **answers)
    rule = Rule.from_json(edition.rule)
    assert (rule.start, rule.step, rule.comparison, rule.min_share) == ("floor", "12.5", True, 3)
    sent(edition, officer, rule_name="greedy-votes")
    rule = Rule.from_json(edition.rule)
    assert (rule.start, rule.step, rule.comparison, rule.min_share) == ("exact", "1", False, 3)


def test_a_step_with_parts_of_a_cent_stays_until_another_one_is_written(
    edition: Edition, officer: User
) -> None:
    Edition.objects.update(rule={**build.MES, "step": "0.001"})
    sent(edition, officer)
    assert edition.rule["step"] == "0.001"
    sent(edition, officer, step="2")
    assert edition.rule["step"] == "2"


def test_before_the_list_is_there_the_page_says_that_conflicts_come_later(
    edition: Edition, officer: User
) -> None:
    edition.ballot_projects.all().delete()
    page = SignIn(officer).get(ADDRESS)
    assert "conflicts" not in page.context["form"].fields
    assert "as soon as the list of projects is there" in page.content.decode()
    assert sent(edition, officer, cap_track_citizen_grant="1").status_code == 302


def test_a_limit_on_a_theme_that_is_gone_is_shown_and_has_to_be_emptied(
    edition: Edition, officer: User
) -> None:
    cap = Cap("subunit", "north", "1000")
    Edition.objects.update(rule=limited(caps=(cap,)))
    form = SignIn(officer).get(ADDRESS).context["form"]
    (name,) = [name for name, group in form.groups.items() if not group.known]
    assert list(sent(edition, officer).context["form"].errors) == [name]
    assert sent(edition, officer, **{name: None}).status_code == 302
    assert "caps" not in edition.rule


def test_the_start_of_the_vote_names_a_project_that_left_the_list(
    edition: Edition, officer: User
) -> None:
    rule = limited(caps=(GRANTS, Cap("category", "sport", "5")), conflicts=(("2", "3"),))
    Edition.objects.update(rule=rule, shadow_rules=[rule])
    edition.refresh_from_db()
    edition.ballot_projects.filter(number=3).delete()
    BallotProject.objects.filter(number=1).update(cost_cents=30_000_000)
    told = [one for one in missing_for(edition, Phase.VOTING, build.NOW)
            if one.address == "edition_ballot"]  # fmt: skip
    assert ["3" in str(told[0]), "€" in str(told[1]), "sport" in str(told[2])] == [True] * 3
    assert len(told) == 3
    assert told[0].href.endswith(ADDRESS.removeprefix("/en"))
    register_server_box(edition, clock=SetClock(build.NOW))
    with pytest.raises(Refused) as refused:
        start_voting(edition, clock=SetClock(build.NOW))
    assert refused.value.code == "not_ready"
    hub = SignIn(officer).get(ADDRESS.removesuffix("ballot/")).content.decode()
    assert "Project 3 is not on the list." in hub


def test_limits_are_fixed_with_the_rules_and_shown_to_everybody(
    edition: Edition, resident: Client
) -> None:
    rule = limited(caps=(GRANTS, GREEN), conflicts=(("2", "3"),), min_share=3, comparison=True)
    Edition.objects.update(rule=rule)
    public = "/en/c/demo-laken/2026/rules/"
    before = resident.get(public).content.decode()
    assert "All grants to residents together: at most €200,000." in before
    edition.refresh_from_db()
    register_server_box(edition, clock=SetClock(build.NOW))
    start_voting(edition, clock=SetClock(build.NOW))
    assert edition.rule_sets.get().document["rule"] == rule
    shown = resident.get(public).content.decode()
    for words in (
        "All grants to residents together: at most €200,000.",
        "All projects of the theme “Groen” together: at most €150,000.50.",
        "Of these projects at most one can win: 2 (Project 2), 3 (Project 3).",
        "needs the votes of one voter in 3",
        "If more voters prefer the result of most votes first, that result counts.",
    ):
        assert words in shown, words


def test_a_voter_reads_on_the_ballot_what_cannot_win_together(
    edition: Edition, officer: User
) -> None:
    preview = "/nl/desk/demo-laken/2026/preview/ballot/"
    plain = SignIn(officer).get(preview).content.decode()
    assert "hoogstens één" not in plain
    Edition.objects.update(rule=limited(conflicts=(("2", "3"),)))
    page = SignIn(officer).get(preview).content.decode()
    assert "2 (Project 2), 3 (Project 3)" in page
    assert "U mag projecten kiezen die elkaar uitsluiten." in page

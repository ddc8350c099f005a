"""Importing real elections: their money, words, rule and official winners."""

from pathlib import Path

import pytest

from budgeting.errors import Refused
from budgeting.models import Edition
from tallying.services.importing import import_pabulib, read_day, rules_for
from tallying.services.results import result_of
from tests.tallying.files import DEMO
from voting.models import Ballot

pytestmark = pytest.mark.django_db
HEAD = (
    "META\nkey;value\nunit;Town\ninstance;2023\nbudget;{budget}\nvote_type;{kind}\ncurrency;PLN\n"
)
SMALL = "PROJECTS\nproject_id;cost;name;selected\na;60;Boom;1\nb;50;Bank;0\n"


def written(folder: Path, text: str, budget: str = "100", kind: str = "approval") -> Path:
    path = folder / "town.pb"
    path.write_text(HEAD.format(budget=budget, kind=kind) + text, encoding="utf-8")
    return path


def test_wieliczka_gives_the_thirty_winners_that_the_town_announced() -> None:
    path = DEMO / "wieliczka-2023.pb"
    imported = import_pabulib(path, council="wieliczka", edition="2023")
    edition = imported.edition
    assert (imported.voters, edition.ballot_projects.count()) == (6586, 64)
    assert (edition.currency, edition.budget_cents) == ("PLN", 100_000_000)
    result = result_of(edition)
    assert result is not None
    assert len(result.winners) == 30
    assert result.same_as_official


def test_points_and_rankings_become_ballots_of_their_own_format(tmp_path: Path) -> None:
    points = "VOTES\nvoter_id;vote;points\n1;a,b;3,1\n2;b;2\n"
    made = import_pabulib(
        written(tmp_path, SMALL + points, kind="cumulative"), council="town", edition="points"
    )
    assert made.edition.ballot_format["type"] == "points"
    assert {str(b.choices) for b in Ballot.objects.all()} == {"{'a': 3, 'b': 1}", "{'b': 2}"}
    ranked = written(tmp_path, SMALL + "VOTES\nvoter_id;vote\n1;b,a\n2;\n", kind="ordinal")
    second = import_pabulib(ranked, council="town", edition="ranking")
    assert second.edition.ballot_format == {"type": "ranking", "max": 2, "min": 0}
    assert second.tallies[0].outcome["voters"] == 2


@pytest.mark.parametrize(
    ("text", "budget", "code"),
    [
        ("PROJECTS\nproject_id;cost\na;60.123\nVOTES\nvoter_id;vote\n1;a\n", "100",
         "not_whole_cents"),
        ("PROJECTS\nproject_id;cost\na;60\nVOTES\nvoter_id;vote\n1;c\n", "100", "unknown_project"),
        (f"PROJECTS\nproject_id;cost\n{'x' * 61};60\nVOTES\nvoter_id;vote\n", "1", "id_too_long"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_kept_exactly_leaves_nothing_behind(
    tmp_path: Path, text: str, budget: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        import_pabulib(written(tmp_path, text, budget), council="town", edition="2023")
    assert refused.value.code == code
    assert not Edition.objects.exists()


def test_the_rule_follows_from_what_the_file_says() -> None:
    assert rules_for({"rule": "equalshares/add1"})[0]["completion"] == "add1"
    assert rules_for({"rule": "equalshares/add1-comparison"})[0]["comparison"] is True
    greedy, beside = rules_for({"rule": "greedy"})
    assert (greedy["rule"], beside["rule"]) == ("greedy-votes", "mes-cost")


def test_days_are_read_as_pabulib_writes_them() -> None:
    assert str(read_day("03.04.2023")) == str(read_day("2023-04-03")) == "2023-04-03"
    assert read_day("2018") is None

"""Made-up elections: the same for ever, with tastes that mean something."""

from typing import Any

import pytest

from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.outcome import digest_of_input
from tallying.engine.synthetic import GROUPS, TASTES, synthetic


def made_up(taste: str = "alike", seed: str = "1", voters: int = 200) -> Election:
    return synthetic(voters=voters, projects=12, taste=taste, budget=10_000_000, seed=seed)


@pytest.mark.parametrize("taste", TASTES)
def test_a_made_up_vote_is_the_same_every_time_and_another_with_another_seed(taste: str) -> None:
    first, again, other = made_up(taste), made_up(taste), made_up(taste, seed="2")
    assert first == again
    assert digest_of_input(first) != digest_of_input(other)
    assert first.voters == 200
    assert all(0 < one.cost <= first.budget // 4 for one in first.projects)


def test_a_made_up_vote_stays_as_it_was_in_every_version() -> None:
    assert digest_of_input(made_up("two_groups")) == (
        "sha256:c20307d5f8402ce6ec196b61b72ff3e612157243797fed73fb111eaa3fc2cdcd"
    )


def test_groups_of_taste_like_their_own_projects() -> None:
    for taste, sizes in GROUPS.items():
        election = made_up(taste, voters=2000)
        votes = election.votes()
        assert {one.extra["group"] for one in election.projects} == {
            str(number) for number in range(1, len(sizes) + 1)
        }
        average = [
            sum(votes[one.id] for one in election.projects if one.extra["group"] == str(number))
            for number in (1, len(sizes))
        ]
        assert average[0] > average[1]


@pytest.mark.parametrize("taste", ["cheap", "dear"])
def test_cheap_or_expensive_projects_can_be_popular(taste: str) -> None:
    election = made_up(taste, voters=2000)
    votes = election.votes()
    order = sorted(election.projects, key=lambda one: one.cost, reverse=taste == "cheap")
    assert votes[order[-1].id] > 3 * votes[order[0].id]


@pytest.mark.parametrize(
    "changes", [{"voters": 0}, {"voters": 5001}, {"projects": 41}, {"budget": 0}, {"taste": "odd"}]
)
def test_a_made_up_vote_has_bounds(changes: dict[str, Any]) -> None:
    values = {"voters": 10, "projects": 3, "taste": "alike", "budget": 100_000, "seed": "1"}
    with pytest.raises(EngineError):
        synthetic(**{**values, **changes})

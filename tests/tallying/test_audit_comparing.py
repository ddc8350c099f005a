"""What a sheet says beside the record, and made-up errors tried on a count."""

from collections import Counter

from tallying.audit.comparing import Choices, Compared, Errors
from tallying.audit.simulation import Setting, Tried, simulate
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.rule import Rule


def always() -> bool:
    return True


def set_of(*items: str) -> frozenset[str]:
    return frozenset(items)


def seen(recorded: Choices | None, paper: Choices | None, *, found: bool = True) -> Compared:
    return Compared(recorded, paper, found)


def test_the_same_choices_are_the_same_and_blank_is_no_ballot() -> None:
    assert seen(["1", "3"], ["1", "3"]).same
    assert seen(None, None).same
    assert not seen(["1"], None).same
    assert not seen(None, ["1"]).same
    assert not seen(["1"], ["1"], found=False).same
    assert not seen(None, None, found=False).same


def test_a_mark_is_lost_or_added() -> None:
    sheet = seen(["1", "2"], ["2", "3"])
    assert (sheet.lost, sheet.added) == (set_of("3"), set_of("1"))
    points = seen({"1": 3, "2": 1}, {"1": 1, "3": 2})
    assert (points.lost, points.added) == (set_of("3"), set_of("1", "2"))
    ranks = seen(["1", "2"], ["2", "1"])
    assert (ranks.same, ranks.lost, ranks.added) == (False, set_of(), set_of())


def test_errors_are_counted_by_sheet_and_by_project() -> None:
    found = Errors.of(
        [
            seen(["1"], ["1"]),
            seen(["1"], ["1", "3"]),
            seen(["2"], None, found=False),
            seen(None, ["3"]),
            seen(["1", "2"], None),
        ]
    )
    assert (found.checked, found.wrong, found.not_found, found.not_recorded) == (5, 4, 1, 1)
    assert found.lost == Counter({"3": 2})
    assert found.added == Counter({"2": 2, "1": 1})


def test_for_the_margins_a_sheet_that_is_gone_has_no_choices() -> None:
    assert seen(["1"], None, found=False).approved() == (set_of("1"), None)
    assert seen(["1"], None).approved() == (set_of("1"), set_of())


def setting(lead: int) -> Setting:
    """Project a leads b by so many votes; one of both fits."""
    paper = [(("a",), ())] * (50 + lead) + [(("b",), ())] * 50
    online = (BallotGroup(("a",), 10), BallotGroup(("b",), 10))
    projects = (Project("a", 100), Project("b", 100))
    election = Election(projects, (), 100)
    return Setting(election, online, paper, Rule("greedy-votes"), "seed")


def test_a_close_result_is_changed_by_the_loss_of_one_project_and_a_clear_one_is_not() -> None:
    close = simulate(setting(2), misread=5, seed="1", runs=20, may_go_on=always)
    assert close.loss == {"a": Tried(1, 1), "b": Tried(1, 0)}
    assert close.by_chance.runs == 20
    clear = simulate(setting(40), misread=5, seed="1", runs=20, may_go_on=always)
    assert clear.by_chance == Tried(20, 0)
    assert clear.loss["a"] == Tried(1, 0)


def test_the_same_seed_tries_the_same() -> None:
    one, again, other = (
        simulate(setting(1), misread=9, seed=seed, runs=30, may_go_on=always) for seed in "112"
    )
    assert one == again
    assert 0 < one.by_chance.changed < 30
    assert one.to_json()["random"] == [30, one.by_chance.changed]
    assert other.seed == "2"


def test_it_stops_where_there_is_no_time_left() -> None:
    rounds = iter([True, True, True, False])
    tried = simulate(setting(1), misread=1, seed="1", runs=99, may_go_on=lambda: next(rounds))
    assert (len(tried.loss), tried.by_chance.runs) == (2, 1)

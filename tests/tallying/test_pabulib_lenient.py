"""Files that contradict themselves: refused with the line, or read leniently and said."""

import json
from pathlib import Path

import pytest

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.outcome import digest_of_input
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rankings import as_points
from tests.tallying.test_commands import run
from tests.tallying.test_pabulib import GOOD, with_type

UNKNOWN = GOOD.replace("2;p1,p2", "2;p9,p1,p8,p2").replace("3;\n", "3;p9\n")


def test_votes_for_unknown_projects_are_left_out_and_said() -> None:
    election = parse_pabulib(UNKNOWN, lenient=True)
    assert digest_of_input(election) == digest_of_input(parse_pabulib(GOOD))
    (note,) = election.notes
    assert note == (
        "Left out: choices of projects that are not in the file, 3 in all, the first on line 14:"
        " “p9”, “p8”."
    )
    with pytest.raises(EngineError, match=r"Line 14: a vote for “p9”, not a project\."):
        parse_pabulib(UNKNOWN)


def test_their_points_go_with_them() -> None:
    election = parse_pabulib(with_type("cumulative", "p9,p1,p2;5,3,2"), lenient=True)
    assert election.ballots == (BallotGroup(("p1", "p2"), 1, (3, 2)),)
    with pytest.raises(EngineError, match="2 projects but 4 points"):
        parse_pabulib(with_type("cumulative", "p9,p1,p2;5,3,2,1"), lenient=True)


def test_voters_with_one_number_are_voters_of_their_own_and_said() -> None:
    again = GOOD.replace("2;p1,p2", "1;p1,p2")
    election = parse_pabulib(again, lenient=True)
    assert election.voters == 3
    (note,) = election.notes
    assert note == (
        "Voters with the number of an earlier one: 1, the first “1” on line 14. Each counts as a"
        " voter of their own."
    )


def test_counts_are_taken_as_found_and_said() -> None:
    wrong = GOOD.replace("num_projects;2", "num_projects;7").replace("num_votes;3", "num_votes;?")
    election = parse_pabulib(wrong, lenient=True)
    assert (len(election.projects), election.voters) == (2, 3)
    assert election.notes == (
        "META says num_projects is 7, but the file holds 2.",
        "META says num_votes is “?”, no number; the file holds 3.",
    )
    with pytest.raises(EngineError) as refusal:
        parse_pabulib(wrong)
    assert refusal.value.code == "count_mismatch"


def test_what_a_note_names_stays_short() -> None:
    votes = "".join(f"{number};x{number}\n" for number in range(9, 2000))
    election = parse_pabulib(GOOD.replace("num_votes;3\n", "") + votes, lenient=True)
    assert max(map(len, election.notes)) < 400
    assert election.voters == 1994


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("p1;40", "p1;cheap", "not_a_number"),
        ("p2;60", "p1;60", "duplicate_project"),
        ("budget;100\n", "", "budget_missing"),
        ("voter_id;vote", "voter_id;choice", "column_missing"),
        ("approval", "applause", "vote_type_unknown"),
    ],
)
def test_what_cannot_be_counted_is_refused_all_the_same(old: str, new: str, code: str) -> None:
    with pytest.raises(EngineError) as refusal:
        parse_pabulib(GOOD.replace(old, new, 1), lenient=True)
    assert refusal.value.code == code


def test_a_good_file_has_no_notes_either_way() -> None:
    assert parse_pabulib(GOOD).notes == ()
    assert parse_pabulib(GOOD, lenient=True) == parse_pabulib(GOOD)


@pytest.mark.parametrize("item", ["p 1", "p.1", "٣", "Zürich-9", "p/1#", "'p1'", "1e3", "META"])
def test_ids_of_any_kind_are_read(item: str) -> None:
    election = parse_pabulib(GOOD.replace("p1", item))
    assert election.votes() == {item: 2, "p2": 1}


def test_groups_stand_in_the_order_of_their_lists() -> None:
    ids = ("a", "a b", "a  b", "a!", "ab", "é", "")
    projects = tuple(Project(item or "z", 1) for item in ids)
    lists = [("a",), ("a", "ab"), ("a b",), ("a!", "é"), ("ab", "z"), ()]
    ballots = tuple(BallotGroup(tuple(sorted(each)), 1) for each in lists)
    again = parse_pabulib(write_pabulib(Election(projects, ballots, 9)))
    assert [group.choices for group in again.ballots] == sorted(
        group.choices for group in again.ballots
    )


def test_rankings_become_points_from_the_highest_rank_down() -> None:
    ranked = with_type("ordinal", "p2,p1", "p1", "").replace("ordinal", "ordinal\nmax_length;3")
    election = as_points(parse_pabulib(ranked))
    assert election.ballot_type == "cumulative"
    assert election.ballots == (
        BallotGroup((), 1),
        BallotGroup(("p1",), 1, (3,)),
        BallotGroup(("p1", "p2"), 1, (2, 3)),
    )
    assert election.notes == (
        "Rankings are counted as points: 3 for the first, one less for each rank below.",
    )


def test_ranks_beyond_the_most_give_nothing_and_without_a_most_the_longest_ballot_says() -> None:
    ranked = with_type("ordinal", "p2,p1", "p1")
    (first, second) = as_points(parse_pabulib(ranked)).ballots
    assert (first, second) == (
        BallotGroup(("p1",), 1, (2,)),
        BallotGroup(("p1", "p2"), 1, (1, 2)),
    )
    short = ranked.replace("ordinal", "ordinal\nmax_length;1")
    assert as_points(parse_pabulib(short)).votes() == {"p1": 1, "p2": 1}
    good = parse_pabulib(GOOD)
    assert as_points(good) is good


def test_the_commands_read_leniently_and_counts_rankings_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.pb").write_text(UNKNOWN, encoding="utf-8")
    code, out, err = run("compare", str(tmp_path / "a.pb"), "--lenient", "--json")
    assert code == 0
    assert json.loads(out)["voters"] == 3
    assert err.startswith("Left out: choices")
    assert run("compare", str(tmp_path / "a.pb"))[0] == 3
    by_votes = ("--rule", "greedy-votes", "--lenient", "--json")
    code, out, err = run("tally", str(tmp_path / "a.pb"), *by_votes)
    assert (code, json.loads(out)["voters"], err.split(":")[0]) == (0, 3, "Left out")
    (tmp_path / "b.pb").write_text(with_type("ordinal", "p2,p1", "p1"), encoding="utf-8")
    code, _, err = run("compare", str(tmp_path / "b.pb"))
    assert (code, err.split(":")[0]) == (4, "format_not_supported")
    assert run("compare", str(tmp_path / "b.pb"), "--ordinal", "borda")[0] == 0

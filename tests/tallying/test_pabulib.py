"""Pabulib files as they come: strange ones are read, broken ones refused with the line."""

from pathlib import Path

import pytest

from tallying.engine import pabulib, rows
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.outcome import digest_of_input
from tallying.engine.pabulib import parse_pabulib, read_pabulib, write_pabulib
from tests.tallying.elections import EXPECTED, path_of, real

GOOD = """META
key;value
budget;100
vote_type;approval
num_projects;2
num_votes;3
PROJECTS
project_id;cost;name
p1;40;Bench
p2;60;Trees
VOTES
voter_id;vote
1;p1
2;p1,p2
3;
"""


def refused(text: str | bytes) -> EngineError:
    """The refusal of a text."""
    with pytest.raises(EngineError) as refusal:
        parse_pabulib(text)
    return refusal.value


def test_an_empty_vote_is_a_voter_who_approves_nothing() -> None:
    election = parse_pabulib(GOOD)
    assert election.voters == 3
    assert BallotGroup((), 1) in election.ballots
    assert election.votes() == {"p1": 2, "p2": 1}


@pytest.mark.parametrize(
    "strange",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", ";;\n"),
        GOOD.replace("\nVOTES", "\n\n\nVOTES"),
        GOOD.replace("META", "meta ").replace("VOTES", "Votes"),
        GOOD.replace("budget;100", "budget; 1 00,0 ").replace(";40;", ";40.00;"),
        GOOD.replace("Bench", '"Bench"').replace("2;p1,p2", '2;"p1, p2"'),
        GOOD.replace("p2;60;Trees", "p2;60"),
        GOOD.replace("1;p1\n", "1;p1;extra;columns\n").replace("3;\n", "3\n"),
        GOOD.replace("2;p1,p2", "2;p2,p1,p2,"),
        GOOD.replace("num_votes;3\n", "").replace("num_projects;2\n", ""),
        GOOD.replace("p1;40;Bench", "p1;40;Bench;\u2028"),
    ],
)
def test_strange_but_real_files_are_the_same_election(strange: str) -> None:
    assert digest_of_input(parse_pabulib(strange)) == digest_of_input(parse_pabulib(GOOD))


def test_names_keep_semicolons_quotes_and_lines() -> None:
    assert parse_pabulib(GOOD.replace("Bench", '"A; ""B"""')).projects[0].name == 'A; "B"'
    assert parse_pabulib(GOOD.replace("Bench", '"A\nB"')).projects[0].name == "A\nB"
    assert parse_pabulib(GOOD.replace("Bench", '"A" bench')).projects[0].name == '"A" bench'
    assert parse_pabulib(GOOD.replace("Bench", '"never closed')).projects[0].name == '"never closed'


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("p1;40", "p1;-40", "negative_cost", "Line 9"),
        ("p1;40", "p1;cheap", "not_a_number", "Line 9"),
        ("p1;40", "p1;1.000,50", "not_a_number", "1.000,50"),
        ("p1;40", "p1;", "not_a_number", "Line 9"),
        ("p1;40", "p1;0.1234567890123", "too_many_decimals", "12 decimals"),
        ("p1;40", ";40", "project_id_missing", "Line 9"),
        ("p2;60", "p1;60", "duplicate_project", "line 9"),
        ("2;p1,p2", "1;p1,p2", "duplicate_voter", "line 13"),
        ("2;p1,p2", "2;p1,p9", "unknown_project", "p9"),
        ("num_projects;2", "num_projects;3", "count_mismatch", "is 3, but the file holds 2"),
        ("num_votes;3", "num_votes;4", "count_mismatch", "is 4, but the file holds 3"),
        ("budget;100\n", "", "budget_missing", "budget"),
        ("budget;100", "budget;-1", "negative_budget", "-1"),
        ("approval", "applause", "vote_type_unknown", "applause"),
        ("cost;name", "price;name", "column_missing", "cost"),
        ("voter_id;vote", "voter_id;choice", "column_missing", "vote"),
        ("key;value", "budget;100", "column_missing", "META"),
        ("META\n", "", "text_before_sections", "Line 1"),
        ("PROJECTS\n", "", "section_missing", "PROJECTS"),
        ("VOTES\n", "PROJECTS\n", "section_twice", "Line 11"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(old: str, new: str, code: str, says: str) -> None:
    refusal = refused(GOOD.replace(old, new, 1))
    assert refusal.code == code
    assert says in refusal.message


def test_bytes_that_are_no_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(b"").code == "empty_file"
    assert refused(b"\xef\xbb\xbf \n").code in ("empty_file", "section_missing")
    latin = refused(GOOD.encode().replace(b"Bench", b"B\xe9nch"))
    assert (latin.code, latin.details["line"]) == ("not_utf8", 9)
    nul = refused(GOOD.replace("Bench", "Be\0ch"))
    assert (nul.code, nul.details["line"]) == ("not_text", 9)
    assert refused(GOOD.replace("Bench", "x" * (1 << 20))).code == "line_too_long"
    monkeypatch.setattr(rows, "MOST_BYTES", 10)
    assert refused(GOOD).code == "file_too_large"


def test_a_huge_or_absent_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "huge.pb").write_text(GOOD)
    monkeypatch.setattr(pabulib, "MOST_BYTES", 10)
    for name, code in (("huge.pb", "file_too_large"), ("none.pb", "file_unreadable")):
        with pytest.raises(EngineError) as refusal:
            read_pabulib(tmp_path / name)
        assert refusal.value.code == code


def with_type(vote_type: str, *votes: str) -> str:
    """The good file with another ballot type and other votes."""
    head = GOOD.replace("approval", vote_type).replace("num_votes;3", f"num_votes;{len(votes)}")
    head = head[: head.index("voter_id")] + "voter_id;vote;points\n"
    return head + "".join(f"{number};{vote}\n" for number, vote in enumerate(votes))


def test_every_ballot_type_is_read() -> None:
    assert parse_pabulib(with_type("choose-1", "p2")).ballots == (BallotGroup(("p2",), 1),)
    ranked = parse_pabulib(with_type("ordinal", "p2,p1", "p2,p1"))
    assert ranked.ballots == (BallotGroup(("p2", "p1"), 2),)
    for vote_type in ("cumulative", "scoring"):
        election = parse_pabulib(with_type(vote_type, "p2,p1;3,7", "p1,p2;7.0,3"))
        assert election.ballots == (BallotGroup(("p1", "p2"), 2, (7, 3)),)


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        ("p1,p2;3", "points_do_not_match"),
        ("p1", "points_missing"),
        ("p1;-3", "negative_points"),
        ("p1;1.5", "not_a_number"),
        ("p1,p1;1,1", "choice_twice"),
    ],
)
def test_points_that_make_no_sense_are_refused(vote: str, code: str) -> None:
    assert refused(with_type("cumulative", vote)).code == code


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_is_written_reads_back_as_the_same_election(name: str) -> None:
    election = real(path_of(name))
    text = write_pabulib(election, {"comment": 'a "new"; comment'})
    again = parse_pabulib(text)
    assert digest_of_input(again) == digest_of_input(election)
    assert again.projects == election.projects
    assert again.meta["comment"] == 'a "new"; comment'
    assert write_pabulib(again) == text


def test_points_decimals_and_odd_ids_are_written_and_read_back() -> None:
    projects = (Project('a";', 1050, "Line\nbreak", {"theme": "x;y"}), Project("b c", 5))
    ballots = (BallotGroup(('a";', "b c"), 2, (1, 2)), BallotGroup((), 3))
    election = Election(projects, ballots, 10001, 100, "cumulative")
    again = parse_pabulib(write_pabulib(election))
    assert digest_of_input(again) == digest_of_input(election)
    assert (again.budget, again.scale, again.projects[0].cost) == (10001, 100, 1050)
    assert again.projects[0].extra == {"theme": "x;y"}
    with pytest.raises(EngineError) as refusal:
        write_pabulib(Election((Project("a,b", 1),), (), 1))
    assert refusal.value.code == "id_not_writable"

"""Loading an edition from a file: any phase, any ballot, all of it or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from budgeting.models import Council, Edition, Record
from budgeting.phases import Phase
from proposals.models import Review
from tallying.services.document import BadFile
from tallying.services.loading import Loaded, Options, load_edition
from tests.tallying.files import DEMO, document, proposal, votes, words, written
from voting.models import Ballot, BallotBox, Channel, Envelope, Receipt

pytestmark = pytest.mark.django_db
YES = {"phase": "realisation", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}


def load(folder: Path, content: dict[str, Any], *lines: str, **options: Any) -> Loaded:
    ballots = votes(folder, *lines) if lines else None
    return load_edition(
        written(folder, content), ballots=ballots, options=Options(**options) if options else None
    )


def test_a_vote_under_way_is_cast_sealed_and_can_be_joined(tmp_path: Path) -> None:
    loaded = load(tmp_path, document(), "online,1", "online,1 2", "paper,2")
    edition = Edition.objects.get(pk=loaded.edition.pk)
    assert (edition.phase, loaded.cast) == (Phase.VOTING, 3)
    channels = Envelope.objects.order_by("channel").values_list("channel", flat=True)
    assert list(channels) == ["online", "online", "paper"]
    assert Receipt.objects.count() == 3
    assert not Ballot.objects.exists()
    assert edition.rule_sets.count() == 1
    assert BallotBox.objects.get(edition=edition).held_by_server


def test_key_holders_get_their_shares_once_and_the_system_keeps_none(tmp_path: Path) -> None:
    content = document(trustees=["An", "Bo", "Cé"], threshold=2)
    loaded = load(tmp_path, content)
    box = BallotBox.objects.get(edition=loaded.edition)
    assert (box.threshold, box.held_by_server, box.trustees.count()) == (2, False, 3)
    assert [share[:6] for share in loaded.shares] == ["wks1-1", "wks1-2", "wks1-3"]


def test_a_finished_edition_is_counted_by_its_rule_and_the_one_beside_it(tmp_path: Path) -> None:
    loaded = load(tmp_path, document(**YES), "online,1", "paper,1 2", "paper,2", "online,1")
    assert (loaded.ballots, loaded.edition.result_state) == (4, "final")
    assert [tally.rule["rule"] for tally in loaded.tallies] == ["mes-cost", "greedy-votes"]
    assert Ballot.objects.filter(channel=Channel.PAPER).count() == 2
    assert not BallotBox.objects.exists()


def test_the_published_demo_gives_the_winners_that_its_sources_state() -> None:
    deciding, shadow = load_edition(DEMO / "laken-2025.json").tallies
    assert sorted(map(int, deciding.outcome["selected"])) == [1, 6, 7, 8, 9, *range(11, 17)]
    assert sorted(map(int, shadow.outcome["selected"])) == [1, 2, 3, 14, 15]
    assert (deciding.outcome["total_cost"], shadow.outcome["total_cost"]) == ("281500", "296300")


@pytest.mark.parametrize(
    ("ballot", "lines"),
    [
        ({"type": "approval", "min": 1, "max": 1}, ["online,1", "paper,2"]),
        ({"type": "knapsack", "min": 1}, ["online,1", "paper,2"]),
        ({"type": "points", "total": 5, "max_per_project": 4}, ["online,1:4 2:1", "paper,2:3"]),
        ({"type": "ranking", "max": 2, "min": 1}, ["online,2 1", "paper,1"]),
        ({"type": "score", "min": 0, "max": 5}, ["online,1:5 2:0", "paper,2:3"]),
    ],
)
def test_every_ballot_format_is_cast_and_counted(
    tmp_path: Path, ballot: dict[str, Any], lines: list[str]
) -> None:
    cast = load(tmp_path, document(ballot=ballot), *lines)
    assert cast.cast == 2
    counted = load(tmp_path, document(**YES, ballot=ballot, code="2025"), *lines)
    assert counted.tallies[0].outcome["voters"] == 2
    assert counted.tallies[0].outcome["selected"]


@pytest.mark.parametrize("phase", list(Phase))
def test_an_edition_can_be_loaded_in_every_phase(tmp_path: Path, phase: Phase) -> None:
    loaded = load(tmp_path, document(), "online,1", phase=phase)
    assert Edition.objects.get().phase == phase
    assert loaded.cast + loaded.ballots + loaded.left_out == 1


def test_the_calendar_says_the_phase_where_the_file_does_not(tmp_path: Path) -> None:
    calendar = {"call": ["2025-01-12", "2025-02-28"], "vote": ["2025-05-16", "2025-06-14"]}
    content = document(calendar=calendar, calendar_days=None)
    loaded = load(tmp_path, content | {"voter_groups": [], "random_seed": 7})
    assert loaded.edition.phase == Phase.COUNTING
    assert loaded.unused == ["voter_groups", "random_seed"]
    assert str(loaded.edition.closes_at) == "2025-06-14 23:59:59+02:00"


@pytest.mark.parametrize(("vote", "moves"), [([-400, -380], True), ([10, 30], False)])
def test_a_stated_vote_that_is_past_moves_to_today_and_a_coming_one_stays(
    tmp_path: Path, vote: list[int], moves: bool
) -> None:
    loaded = load(tmp_path, document(phase="voting", calendar_days={"vote": vote}))
    assert bool(loaded.moved_days) == moves
    assert loaded.edition.takes_votes(timezone.now()) == moves


def test_a_forced_phase_moves_the_calendar_of_a_test_edition_to_today(tmp_path: Path) -> None:
    calendar = {"call": ["2025-01-12", "2025-02-28"], "vote": ["2025-05-16", "2025-06-14"]}
    content = document(calendar=calendar, calendar_days=None)
    loaded = load(tmp_path, content, "online,1", phase=Phase.VOTING)
    assert loaded.moved_days > 300
    assert loaded.cast == 1


def test_one_line_of_unwanted_text_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"votes\.csv line 3") as refused:
        load(tmp_path, document(), "online,1", "online,9")
    assert refused.value.code == "unknown_project"  # type: ignore[attr-defined]
    assert not Council.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"edition": {"code": "2026"}}, "key_missing", "edition.budget_eur"),
        ({"proposals": [proposal(1, cost_eur="veel")]}, "not_an_amount", "proposals[0].cost_eur"),
        ({"proposals": [proposal(1, cost_eur=1.234)]}, "not_whole_cents", "proposals[0].cost_eur"),
        ({"proposals": [proposal(1), proposal(1)]}, "number_twice", "proposals[1].number"),
        ({"proposals": [proposal(1, theme="x")]}, "theme_not_known", "proposals[0].theme"),
        ({"proposals": [proposal(1, track="x")]}, "not_known", "proposals[0].track"),
        ({"proposals": [{"number": 1}]}, "key_missing", "proposals[0].title"),
        ({"proposals": {}}, "not_a_list", "proposals"),
        ({"council": {"code": "Laken!"}}, "not_a_slug", "council.code"),
    ],
)
def test_a_bad_file_names_the_key(
    tmp_path: Path, change: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011
        load(tmp_path, document() | change)
    assert (refused.value.code, refused.value.path) == (code, path)  # type: ignore[attr-defined]
    assert not Edition.objects.exists()


def test_a_rejected_proposal_needs_a_reason_in_both_languages(tmp_path: Path) -> None:
    rejected = proposal(1, outcome_of_feasibility="rejected", reason={"nl": "Nee"})
    with pytest.raises(Exception, match=r"proposals\[0\].reason") as refused:
        load(tmp_path, document() | {"proposals": [rejected]})
    assert refused.value.code == "reason_missing"  # type: ignore[attr-defined]


def test_a_merged_proposal_points_to_its_target(tmp_path: Path) -> None:
    merged = proposal(
        2, outcome_of_feasibility="merged", merged_into=1, reason=words("Samen met 1")
    )
    load(tmp_path, document() | {"proposals": [proposal(1), merged]})
    review = Review.objects.get(outcome="merged")
    assert review.merged_into is not None
    assert review.merged_into.number == 1


def test_the_same_edition_is_not_loaded_twice(tmp_path: Path) -> None:
    load(tmp_path, document())
    with pytest.raises(Exception, match="already there") as refused:
        load(tmp_path, document())
    assert refused.value.code == "edition_exists"  # type: ignore[attr-defined]


def test_the_command_answers_as_one_document_and_refuses_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, document())
    call_command("load_edition", path, "--json", "--council", "elders")
    facts = json.loads(capsys.readouterr().out)
    assert (facts["edition"], facts["ballot_projects"]) == ("elders/2026", 2)
    with pytest.raises(SystemExit) as ended:
        call_command("load_edition", tmp_path / "nowhere.json")
    assert ended.value.code == 3
    assert capsys.readouterr().err.startswith("file_unreadable: ")


def test_who_votes_what_it_decides_and_which_needs_there_are_come_from_the_file(
    tmp_path: Path,
) -> None:
    settings = {
        "residence": "city",
        "verification": ["desk", "eid"],
        "investment_cap_eur": 700,
        "group_size": 3,
        "decides_last": words("De gemeenteraad."),
    }
    content = document(**settings)
    content["needs"] = {"shade": {"title": words("Schaduw"), "text": words("Op warme dagen")}}
    content["proposals"][0]["need"] = "shade"
    edition = load(tmp_path, content).edition
    assert (edition.residence, edition.verification) == ("city", ["desk", "eid"])
    assert (edition.investment_cap_cents, edition.group_size) == (70_000, 3)
    assert edition.decides_last_fr == "De gemeenteraad. (fr)"
    need = edition.needs.get()
    assert (need.code, need.text_nl) == ("shade", "Op warme dagen")
    assert [p.need for p in edition.proposals.order_by("number")] == [need, None, None]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"edition": {"residence": "moon"}}, "not_known"),
        ({"edition": {"verification": ["fax"]}}, "not_known"),
        ({"edition": {"group_size": 0}}, "not_a_number"),
        ({"edition": {"investment_cap_eur": "veel"}}, "not_an_amount"),
        ({"needs": {"shade": {"text": words("Schaduw")}}}, "key_missing"),
        ({"needs": {"Meer schaduw": {"title": words("Schaduw")}}}, "not_a_slug"),
        ({"proposals": [proposal(1, need="shade")]}, "need_not_known"),
    ],
)
def test_a_setting_that_is_none_is_refused_with_its_key(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    content = document()
    content["edition"] |= changed.pop("edition", {})
    with pytest.raises(BadFile) as refused:
        load(tmp_path, content | changed)
    assert refused.value.code == code
    assert not Edition.objects.exists()

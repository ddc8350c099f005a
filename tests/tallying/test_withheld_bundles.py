"""Where ballots are kept back a bundle has every step, but never a count of fewer than five."""

import json
from pathlib import Path
from typing import Any

import pytest

from tallying.engine.bundle import ADDED, DIGESTS, RULE, read_bundle, write_bundle
from tallying.engine.counting import Count
from tallying.engine.election import sha256
from tallying.engine.recounting import examine
from tallying.engine.rule import Rule
from tallying.engine.small_cells import without_small_cells
from tallying.engine.transcript import transcript_text
from tests.tallying.alterations import files_of, published, replaced, sealed, zipped
from tests.tallying.elections import ASSEN, real, reference, small
from tests.tallying.test_commands import run
from tests.tallying.test_recount_names_it import alone

RULES = (Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True),)


def withheld() -> bytes:
    """Assen 2024, 84 ballots, without them."""
    outcomes = [reference(ASSEN).run(rule, "s") for rule in RULES]
    return write_bundle(real(ASSEN), outcomes, ballots=False)


def steps_of(bundle: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files_of(bundle)["transcript.jsonl"].splitlines()]


def test_it_holds_projects_and_steps_and_no_ballot() -> None:
    bundle, files = read_bundle(withheld()), files_of(withheld())
    assert (bundle.withheld, bundle.election.ballots) == (True, ())
    assert [item.id for item in bundle.election.projects] == [p.id for p in real(ASSEN).projects]
    assert files["election.pb"].endswith(b"VOTES\nvoter_id;vote\n")
    assert "cannot check" in files["README.txt"].decode()


def test_no_step_says_who_paid_who_has_something_left_or_who_prefers_what() -> None:
    steps = steps_of(withheld())
    rounds = [step for step in steps if "round" in step]
    lost, compared = ([step for step in steps if key in step] for key in ("lost", "comparison"))
    assert (len(rounds), len(lost), len(compared)) == (9, 5, 1)
    for step in rounds:
        assert list(step) == ["round", "project", "price", "full", "less", "less_paid", "tied"]
        assert not any(step[key] for key in ("price", "full", "less", "less_paid"))
    assert {step["left"] for step in lost} == {None}
    assert compared[0]["prefer_greedy"] is compared[0]["prefer_shares"] is None
    assert [step["tied"] for step in rounds if step["tied"]]
    assert all(step["supporters"] > 0 for step in steps if "supporters" in step)


def test_all_other_lines_are_those_of_the_whole_transcript() -> None:
    election = small({"a": 10, "b": 100}, "6*a 2*b", 40)
    text = transcript_text(election, [Count(election).run(Rule("mes-cost"))])
    assert '"left":"10"' in text
    shown = without_small_cells(text)
    assert '{"lost":"b","left":null,"cost":"100","blocked":false}\n' in shown
    kept = [line for line in text.splitlines() if "round" not in line and "lost" not in line]
    assert kept == [line for line in shown.splitlines() if line in kept]


def test_a_recount_says_plainly_that_it_counted_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(withheld())
    code, out, _ = run("recount", str(path), "--json")
    found = json.loads(out)
    assert (code, found["same"], found["withheld"], found["results"]) == (0, True, True, [])
    assert "nothing was counted again" in run("recount", str(path))[1]
    code, words = alone(path)
    assert (code, "NO BALLOTS" in words) == (0, True)


def test_a_result_that_the_steps_do_not_end_with_is_named(tmp_path: Path) -> None:
    stated = f'"total_cost": "{read_bundle(withheld()).results[0]["total_cost"]}"'
    forged = replaced("result.json", stated, '"total_cost": "1"')(files_of(withheld()))
    path = tmp_path / "bundle.zip"
    path.write_bytes(zipped(sealed(forged)))
    code, out, _ = run("recount", str(path))
    assert (code, "total_cost" in out) == (4, True)
    code, words = alone(path)
    assert (code, "total_cost" in words) == (1, True)


@pytest.mark.parametrize("changed", [False, True])
def test_a_bundle_of_the_first_version_is_still_counted_again(*, changed: bool) -> None:
    files = {name: data for name, data in files_of(published()).items() if name not in ADDED}
    rules = {**json.loads(files[RULE]), "version": 1}
    files[RULE] = json.dumps(rules).encode()
    digests = {name: sha256(data) for name, data in files.items() if name != DIGESTS}
    files[DIGESTS] = json.dumps(digests).encode()
    if changed:
        files["election.pb"] = files["election.pb"].replace(b";100;", b";101;")
    found = examine(zipped(files))
    assert found.same is not changed
    assert {item.file for item in found.discrepancies} == (
        {"election.pb", "result.json"} if changed else set()
    )

"""One file gives one digest: in any process, whatever its hash seed, and in any order of lines."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tallying.engine.counting import Count
from tallying.engine.pabulib import parse_pabulib
from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN, SWIECIE, WIELICZKA

ROOT = Path(__file__).resolve().parents[2]
RULE = ("--rule", "mes-cost", "--completion", "add1", "--then", "greedy-votes", "--comparison")


LIGHT = """
import json, random
from tallying.engine.counting import Count
from tallying.engine.pabulib import read_pabulib
from tallying.engine.rule import Rule
from pathlib import Path
from tests.tallying.hard_elections import any_rule, hard_election
for number in range(60):
    chance = random.Random(number)
    election = hard_election(chance)
    print(json.dumps(Count(election).run(any_rule(chance, election), "x").to_json()))
rule = Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True)
print(json.dumps(Count(read_pabulib(Path({path!r}))).run(rule, "x").to_json()))
"""


def printed(hash_seed: int, *arguments: str) -> str:
    """What Python prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_twenty_hash_seeds_give_the_same_documents_to_the_last_byte() -> None:
    # The engine alone starts sooner than the command.
    script = LIGHT.format(path=str(ASSEN))
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = set(pool.map(lambda seed: printed(seed, "-c", script), range(1, 21)))
    assert len(found) == 1
    (*_, last) = found.pop().splitlines()
    command = ("manage.py", "tally", str(ASSEN), *RULE, "--seed", "x", "--json")
    assert json.loads(printed(21, *command)) == json.loads(last)


@pytest.mark.parametrize("path", [ASSEN, SWIECIE, WIELICZKA], ids=lambda path: path.stem)
def test_lines_in_any_order_give_the_same_document(path: Path) -> None:
    lines = path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
    projects, votes = lines.index("PROJECTS"), lines.index("VOTES")
    rule = Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True)
    documents = []
    for number in range(3):
        rows, ballots = lines[projects + 2 : votes], lines[votes + 2 :]
        if number:
            random.Random(number).shuffle(rows)
            random.Random(number).shuffle(ballots)
        text = [*lines[: projects + 2], *rows, *lines[votes : votes + 2], *ballots]
        documents.append(Count(parse_pabulib("\n".join(text))).run(rule, "x").to_json())
    assert documents[0] == documents[1] == documents[2]

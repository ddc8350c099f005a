"""Elections for the tests: real ones by file, and small ones written down in a line."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.pabulib import read_pabulib

DATA = Path(__file__).resolve().parent.parent / "data" / "pabulib"
WIELICZKA = Path(__file__).resolve().parents[2] / "tallying" / "demo" / "wieliczka-2023.pb"
ASSEN = DATA / "Netherlands_Assen_2024.pb"
SWIECIE = DATA / "Poland_Swiecie_2023.pb"
EXPECTED = {path.name.removesuffix(".expected.json"): path for path in DATA.glob("*.json")}


def path_of(name: str) -> Path:
    """The Pabulib file of an expected.json."""
    return WIELICZKA if name.startswith("Poland_Wieliczka") else DATA / f"{name}.pb"


@cache
def expected(name: str) -> dict[str, Any]:
    """What pabutools selected, by row."""
    loaded: dict[str, Any] = json.loads(EXPECTED[name].read_text(encoding="utf-8"))
    return loaded


@cache
def real(path: Path) -> Election:
    """A real election, read once."""
    return read_pabulib(path)


@cache
def reference(path: Path) -> Count:
    """The reference tally of a real election, which keeps the shares it has tried."""
    return Count(real(path))


def small(costs: Mapping[str, int], ballots: str, budget: int, **more: Any) -> Election:
    """An election of few letters: `small({"a": 5}, "3*ab c -", 10)`; `-` is an empty ballot."""
    groups = []
    for word in ballots.split():
        count, _, choices = word.rpartition("*")
        groups.append(BallotGroup(tuple(sorted(choices.strip("-"))), int(count or 1)))
    projects = tuple(Project(name, cost) for name, cost in costs.items())
    return Election(projects, tuple(groups), budget, **more)

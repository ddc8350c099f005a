"""How the time of a count grows with ballots, projects and budget; one drawing for each.

The drawings (log-log, SVG) go to .var/bench/; a slope of 1 means twice as long for twice as much.
"""

import math
from collections.abc import Sequence
from itertools import count as counted
from pathlib import Path

import pytest

from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.rule import Rule
from tests.benchmarks.drawing import Line, log_log
from tests.benchmarks.synthetic import drawn_election
from tests.benchmarks.timing import measure, report

FOLDER = Path(__file__).resolve().parents[2] / ".var" / "bench"
RULES = {
    "one share": Rule("mes-cost"),
    "add1": Rule("mes-cost", completion="add1"),
    "greedy-votes": Rule("greedy-votes"),
}
BALLOTS = (1000, 4000, 16_000, 64_000, 256_000)
PROJECTS = (12, 25, 50, 100, 200)
PARTS = (0.05, 0.1, 0.2, 0.4, 0.8)


def milliseconds(election: Election, rule: Rule) -> float:
    """The rule itself, arrays and digest being there."""
    engine, seeds = Count(election), counted()
    engine.run(rule, "first")
    return 1000 * measure(lambda: engine.run(rule, f"{next(seeds)}"), runs=3).best


@pytest.mark.parametrize(
    ("axis", "values", "label"),
    [
        ("ballots", BALLOTS, "ballots (100 projects)"),
        ("projects", PROJECTS, "projects (16,000 ballots)"),
        ("budget", PARTS, "budget by the cost of all 100 projects (16,000 ballots)"),
    ],
)
def test_time_against(axis: str, values: Sequence[float], label: str) -> None:
    lines = {name: Line(name, []) for name in RULES}
    for value in values:
        voters = int(value) if axis == "ballots" else 16_000
        projects = int(value) if axis == "projects" else 100
        part = value if axis == "budget" else 0.3
        election = drawn_election(voters, projects, part=part)
        for name, rule in RULES.items():
            lines[name].points.append((value, milliseconds(election, rule)))
    for line in lines.values():
        (start, low), (end, high) = line.points[0], line.points[-1]
        slope = math.log(high / low) / math.log(end / start)
        report(f"{line.name} against {axis}: at {end:,}", high, "ms")
        report(f"{line.name} against {axis}: slope", slope, "(log-log)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawing = log_log(f"Milliseconds of a count against {axis}", label, list(lines.values()))
    (FOLDER / f"tally-{axis}.svg").write_text(drawing, encoding="utf-8")

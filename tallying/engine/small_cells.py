"""A transcript for a vote whose ballots are kept back: no count of fewer than five people.

A round says how many voters paid the whole price and how many had less. Where either is one to
four, all three figures of that round are left out (one would give away the other); so is what the
supporters of a project have left where they are fewer than five, and a comparison in which fewer
than five voters prefer one side. The votes of each project stay: they are the published totals.
"""

import json
from typing import Any

SMALLEST = 5
_HIDDEN = {
    "round": ("full", "less", "less_paid"),
    "lost": ("left",),
    "comparison": ("prefer_greedy", "prefer_shares"),
}


def without_small_cells(transcript: str) -> str:
    """The transcript with `null` in place of figures about one to four people."""
    supporters: dict[str, int] = {}
    lines = []
    for text in transcript.split("\n")[:-1]:
        line = json.loads(text)
        if "supporters" in line:
            supporters[line["project"]] = line["supporters"]
        for kind, keys in _HIDDEN.items():
            if kind in line and _is_small(line, kind, supporters):
                line |= dict.fromkeys(keys)
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


def _is_small(line: dict[str, Any], kind: str, supporters: dict[str, int]) -> bool:
    if kind == "round":
        people = [line["full"], line["less"]]
    elif kind == "lost":
        people = [supporters[line["lost"]]]
    else:
        people = [line["prefer_greedy"], line["prefer_shares"]]
    return any(0 < number < SMALLEST for number in people)

"""Small edition files for the tests, in the format of tallying/README.md."""

import json
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[2] / "tallying" / "demo"


def words(text: str) -> dict[str, str]:
    return {"nl": text, "fr": f"{text} (fr)"}


def document(**edition: Any) -> dict[str, Any]:
    """Three proposals, two on the ballot, in a vote that began a week before the day of loading."""
    return {
        "_notice": "Fictional.",
        "council": {"code": "demo-laken", "name": words("Raad"), "area_code": "laken"},
        "edition": {
            "code": "2026",
            "budget_eur": 1000,
            "calendar_days": {"call": [-90, -60], "vote": [-7, 7], "paper_intake_until": 9},
            **edition,
        },
        "themes": {"green": words("Groen")},
        "proposals": [
            proposal(1, cost_eur=600),
            proposal(2, cost_eur=500.5),
            proposal(3, outcome_of_feasibility="rejected", reason=words("Te duur")),
        ],
    }


def proposal(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "number": number,
        "title": words(f"Project {number}"),
        "summary": words("Uitleg"),
        "theme": "green",
        "cost_eur": 400,
        "outcome_of_feasibility": "kept",
        **fields,
    }


def written(folder: Path, content: dict[str, Any], name: str = "edition.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def votes(folder: Path, *lines: str) -> Path:
    path = folder / "votes.csv"
    path.write_text("\n".join(["channel,projects", *lines]), encoding="utf-8")
    return path

"""Plain builders: a council, an edition in any phase, its ballot, its box."""

from datetime import UTC, datetime, timedelta
from typing import Any

from budgeting.clock import SetClock
from budgeting.models import Area, Council, Edition, Theme
from budgeting.phases import Phase
from proposals.models import BallotProject, Proposal
from voting.models import PaperRules
from voting.services.starting import register_server_box, start_voting

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
MES = {"version": 1, "rule": "mes-cost", "completion": "add1", "start": "exact", "step": "1"}
GREEDY = {"version": 1, "rule": "greedy-votes"}


def council(slug: str = "demo-laken", **fields: Any) -> Council:
    area, _ = Area.objects.get_or_create(
        slug="laken", defaults={"name_nl": "Laken", "name_fr": "Laeken"}
    )
    names = {"name_nl": f"Wijkraad {slug}", "name_fr": f"Conseil {slug}", "fictional": True}
    return Council.objects.create(slug=slug, area=area, **(names | fields))


def edition(of: Council | None = None, slug: str = "2026", **fields: Any) -> Edition:
    """An edition in DRAFT whose vote is open at NOW once it is started."""
    settings: dict[str, Any] = {
        "title_nl": "Wijkbudget 2026",
        "title_fr": "Budget de quartier 2026",
        "influence_nl": "Uw stemmen bepalen het voorstel van de wijkraad.",
        "influence_fr": "Vos votes déterminent la proposition du conseil de quartier.",
        "decides_last_nl": "De gemeenteraad",
        "decides_last_fr": "Le conseil communal",
        "out_of_scope_nl": "Gewestwegen",
        "out_of_scope_fr": "Les voiries régionales",
        "budget_cents": 30_000_000,
        "ballot_format": {"type": "approval", "min": 1, "max": None},
        "rule": MES,
        "shadow_rules": [GREEDY],
        "is_test": True,
        "call_opens_at": NOW - timedelta(days=90),
        "call_closes_at": NOW + timedelta(days=90),
        "opens_at": NOW - timedelta(days=7),
        "closes_at": NOW + timedelta(days=7),
    }
    merged = settings | fields
    if "paper_intake_until" not in merged and merged["closes_at"]:
        merged["paper_intake_until"] = merged["closes_at"] + timedelta(days=2)
    return Edition.objects.create(council=of or council(), slug=slug, **merged)


def theme(of: Edition, code: str = "green") -> Theme:
    return Theme.objects.get_or_create(
        edition=of, code=code, defaults={"name_nl": "Groen", "name_fr": "Vert"}
    )[0]


def proposal(of: Edition, number: int = 1, **fields: Any) -> Proposal:
    settings: dict[str, Any] = {
        "title_nl": f"Voorstel {number}",
        "title_fr": f"Proposition {number}",
        "summary_nl": "Een korte uitleg.",
        "summary_fr": "Une courte explication.",
        "theme": theme(of),
        "cost_cents": 1_000_000,
        "submitted_at": NOW,
        "submitter_name": "Amina Peeters",
    }
    return Proposal.objects.create(edition=of, number=number, **(settings | fields))


def projects(of: Edition, count: int = 4) -> list[BallotProject]:
    return [
        BallotProject.objects.create(
            edition=of,
            code=str(number),
            number=number,
            title_nl=f"Project {number}",
            title_fr=f"Projet {number}",
            summary_nl="Uitleg.",
            summary_fr="Explication.",
            place_nl="Plein",
            place_fr="Place",
            realised_by_nl="Stad",
            realised_by_fr="Ville",
            cost_cents=5_000_000 * number,
            theme=theme(of),
        )
        for number in range(1, count + 1)
    ]


def voting(
    of: Council | None = None, count: int = 4, paper: dict[str, Any] | None = None, **fields: Any
) -> Edition:
    """An edition whose vote is open at NOW, with a box whose key the server holds.

    `paper`: its rules of paper, where they are not the usual ones.
    """
    made = edition(of, **({"phase": Phase.PUBLICATION} | fields))
    if paper:
        PaperRules.objects.create(edition=made, **paper)
    projects(made, count)
    clock = SetClock(NOW)
    register_server_box(made, clock=clock)
    start_voting(made, clock=clock)
    made.refresh_from_db()
    return made

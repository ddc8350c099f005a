"""Draws of a council in each of their states, for tests."""

from datetime import timedelta
from typing import Any

from budgeting.clock import SetClock
from budgeting.models import Council, SortitionDraw, User
from budgeting.services import drawing_lots
from tests.budgeting.lots import candidates, quotas_near
from tests.build import NOW

SEED = "7 12 23 31 40 44"
LATER = NOW + timedelta(days=8)


def prepared(council: Council, **fields: Any) -> SortitionDraw:
    people = candidates(120)
    quotas = {c: {v: list(b) for v, b in vs.items()} for c, vs in quotas_near(people, 11).items()}
    settings = {
        "seats": 11, "substitutes": 4, "algorithm": "random-priority", "quotas": quotas,
        "seed_source_nl": "Lotto", "seed_source_fr": "Le Lotto",
        "seed_known_at": NOW + timedelta(days=7), "created_at": NOW,
    }  # fmt: skip
    lots = SortitionDraw(council=council, **(settings | fields))
    drawing_lots.put_candidates(lots, people)
    lots.save()
    return lots


def announced(council: Council, by: User, **fields: Any) -> SortitionDraw:
    return drawing_lots.announce(prepared(council, **fields).pk, by=by, clock=SetClock(NOW))


def drawn(council: Council, by: User, **fields: Any) -> SortitionDraw:
    lots = announced(council, by, **fields)
    return drawing_lots.draw_lots(lots.pk, SEED, by=by, clock=SetClock(LATER))

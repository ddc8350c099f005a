"""A draw step by step: each waits for the one before, and what is public holds nobody's data."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Record, SortitionDraw, User
from budgeting.services import drawing_lots
from budgeting.sortition import read_quotas
from tests.budgeting.draws import LATER, SEED, announced, drawn, prepared
from tests.budgeting.lots import candidates
from tests.build import NOW
from tests.people import SignIn

pytestmark = pytest.mark.django_db

DESK = "/nl/desk/demo-laken/draws/"
PUBLIC = "/nl/c/demo-laken/draws/"


def test_the_database_holds_that_the_seed_comes_after_the_announcement(
    council: Council, officer: User
) -> None:
    rows = SortitionDraw.objects.filter(pk=prepared(council).pk)
    wrong: list[dict[str, object]] = [
        {"seed": SEED},
        {"seed": SEED, "drawn_at": NOW},
        {"seed": SEED, "drawn_at": NOW, "announced_at": NOW},
        {"seed": SEED, "drawn_at": NOW + timedelta(days=1), "announced_at": NOW},
        {"seed": SEED, "drawn_at": NOW, "announced_at": LATER},
        {"seed": "", "drawn_at": LATER, "announced_at": NOW},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    rows.update(seed=SEED, drawn_at=LATER, announced_at=NOW)


def test_each_step_waits_for_the_one_before(council: Council, officer: User) -> None:
    lots = prepared(council)
    clock = SetClock(NOW)

    def refused(step: Any, *arguments: object, at: datetime = NOW, **more: object) -> str:
        with pytest.raises(Refused) as error:
            step(lots.pk, *arguments, by=officer, clock=SetClock(at), **more)
        return error.value.code

    term: dict[str, Any] = {"starts_on": date(2027, 1, 1), "ends_on": date(2026, 1, 1)}
    assert refused(drawing_lots.draw_lots, SEED, at=LATER) == "not_announced"
    assert refused(drawing_lots.erase_candidates) == "not_drawn"
    assert refused(drawing_lots.fill_seats, **term) == "not_drawn"
    assert refused(drawing_lots.announce, at=LATER) == "seed_known_too_early"
    drawing_lots.announce(lots.pk, by=officer, clock=clock)
    assert refused(drawing_lots.announce) == "already_announced"
    assert refused(drawing_lots.drop) == "already_announced"
    assert refused(drawing_lots.draw_lots, SEED) == "seed_not_known_yet"
    assert refused(drawing_lots.draw_lots, "  ", at=LATER) == "no_seed"
    SortitionDraw.objects.update(candidates=candidates(119))
    assert refused(drawing_lots.draw_lots, SEED, at=LATER) == "list_changed"
    SortitionDraw.objects.update(candidates=candidates(120))
    drawing_lots.draw_lots(lots.pk, SEED, by=officer, clock=SetClock(LATER))
    assert refused(drawing_lots.draw_lots, "other", at=LATER) == "already_drawn"
    assert refused(drawing_lots.fill_seats, **term) == "term_ends_before_it_starts"


def test_what_was_never_announced_can_be_thrown_away(council: Council, officer: User) -> None:
    lots = prepared(council)
    assert SignIn(officer).post(f"{DESK}{lots.pk}/drop/")["Location"] == DESK
    assert not SortitionDraw.objects.exists()
    assert Record.objects.get().event == "draw_dropped"


def test_small_groups_of_candidates_are_not_shown_to_everybody(
    council: Council, officer: User, resident: Client
) -> None:
    lots = announced(council, officer)
    drawing_lots.estimate(lots.pk)
    shown = resident.get(f"{PUBLIC}{lots.pk}/").context["chances"]
    assert shown["hidden"] > 0
    assert all(group.candidates >= 5 for group in shown["groups"])


def test_the_published_file_gives_the_same_people_with_the_list(
    council: Council, officer: User, resident: Client
) -> None:
    lots = drawn(council, officer)
    document = resident.get(f"{PUBLIC}{lots.pk}/?format=json").content.decode()
    told = json.loads(document)
    assert read_quotas(document) == drawing_lots.order_of(lots).quotas
    assert told["result"]["seats"] == lots.result["seats"]
    assert told["seed"] == SEED
    assert "groups" not in document
    assert "candidates" in told
    assert isinstance(told["candidates"], int)

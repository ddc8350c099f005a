"""A draw step by step: each waits for the one before, and what is public holds nobody's data."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from budgeting.clock import SetClock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import Council, Record, SortitionDraw, User
from budgeting.services import drawing_lots
from budgeting.sortition import Drawn, Order, draw, read_quotas
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


def refusal(step: Any, *arguments: object, at: datetime = NOW, **more: object) -> str:
    with pytest.raises(Refused) as error:
        step(*arguments, clock=SetClock(at), **more)
    return error.value.code


@pytest.mark.parametrize(
    ("fictional", "notice"), [(False, timedelta(hours=24)), (True, timedelta(minutes=1))]
)
def test_a_draw_can_be_read_long_before_its_seed_is_known(
    council: Council, officer: User, fictional: bool, notice: timedelta
) -> None:
    Council.objects.update(fictional=fictional)
    lots = prepared(council)
    late = lots.seed_known_at - notice + timedelta(seconds=1)
    announce = drawing_lots.announce
    assert refusal(announce, lots.pk, by=officer, at=late) == "seed_known_too_early"
    in_time = SetClock(lots.seed_known_at - notice)
    assert announce(lots.pk, by=officer, clock=in_time).announced_at


def test_nobody_chooses_between_two_draws(council: Council, officer: User) -> None:
    first, second = announced(council, officer), prepared(council)
    announce = drawing_lots.announce
    assert refusal(announce, second.pk, by=officer) == "another_announced"
    drawing_lots.draw_lots(first.pk, SEED, by=officer, clock=SetClock(LATER))
    announce(second.pk, by=officer, clock=SetClock(NOW))
    late = SetClock(LATER + timedelta(days=1))
    drawing_lots.draw_lots(second.pk, SEED, by=officer, clock=late)
    term: dict[str, Any] = {"starts_on": date(2027, 1, 1), "ends_on": date(2029, 1, 1)}
    assert refusal(drawing_lots.fill_seats, first.pk, by=officer, **term) == "drawn_again"
    assert drawing_lots.fill_seats(second.pk, by=officer, **term) == 15


def test_a_draw_that_was_never_done_gives_way_after_thirty_days(
    council: Council, officer: User
) -> None:
    first = announced(council, officer)
    late = first.seed_known_at + timedelta(days=30, seconds=1)
    assert refusal(drawing_lots.draw_lots, first.pk, SEED, by=officer, at=late) == "lapsed"
    second = prepared(council, seed_known_at=late + timedelta(days=7))
    assert drawing_lots.announce(second.pk, by=officer, clock=SetClock(late)).announced_at


def test_what_takes_long_holds_no_lock(
    council: Council, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, seen = len(connection.atomic_blocks), []

    def watched(order: Order, seed: str) -> Drawn:
        seen.append(len(connection.atomic_blocks))
        return draw(order, seed)

    monkeypatch.setattr(drawing_lots, "draw", watched)
    monkeypatch.setattr(drawing_lots, "rehearse", lambda order: watched(order, "rehearsal"))
    drawn(council, officer)
    assert seen == [outside, outside]


def test_a_draw_that_changed_meanwhile_is_not_drawn_over(
    council: Council, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots = announced(council, officer)

    def overtaken(order: Order, seed: str) -> Drawn:
        monkeypatch.undo()
        drawing_lots.draw_lots(lots.pk, "the other seed", by=officer, clock=SetClock(LATER))
        return draw(order, seed)

    monkeypatch.setattr(drawing_lots, "draw", overtaken)
    step = drawing_lots.draw_lots
    assert refusal(step, lots.pk, SEED, by=officer, at=LATER) == "changed_meanwhile"
    lots.refresh_from_db()
    assert lots.seed == "the other seed"


def test_chances_are_worked_out_once_and_only_for_the_draw_as_it_is(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots, worked = prepared(council), []

    def counted(order: Order) -> dict[str, object]:
        worked.append(order)
        return {"draws": 1}

    monkeypatch.setattr(drawing_lots, "chances", counted)
    drawing_lots.estimate(lots.pk, "sha256:of what it was before")
    assert worked == []
    for _twice in range(2):
        drawing_lots.estimate(lots.pk, digest_of(drawing_lots.announcement(lots)))
    assert len(worked) == 1
    lots.refresh_from_db()
    assert lots.result == {"probabilities": {"draws": 1}}


def test_everybody_reads_that_a_draw_was_never_done(
    council: Council, officer: User, resident: Client
) -> None:
    lots = announced(council, officer)
    assert resident.get(f"{PUBLIC}{lots.pk}/").context["lapsed"]
    desk = SignIn(officer).get(f"{DESK}{lots.pk}/")
    assert desk.context["lapsed"]
    assert f"{DESK}{lots.pk}/seed/" not in desk.content.decode()

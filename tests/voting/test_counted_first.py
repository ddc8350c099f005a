"""People count first: until then nothing tells what the machines counted, day after day."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.clock import SetClock
from budgeting.models import Edition, Record, Role, User, Venue
from tests import build
from tests.people import SignIn, person
from tests.voting import desk
from tests.voting.custody import LATER, closed, counted, in_the_hall
from tests.voting.ruled import seen
from voting.models import CountKind, HandCount, Way
from voting.services.adjudicating import declare
from voting.services.counted_first import may_show
from voting.services.hand_counts import correct_count, count_by_hand
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.opening import problems
from voting.services.paper_desk import places_of
from voting.services.reconciling import left_open, unexplained
from voting.services.spoiling import spoil_sheet

pytestmark = pytest.mark.django_db
NEXT_DAY = SetClock(build.NOW + timedelta(days=1))


def looked_at(edition: Edition, watcher: SignIn) -> tuple[Any, ...]:
    """What an observer is told at the opening and of the reconciliation."""
    address = (edition.council.slug, edition.slug)
    opening = watcher.get(reverse("opening", args=address)).context
    adds_up = watcher.get(reverse("reconciliation", args=address)).context
    return opening["problems"], adds_up["hidden"], adds_up["points"]


def in_public(edition: Edition) -> str:
    report = reverse("paper_report", args=(edition.council.slug, edition.slug))
    said = Client().get(report).content.decode()
    return said[said.index("<main") : said.index("</main>")]


def test_a_count_that_is_corrected_to_and_fro_finds_no_machine_count(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    for sheet in in_the_hall(real, hall).sheets[:3]:
        desk.read(real, sheet.serial_text, "1")
    counted(real, hall, pair, issued=5, box=2)
    HandCount.objects.exclude(kind=CountKind.BOX).delete()
    omar = SignIn(person(real.council, Role.OBSERVER, "Omar"))
    told = []
    for value in (3, 4):
        old = HandCount.objects.get(kind=CountKind.BOX, state="closed")
        correct_count(old, value=value, reason="Nog eens.", by=pair[0], clock=desk.CLOCK)
        place: dict[str, Any] = {"venue": hall, "day": old.day, "kind": CountKind.BOX}
        count_by_hand(real, **place, value=value, by=pair[1], clock=desk.CLOCK)
        found, hidden, points = looked_at(real, omar)
        told.append((found, hidden, [point.replace(str(value), "?") for point in points]))
    assert told[0] == told[1]
    assert told[0][0][1:] == ["In 1 stemlokaal ontbreken tellingen met de hand."]


def test_while_a_correction_waits_the_box_stays_closed_and_nothing_says_what_differs(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    desk.read(real, in_the_hall(real, hall).sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    old = HandCount.objects.get(kind=CountKind.BOX)
    correct_count(old, value=1, reason="Nog eens.", by=pair[0], clock=desk.CLOCK)
    assert [point.split(" ")[1] for point in unexplained(real)] == ["box"]
    omar = SignIn(person(real.council, Role.OBSERVER, "Omar"))
    differing, public = looked_at(closed(real), omar), in_public(real)
    assert "Nog niet alles is geteld" in public
    assert len(problems(real, clock=LATER)) == 1
    assert left_open(real) == (1, 0)
    HandCount.objects.filter(pk=old.pk).update(value=1, second_value=1)
    assert (looked_at(real, omar), in_public(real)) == (differing, public)
    assert len(problems(real, clock=LATER)) == 1


def test_the_counts_of_the_first_day_do_not_show_what_is_read_on_the_next(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    sheets = [sheet.serial_text for sheet in in_the_hall(real, hall).sheets]
    desk.read(real, sheets[0], "1")
    counted(real, hall, pair, issued=1, left_over=4, box=1)
    assert may_show(real, hall.pk)
    desk.read(real, sheets[1], "1", clock=NEXT_DAY)
    assert not may_show(real, hall.pk)
    (place,) = places_of(real)
    assert (place.done, place.lacks) == (False, NEXT_DAY.now().date())
    assert left_open(real)[0] == 1
    counted(real, hall, pair, clock=NEXT_DAY, issued=1, left_over=3, box=1)
    assert may_show(real, hall.pk)
    (place,) = places_of(real)
    assert (place.done, place.lacks) == (True, None)
    assert unexplained(real) == []


def test_what_is_read_after_the_close_asks_for_no_counts_of_that_day(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    sheets = [sheet.serial_text for sheet in in_the_hall(real, hall).sheets]
    counted(real, hall, pair, issued=1, left_over=4, box=1)
    assert real.closes_at is not None
    Edition.objects.update(paper_intake_until=real.closes_at + timedelta(days=2))
    desk.read(closed(real), sheets[0], "1", clock=SetClock(real.closes_at + timedelta(days=1)))
    assert may_show(real, hall.pk)


def test_spoiled_sheets_are_no_number_on_the_desk_before_people_have_counted_them(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    serial = in_the_hall(real, hall).sheets[0].serial_text
    spoil_sheet(real, serial, by=pair[0], clock=desk.CLOCK)
    assert [dict(line.states) for line in places_of(real)[0].batches] == [{"released": 5}]
    counted(real, hall, pair, left_over=4, spoiled_before=1)
    (line,) = places_of(real)[0].batches
    assert dict(line.states) == {"released": 5, "spoiled": 1}


def test_the_trail_does_not_tell_how_many_ballots_are_blank_or_came_back(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    sheet = in_the_hall(real, hall).sheets[0]
    page = desk.read(real, sheet.serial_text)
    declare(seen(page, pair[0]), "blank", reason="no_mark")
    assert Record.objects.get(event="page_decided").data == {"batch": 1}
    assert page.adjudications.get().reason_code == "no_mark"
    back = Slip(Way.BACK, 4, "Gerda", "Piet", None, hall)
    noted = note_hand_over(real, back, by=pair[0], clock=desk.CLOCK)
    assert confirm_hand_over(noted, by=pair[1], clock=desk.CLOCK).sheets == 4
    events = ("sheets_handed_over", "hand_over_confirmed")
    said = [line.data for line in Record.objects.filter(event__in=events).order_by("pk")]
    plain = {"batch": None, "way": "back"}
    assert said == [plain, {**plain, "on_slip": False}]

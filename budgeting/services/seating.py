"""Seats after the draw: one ends, a substitute moves up, a member declares an interest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, InterestDeclaration, Seat, SeatKind, User
from budgeting.services.recording import record


@dataclass(frozen=True)
class Seating:
    """The seats of a council on a day; `former` ended before it, by their term or earlier, and
    `coming` start after it."""

    drawn: list[Seat]
    delegates: list[Seat]
    substitutes: list[Seat]
    coming: list[Seat]
    former: list[Seat]


def seating(council: Council, on: date) -> Seating:
    rows = list(council.seats.select_related("user", "draw"))
    former = [seat for seat in rows if is_over(seat, on)]
    coming = [seat for seat in rows if seat.starts_on and on < seat.starts_on]
    current = [seat for seat in rows if seat not in former and seat not in coming]
    members = [seat for seat in current if not seat.substitute]
    return Seating(
        drawn=[seat for seat in members if seat.kind == SeatKind.DRAWN],
        delegates=[seat for seat in members if seat.kind == SeatKind.DELEGATE],
        substitutes=[seat for seat in current if seat.substitute],
        coming=[seat for seat in coming if seat not in former],
        former=former,
    )


def is_over(seat: Seat, on: date) -> bool:
    """Did the seat end before this day?"""
    return any(end is not None and end < on for end in (seat.left_on, seat.ends_on))


def terms(seats: Iterable[Seat]) -> list[tuple[date, date]]:
    """The different terms of seats, the earliest first."""
    return sorted({(s.starts_on, s.ends_on) for s in seats if s.starts_on and s.ends_on})


def end_seat(seat: Seat, *, left_on: date, by: User, clock: Clock = DATABASE_CLOCK) -> Seat | None:
    """A member leaves before the end of the term; answers the substitute who is first in line.

    Refuses `ends_before_it_starts`.
    """
    if seat.starts_on and left_on < seat.starts_on:
        raise Refused("ends_before_it_starts", _("The seat had not started on that day."))
    with transaction.atomic():
        seat.left_on = left_on
        seat.save_over(seat.version, ["left_on"])
        record("seat_ended", council=seat.council, by=by, role="officer",
               data={"seat": seat.pk, "left_on": left_on.isoformat()}, clock=clock)  # fmt: skip
    if seat.substitute:
        return None
    waiting = seating(seat.council, left_on).substitutes
    return next((one for one in waiting if one.kind == seat.kind), None)


def move_up(seat: Seat, *, starts_on: date, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """A substitute takes a seat. Refuses `not_a_substitute`, `has_left` and `no_free_seat`."""
    with transaction.atomic():
        council = Council.objects.select_for_update().get(pk=seat.council_id)
        seat.refresh_from_db()
        if not seat.substitute:
            raise Refused("not_a_substitute", _("This is a seat already."))
        if is_over(seat, starts_on):
            raise Refused("has_left", _("This substitute has left the council: ask another one."))
        now = seating(council, starts_on)
        is_drawn = seat.kind == SeatKind.DRAWN
        taken = len(now.drawn if is_drawn else now.delegates)
        if taken >= (council.drawn_members if is_drawn else council.delegate_members):
            raise Refused("no_free_seat", _("No seat of this kind is free: end one first."))
        seat.substitute, seat.position, seat.starts_on = False, 0, starts_on
        seat.save_over(seat.version, ["substitute", "position", "starts_on"])
        record("substitute_moved_up", council=council, by=by, role="officer",
               data={"seat": seat.pk}, clock=clock)  # fmt: skip


def declare(
    seat: Seat, *, text: str, language: str, by: User, role: str, clock: Clock = DATABASE_CLOCK
) -> InterestDeclaration:
    """What a member has to do with a matter before the council; public at once."""
    with transaction.atomic():
        made = InterestDeclaration.objects.create(
            seat=seat, text=text.strip(), language=language, declared_at=clock.now()
        )
        record("interest_declared", council=seat.council, by=by, role=role,
               data={"seat": seat.pk, "declaration": made.pk}, clock=clock)  # fmt: skip
    return made


def end_declaration(
    number: int, *, by: User, role: str, clock: Clock = DATABASE_CLOCK
) -> InterestDeclaration:
    """The interest is over; the line stays, with its end. Ending it twice changes nothing."""
    with transaction.atomic():
        found = InterestDeclaration.objects.select_for_update().get(pk=number)
        if found.ended_at is None:
            found.ended_at = clock.now()
            found.save(update_fields=["ended_at"])
            record("interest_ended", council=found.seat.council, by=by, role=role,
                   data={"declaration": number}, clock=clock)  # fmt: skip
    return found

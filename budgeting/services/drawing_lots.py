"""Drawing lots for a council: prepared, announced with everything but the seed, drawn, seated."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import Council, Seat, SeatKind, SortitionDraw, User
from budgeting.services.recording import record
from budgeting.sortition import Order, SortitionError, chances, draw, list_digest, rehearse
from budgeting.sortition.problem import Candidate
from budgeting.sortition_words import refusal_in_words

PREPARED, ANNOUNCED, DRAWN = "prepared", "announced", "drawn"
# Everybody can read of a draw before anybody can know its seed; a demonstration need not wait.
NOTICE, NOTICE_OF_A_DEMO = timedelta(hours=24), timedelta(minutes=1)
# A source may fail: a draw that was never done binds nobody for ever.
LAPSE = timedelta(days=30)


def state_of(lots: SortitionDraw) -> str:
    if lots.drawn_at:
        return DRAWN
    return ANNOUNCED if lots.announced_at else PREPARED


def order_of(lots: SortitionDraw) -> Order:
    """The draw as pure code takes it."""
    quotas = {
        column: {value: (bounds[0], bounds[1]) for value, bounds in values.items()}
        for column, values in lots.quotas.items()
    }
    return Order(lots.candidates, quotas, lots.seats, lots.substitutes, lots.algorithm)


def put_candidates(lots: SortitionDraw, candidates: Sequence[Candidate]) -> None:
    """Put a list into a draw that is being prepared; the caller saves."""
    lots.candidates = [dict(row) for row in candidates]
    lots.candidate_count = len(candidates)
    lots.list_digest = list_digest(candidates)


def announcement(lots: SortitionDraw) -> dict[str, Any]:
    """What is public before the seed is known, as it is published and fingerprinted."""
    return {
        "seats": lots.seats,
        "substitutes": lots.substitutes,
        "candidates": lots.candidate_count,
        "list_digest": lots.list_digest,
        "quotas": lots.quotas,
        "algorithm": lots.algorithm,
        "seed_source": {"nl": lots.seed_source_nl, "fr": lots.seed_source_fr},
        "seed_known_at": lots.seed_known_at.astimezone(UTC).isoformat(),
    }


def estimate(number: int, wanted: str = "") -> None:
    """Work out everybody's chance and keep it, unless the draw was changed meanwhile.

    `wanted` is the digest of the draw that it was asked for: another one has its own asking, and
    what is known is not worked out again.
    """
    lots = SortitionDraw.objects.filter(pk=number).first()
    if lots is None or not lots.candidates or "probabilities" in lots.result:
        return
    if wanted and wanted != digest_of(announcement(lots)):
        return
    try:
        found = chances(order_of(lots))
    except SortitionError:
        return
    with transaction.atomic():
        now = SortitionDraw.objects.select_for_update().filter(pk=number).first()
        if now is not None and announcement(now) == announcement(lots):
            now.result = now.result | {"probabilities": found}
            now.save(update_fields=["result"])


def announce(number: int, *, by: User, clock: Clock = DATABASE_CLOCK) -> SortitionDraw:
    """Make a draw public; from now on nothing of it changes.

    Refuses `already_announced`, `seed_known_too_early`, `another_announced`, and whatever makes a
    draw impossible; that takes seconds, and holds no lock. Raises ChangedMeanwhile.
    """
    lots = SortitionDraw.objects.select_related("council").get(pk=number)
    if lots.announced_at:
        raise Refused("already_announced", _("This draw is announced already."))
    _possible(lots)
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=lots.council_id)
        now = clock.now()
        _in_time(lots, now)
        lots.announced_at = now
        lots.save_over(lots.version, ["announced_at"])
        _note("draw_announced", lots, by, clock, announcement=digest_of(announcement(lots)))
    return lots


def draw_lots(number: int, seed: str, *, by: User, clock: Clock = DATABASE_CLOCK) -> SortitionDraw:
    """Draw with the seed that its source gave.

    Refuses `not_announced`, `already_drawn`, `seed_not_known_yet`, `lapsed`, `list_changed`,
    `no_seed`, `too_hard`. The computing holds no lock. Raises ChangedMeanwhile.
    """
    lots, now = SortitionDraw.objects.get(pk=number), clock.now()
    for code, wrong, sentence in (
        ("not_announced", not lots.announced_at, _("A draw has to be announced first.")),
        ("already_drawn", lots.drawn_at, _("The lots are drawn already.")),
        ("seed_not_known_yet", now < lots.seed_known_at, _("The seed is not known yet.")),
        ("lapsed", has_lapsed(lots, now),
         _("These lots were not drawn within 30 days of their seed. Announce a new draw.")),
        ("list_changed", list_digest(lots.candidates) != lots.list_digest,
         _("The list is no longer the one that was announced. Nothing is drawn.")),
    ):  # fmt: skip
        if wrong:
            raise Refused(code, sentence)
    try:
        drawn = draw(order_of(lots), seed)
    except SortitionError as error:
        raise Refused(error.code, refusal_in_words(error)) from None
    with transaction.atomic():
        lots.seed, lots.drawn_at, lots.drawn_by = drawn.seed, now, by
        lots.result = _locked(number).result | drawn.document()
        lots.save_over(lots.version, ["seed", "drawn_at", "drawn_by", "result"])
        _note("lots_drawn", lots, by, clock, seed=drawn.seed, result=digest_of(drawn.document()))
    return lots


def fill_seats(
    number: int, *, starts_on: date, ends_on: date, by: User, clock: Clock = DATABASE_CLOCK
) -> int:
    """Make the seats and the substitutes of a draw, or give those it made another term.

    Answers how many there are. Refuses `not_drawn`, `drawn_again`, `term_ends_before_it_starts`.
    """
    with transaction.atomic():
        lots = _locked(number)
        if not lots.drawn_at:
            raise Refused("not_drawn", _("The lots have to be drawn first."))
        if lots.council.draws.filter(drawn_at__gt=lots.drawn_at).exists():
            sentence = _("Lots were drawn again since. Only the last draw fills seats.")
            raise Refused("drawn_again", sentence)
        if ends_on < starts_on:
            raise Refused("term_ends_before_it_starts", _("The term ends before it starts."))
        term = {"starts_on": starts_on, "ends_on": ends_on}
        places = [(name, 0) for name in lots.result["seats"]]
        places += [(name, rank) for rank, name in enumerate(lots.result["substitutes"], 1)]
        for candidate, rank in places:
            _seat(lots, candidate, rank, term)
        _note("seats_filled", lots, by, clock, seats=len(places))
    return len(places)


def _seat(lots: SortitionDraw, candidate: str, rank: int, term: dict[str, date]) -> None:
    """The seat of somebody who was drawn, made or with another term; `rank` of a substitute."""
    place = {"kind": SeatKind.DRAWN, "substitute": rank > 0, "position": rank}
    seat, is_new = Seat.objects.select_for_update().get_or_create(
        draw=lots, candidate=candidate, defaults={"council": lots.council, **place, **term}
    )
    if not is_new:
        seat.starts_on, seat.ends_on = term["starts_on"], term["ends_on"]
        seat.save_over(seat.version, ["starts_on", "ends_on"])


def erase_candidates(number: int, *, by: User, clock: Clock = DATABASE_CLOCK) -> SortitionDraw:
    """Erase the list of a draw that is done; digest and result stay. Refuses `not_drawn`."""
    with transaction.atomic():
        lots = _locked(number)
        if not lots.drawn_at:
            raise Refused("not_drawn", _("The lots have to be drawn first."))
        if lots.candidates_erased_at is None:
            lots.candidates, lots.candidates_erased_at = [], clock.now()
            lots.save_over(lots.version, ["candidates", "candidates_erased_at"])
            _note("candidates_erased", lots, by, clock)
    return lots


def drop(number: int, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Throw a draw away that nobody was told of, with its list. Refuses `already_announced`."""
    with transaction.atomic():
        lots = _locked(number)
        if lots.announced_at:
            raise Refused("already_announced", _("This draw is announced: it stays."))
        _note("draw_dropped", lots, by, clock)
        lots.delete()


def _possible(lots: SortitionDraw) -> None:
    sources = (lots.seed_source_nl.strip(), lots.seed_source_fr.strip())
    if not all(sources):
        raise Refused("no_source", _("Name the source of the seed in both languages."))
    try:
        rehearse(order_of(lots))
    except SortitionError as error:
        sentence: str | Promise = refusal_in_words(error)
        raise Refused(error.code, sentence) from None


def has_lapsed(lots: SortitionDraw, now: datetime) -> bool:
    """Announced, and not drawn in time: it is drawn no more."""
    return bool(lots.announced_at and not lots.drawn_at and now > lots.seed_known_at + LAPSE)


def _in_time(lots: SortitionDraw, now: datetime) -> None:
    """Nobody may know the seed of a draw that is told of, nor choose between two draws."""
    notice = NOTICE_OF_A_DEMO if lots.council.fictional else NOTICE
    if lots.seed_known_at < now + notice:
        raise Refused(
            "seed_known_too_early",
            _("The seed would be known less than 24 hours after this. Choose a later moment."),
        )
    waiting = lots.council.draws.filter(
        announced_at__isnull=False, drawn_at__isnull=True, seed_known_at__gte=now - LAPSE
    )
    if waiting.exclude(pk=lots.pk).exists():
        raise Refused(
            "another_announced",
            _("Another draw of this council is announced. Its lots have to be drawn first."),
        )


def _locked(number: int) -> SortitionDraw:
    return SortitionDraw.objects.select_for_update().get(pk=number)


def _note(event: str, lots: SortitionDraw, by: User, clock: Clock, **data: object) -> None:
    record(event, council=lots.council, by=by, role="officer",
           data={"draw": lots.pk, **data}, clock=clock)  # fmt: skip

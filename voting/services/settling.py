"""Settling a page: the one place where a sheet becomes counted, queued, rejected or a duplicate.

Choices are sealed before the transaction. Inside it: a shared lock on the edition, the clock, a
lock on the sheet and its right to vote, one look at the table, and all rows written at once. So
two readings of one serial at the same moment leave one counted ballot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from budgeting.models import Edition, User
from voting.models import (
    Adjudication,
    Channel,
    Credential,
    Envelope,
    Scan,
    ScanState,
    Sheet,
    SheetState,
)
from voting.services import locks
from voting.services.casting import SealedVote, put_in_box, seal_vote
from voting.services.decided import READ_NO_MORE, is_decided, is_opened, put_away, unlink
from voting.services.page_table import HELD, JOINT, SETTLED_SIDE, TYPED_ONCE, Facts, verdict
from voting.services.readings import Reading, judge
from voting.services.sheets import Intake, standing_refusal
from voting.services.statements import said_about, typed_by

TRIES = 8


class SetChanged(Exception):
    """Another side or page arrived between sealing and locking: seal again."""


@dataclass(frozen=True)
class Joined:
    """The other sides as they were seen before the transaction, the whole judged and sealed."""

    others: frozenset[tuple[UUID, int | None]]
    complete: bool
    code: str = ""
    vote: SealedVote | None = None


@dataclass(frozen=True)
class Locked:
    """What the transaction holds: nothing of it can change until it ends. `opened`: the box."""

    edition: Edition
    sheet: Sheet
    credential: Credential
    envelope: Envelope | None
    at: datetime
    opened: bool


def settle(
    intake: Intake, scan: Scan, reading: Reading, *, sides: int, image: bytes | None
) -> Scan:
    """Store a new page and do with its sheet what the table says; returns the stored scan.

    `image` is its picture, None for a typed sheet; `sides` is how many sides the sheet has.
    """
    assert scan.sheet is not None
    for attempt in range(TRIES):
        scan.position = next_position(scan)
        joined = join(intake, scan, reading, sides)
        try:
            with transaction.atomic():
                held = lock(intake, scan.sheet_id)
                return _store(intake, held, scan, reading, joined, image)
        except (SetChanged, IntegrityError):
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def next_position(scan: Scan) -> int:
    """The next free place in the scan's batch; the database refuses that two take it."""
    last = Scan.objects.filter(batch_id=scan.batch_id).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def lock(intake: Intake, sheet_id: UUID | None) -> Locked:
    """Everything that decides on a sheet, in the order edition, sheet, right to vote."""
    assert sheet_id is not None
    edition = locks.shared(intake.edition.pk)
    sheet = Sheet.objects.select_for_update().get(pk=sheet_id)
    credential = Credential.objects.select_for_update().get(pk=sheet.credential_id)
    envelope = Envelope.objects.filter(credential=credential).first()
    now, opened = intake.clock.now(), is_opened(edition)
    return Locked(edition, sheet, credential, envelope, now, opened)


def join(intake: Intake, scan: Scan, reading: Reading, sides: int) -> Joined:
    """The whole set judged and sealed, when no other side is missing or in doubt."""
    others = list(_other_sides(scan))
    seen = _seen(others)
    if len({other.side for other, _ in others}) + 1 < sides:
        return Joined(seen, complete=False)
    readings = [reading, *(_reading_of(intake, other, decided) for other, decided in others)]
    marks = [mark for one in readings if one is not None for mark in one.marks]
    code, choices = judge(intake.edition, marks)
    if code:
        return Joined(seen, complete=True, code=code)
    first = min([scan, *(other for other, _ in others)], key=lambda one: one.side)
    vote = seal_vote(
        intake.edition,
        scan.sheet.credential_id,  # type: ignore[union-attr]
        choices,
        channel=Channel.PAPER,
        imprint=f"{first.batch.number}-{first.position}",
    )
    return Joined(seen, complete=True, vote=vote)


Decided = tuple[Scan, Adjudication | None]


def _seen(others: Iterable[Decided]) -> frozenset[tuple[UUID, int | None]]:
    return frozenset((other.pk, decided.pk if decided else None) for other, decided in others)


def _other_sides(scan: Scan) -> list[Decided]:
    """Queued pages of the other sides that wait for nothing of their own, with what was decided."""
    found = queued_of(scan).exclude(side=scan.side).filter(code__in=SETTLED_SIDE)
    return [(other, last_agreed(other)) for other in found.select_related("batch")]


def queued_of(scan: Scan) -> QuerySet[Scan]:
    """The other pages of the same sheet on which nobody has decided."""
    return Scan.objects.filter(sheet=scan.sheet_id, state=ScanState.QUEUED).exclude(pk=scan.pk)


def last_agreed(scan: Scan) -> Adjudication | None:
    """The latest correction of a page on which two people agreed."""
    agreed = Adjudication.objects.filter(scan=scan, verdict="corrected", second_by__isnull=False)
    return agreed.order_by("-pk").first()


def _reading_of(intake: Intake, scan: Scan, decided: Adjudication | None) -> Reading | None:
    plain = intake.unseal(decided.reading if decided else scan.reading)
    return Reading.from_bytes(plain) if plain else None


def _store(
    intake: Intake, held: Locked, scan: Scan, reading: Reading, joined: Joined, image: bytes | None
) -> Scan:
    """Decide on a new page and write it, its picture encrypted for whom it still concerns."""
    waiting = queued_of(scan).filter(side=scan.side)
    mine = _typed_before(waiting, scan, intake.by)
    rivals = list(waiting.exclude(pk__in=mine))
    scan.at = intake.received or held.at
    facts = facts_of(held, scan, joined, arrived=scan.at)
    facts.rival = bool(rivals)
    facts.rescan = any(_same_page(rival, scan) for rival in rivals) and not _wavers(intake, scan)
    facts.typed = scan.by_hand
    facts.doubt = reading.doubts[0].code if reading.doubts else ""
    facts.unconfirmed = intake.confirm
    if intake.confirm and joined.others:
        facts.joint = ""  # every side is looked at by itself before the whole is judged
    scan.state, scan.code = verdict(facts)
    if held.opened:
        unlink(scan)
        scan.save(force_insert=True)
        return scan
    _enclose(intake, scan, reading, image)
    if scan.state == ScanState.QUEUED or scan.code == "already_queued":
        mine.update(state=ScanState.DUPLICATE, code="not_chosen")
    scan.save(force_insert=True)
    if scan.code == HELD:
        queued_of(scan).filter(side=scan.side).update(code=HELD)
    follow(intake, held, scan, joined)
    return scan


def _enclose(intake: Intake, scan: Scan, reading: Reading, image: bytes | None) -> None:
    """Encrypt a page for whom it concerns; marks stay readable while it waits, and no longer."""
    waits = scan.state == ScanState.QUEUED
    for_box = scan.state == ScanState.ACCEPTED or scan.code in READ_NO_MORE
    scan.image = intake.seal(image, for_box=for_box)
    scan.reading = intake.seal(reading.to_bytes(), for_box=not waits)
    scan.fingerprint = scan.fingerprint if waits else ""


def _typed_before(waiting: QuerySet[Scan], scan: Scan, by: User | None) -> QuerySet[Scan]:
    """What the same person typed of this side before: it gives way to what they type now."""
    if not scan.by_hand:
        return waiting.none()
    typed = waiting.filter(by_hand=True, code__in=(TYPED_ONCE, HELD))
    return typed.filter(typed_by(by))


def _wavers(intake: Intake, scan: Scan) -> bool:
    """Whether who typed this said something else of the side before: then it agrees with nobody."""
    return scan.by_hand and bool(said_about(scan, intake.by) - {scan.fingerprint})


def _same_page(one: Scan, other: Scan) -> bool:
    return (one.image_digest, one.fingerprint) == (other.image_digest, other.fingerprint)


def facts_of(held: Locked, scan: Scan, joined: Joined, *, arrived: datetime) -> Facts:
    """What the table looks at, read behind the locks. A page is late by when it arrived."""
    if _seen(_other_sides(scan)) != joined.others:
        raise SetChanged
    return Facts(
        refusal=standing_refusal(held.sheet, held.credential),
        counted=held.sheet.state == SheetState.COUNTED,
        decided=is_decided(held.sheet),
        late=held.opened or not held.edition.takes_paper(arrived),
        incomplete=not joined.complete,
        joint=joined.code,
        online_first=held.envelope is not None and not held.edition.paper_replaces_online,
    )


def follow(intake: Intake, held: Locked, scan: Scan, joined: Joined) -> None:
    """Bring the other sides, the sheet and the box in line with what became of a page."""
    sheet, sides = held.sheet, queued_of(scan).exclude(side=scan.side)
    if scan.state == ScanState.ACCEPTED:
        assert joined.vote is not None
        put_in_box(held.credential, joined.vote, current=held.envelope, at=held.at)
        sides.update(state=ScanState.ACCEPTED, code="ok")
        sheet.state = SheetState.COUNTED
    elif scan.code in JOINT:
        sides.filter(code__in=SETTLED_SIDE).update(code=scan.code)
    elif scan.code == "voted_online_first":
        sides.update(state=ScanState.REJECTED, code=scan.code)
        sheet.state = SheetState.REJECTED
    if scan.state == ScanState.QUEUED:
        waits_held = queued_of(scan).filter(code=HELD).exists() or scan.code == HELD
        sheet.state = SheetState.HELD if waits_held else SheetState.ADJUDICATING
    sheet.save(update_fields=["state"])
    if sheet.state in (SheetState.COUNTED, SheetState.REJECTED) and scan.state in (
        ScanState.ACCEPTED,
        ScanState.REJECTED,
    ):
        put_away(intake, sheet)

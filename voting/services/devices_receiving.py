"""Receiving what a device queued: each scan once, whatever is sent again and in any order.

The picture is opened and read first. Then, in one transaction behind a lock on the device: has
this nonce an answer already; else the page goes to the table as any other does, and its answer is
written down. The phone's clock decides nothing.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from budgeting.services.recording import record
from voting.codes import CodedError
from voting.errors import BallotRefused, reason_of, refusal_of, refuse
from voting.models import Device, DeviceScan, PaperRules, Scan
from voting.paper.errors import PaperError
from voting.phone_note import Note, parse_note
from voting.phone_sealing import Context, unseal
from voting.services.decided import day_of, is_opened
from voting.services.devices_looking import Seen, find, reading_in, see
from voting.services.machine import READER_VERSION
from voting.services.scan_rows import new_scan, reject, settle_reading
from voting.services.sheets import Intake, intake_for

MAX_SEALED_BYTES = 12_000_000
CONFLICTS = ("nonce_reused", "sequence_reused")


@dataclass(frozen=True)
class Sent:
    """One scan as it came: `pending` is how many the phone says are left on it after this one."""

    nonce: UUID
    sequence: int
    sealed: bytes
    pending: int = 0

    @property
    def digest(self) -> str:
        body = self.sequence.to_bytes(8) + self.sealed
        return "sha256:" + hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What the phone is told: the picture with `image_digest` is stored, and what became of it."""

    state: str
    code: str
    image_digest: str

    @property
    def reason(self) -> str:
        return reason_of(self.code)


@dataclass(frozen=True)
class Opened:
    """A scan out of its seal, its picture looked at."""

    note: Note
    seen: Seen


def receive(device: Device, sent: Sent, *, by: User, clock: Clock = DATABASE_CLOCK) -> Answer:
    """Take one scan of a device; the same one again gets the same answer.

    Refuses `device_revoked`, `nonce_reused` (another body under a known nonce), `sequence_reused`
    (a known number under another nonce), `unreadable_scan`, `malformed`, `image_changed`, and what
    `see` refuses: nothing is stored then, the phone keeps it. Everything else is stored.
    """
    answered = _answered(device, sent)
    if answered is not None:
        return answered
    intake = _intake(device, by, clock)
    opened = _opened(intake, device, sent)
    with transaction.atomic():
        held = Device.objects.select_for_update().get(pk=device.pk)
        answered = _answered(held, sent)
        if answered is not None:
            return answered
        scan = _settled(intake, opened)
        answer = Answer(scan.state, scan.code, opened.note.image)
        _write_down(held, sent, scan, opened.note, intake)
        if sent.pending == 0:
            _note_round(held, intake)
    return answer


def refusal_status(refusal: BallotRefused) -> int:
    """The HTTP status of a refusal: 409 where something else is stored under the same name, 503
    where the phone keeps its scan and sends it again."""
    known = dict.fromkeys(CONFLICTS, 409) | {"device_revoked": 403, "busy": 503}
    return known.get(refusal.code, 400)


def _intake(device: Device, by: User, clock: Clock) -> Intake:
    confirm = not PaperRules.of(device.edition).clean_counts
    return intake_for(device.batch, clock=clock, by=by, confirm=confirm)


def _answered(device: Device, sent: Sent) -> Answer | None:
    if device.revoked_at is not None:
        raise refuse("device_revoked")
    known = DeviceScan.objects.filter(device=device, nonce=sent.nonce).first()
    if known is None:
        if DeviceScan.objects.filter(device=device, sequence=sent.sequence).exists():
            raise refuse("sequence_reused")
        return None
    if known.body_digest != sent.digest:
        raise refuse("nonce_reused")
    return Answer(known.state, known.code, known.image_digest)


def _opened(intake: Intake, device: Device, sent: Sent) -> Opened:
    context = Context(intake.edition.uuid, device.pk, sent.nonce, sent.sequence)
    try:
        note_text, image = unseal(intake.keys.phone, sent.sealed, context=context)
    except CodedError:
        raise refuse("unreadable_scan") from None
    try:
        note = parse_note(note_text)
    except CodedError as error:
        raise refusal_of(error) from None
    if not (note.code or note.serial):
        raise refuse("malformed")
    if note.image != ("sha256:" + hashlib.sha256(image).hexdigest() if image else ""):
        raise refuse("image_changed")
    return Opened(note, see(image))


def _settled(intake: Intake, opened: Opened) -> Scan:
    """One page to the table; without a picture it is a typed sheet, which takes two people."""
    note, seen = opened.note, opened.seen
    scan = new_scan(intake, "", 1)
    scan.image_digest, scan.reader_version = seen.digest, READER_VERSION if seen.picture else ""
    scan.by_hand = seen.picture is None
    try:
        found = find(intake, note, seen)
        scan.sheet, scan.side = found.sheet, found.side
        reading = reading_in(found, note, seen)
    except PaperError as error:
        return reject(intake, scan, error.code, seen.picture)
    sides = len(found.layout.sides)
    return settle_reading(intake, scan, reading, sides=sides, image=seen.picture)


def _write_down(device: Device, sent: Sent, scan: Scan, note: Note, intake: Intake) -> None:
    now, opened = intake.clock.now(), is_opened(intake.edition)
    DeviceScan.objects.create(
        device=device,
        nonce=sent.nonce,
        sequence=sent.sequence,
        body_digest=sent.digest,
        image_digest=note.image,
        taken_at=None if opened else note.taken_at,
        received_at=day_of(now) if opened else now,
        by=intake.by,
        scan=None if opened else scan,
        state=scan.state,
        code=scan.code,
    )
    device.pending, device.told_at = sent.pending, now
    device.save(update_fields=["pending", "told_at"])


def _note_round(device: Device, intake: Intake) -> None:
    """One line a round in the audit trail, not one a sheet: how many came in until now."""
    pages = DeviceScan.objects.filter(device=device).count()
    data = {"batch": intake.batch.number, "pages": pages}
    record("device_synced", edition=intake.edition, by=intake.by, data=data, clock=intake.clock)

"""A counted sheet that is read once more: the same marks are a rescan, others hold it again.

What a counted sheet says is sealed to the box, and there are few possible marks: whatever this
server could compare by itself, whoever has its database and keys could guess. So of a counted
reading a digest stays under a key that is made with the number of the sheet. That number is on the
paper alone, and comes back with the sheet, or with a copy of it. Only what a machine reads in a
picture is compared: else whoever knows a number could try out by typing what a voter marked.
"""

import hashlib
import hmac
from itertools import chain, combinations

from budgeting.digests import canonical_json
from budgeting.services.recording import record
from voting.codes import parse_code
from voting.models import Channel, Credential, Envelope, Scan, ScanState
from voting.sealing import EditionKeys
from voting.services.casting import take_out
from voting.services.readings import Mark, Reading, sorted_marks
from voting.services.remedies import is_tapped
from voting.services.sheets import SERIAL_SYMBOLS, Intake

READ_OTHERWISE = "read_otherwise"
MOST_DOUBTS = 8
"""Boxes in doubt that are tried both ways: a mark that is hard to see makes no other reading."""


def key_of(keys: EditionKeys, serial: str) -> str:
    """The key under which readings of one sheet are compared; it is stored with a reading only."""
    number = parse_code(serial, SERIAL_SYMBOLS)
    return hmac.new(keys.mac, f"second-reading/1/{number}".encode(), hashlib.sha256).hexdigest()


def trace_of(reading: Reading) -> str:
    """What stays of a counted reading; "" where the number of its sheet was not in it."""
    return _trace(reading, reading.marks) if reading.key else ""


def reads_otherwise(scan: Scan, reading: Reading) -> bool:
    """Whether a machine reads other marks on this side than those that were counted."""
    if scan.by_hand or is_tapped(reading) or not reading.key:
        return False
    counted = Scan.objects.filter(sheet=scan.sheet_id, side=scan.side, state=ScanState.ACCEPTED)
    trace = counted.exclude(fingerprint="").values_list("fingerprint", flat=True).first()
    return trace is not None and all(_trace(reading, one) != trace for one in _possible(reading))


def hold_again(
    intake: Intake, scan: Scan, credential: Credential, envelope: Envelope | None
) -> None:
    """Take the vote of a counted sheet out of the box, still sealed, until people have decided.

    Its other sides have to be read again too: what was read of them is sealed.
    """
    counted = Scan.objects.filter(sheet=scan.sheet_id, state=ScanState.ACCEPTED)
    counted.update(state=ScanState.DUPLICATE, code=READ_OTHERWISE, fingerprint="")
    if envelope is not None and envelope.channel == Channel.PAPER:
        take_out(credential, envelope)
    data = {"batch": intake.batch.number}
    record("sheet_held_again", edition=intake.edition, by=intake.by, data=data, clock=intake.clock)


def _possible(reading: Reading) -> list[tuple[Mark, ...]]:
    """The marks as they were read, with each box in doubt as marked and as not."""
    boxes = [(doubt.project, doubt.value) for doubt in reading.doubts][:MOST_DOUBTS]
    turned = chain.from_iterable(combinations(boxes, n) for n in range(len(boxes) + 1))
    return [sorted_marks(set(reading.marks) ^ set(some)) for some in turned]


def _trace(reading: Reading, marks: tuple[Mark, ...]) -> str:
    text = canonical_json([reading.side, [list(mark) for mark in marks]])
    return hmac.new(bytes.fromhex(reading.key), text.encode(), hashlib.sha256).hexdigest()

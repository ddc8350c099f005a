"""A phone in a hall, for tests: it seals scans as the page does, and sends them when it is told."""

import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from uuid import UUID, uuid4

from PIL import Image

from budgeting.clock import Clock
from budgeting.models import Edition, User, Venue
from tests.voting import desk
from voting import phone_sealing
from voting.paper.code import SheetCode, encode
from voting.services.devices import enrol
from voting.services.devices_receiving import Answer, Sent, receive
from voting.services.keys import edition_keys
from voting.services.printing import PrintedBatch
from voting.services.readings import Mark


class Phone:
    """An enrolled device with a queue; `scan` stores, `send` hands one over."""

    def __init__(
        self, edition: Edition, by: User, venue: Venue | None = None, clock: Clock = desk.CLOCK
    ) -> None:
        self.edition, self.by, self.clock = edition, by, clock
        self.device = enrol(edition, name="Phone 1", venue=venue, by=by, clock=clock)
        self.public = phone_sealing.public_of(edition_keys(edition).phone)
        self.queue: list[Sent] = []

    def scan(
        self,
        code: str,
        marks: Sequence[str | tuple[str, int]],
        image: bytes = b"",
        *,
        serial: str = "",
        side: int = 1,
        nonce: UUID | None = None,
        sequence: int = 0,
    ) -> Sent:
        """Seal one side and put it into the queue, as the page does before the beep."""
        pairs: list[Mark] = [one if isinstance(one, tuple) else (one, None) for one in marks]
        note = {
            "version": 1,
            "code": code,
            "serial": serial,
            "side": side,
            "marks": pairs,
            "image": "sha256:" + hashlib.sha256(image).hexdigest() if image else "",
            "reader": "test",
            "taken": 1_780_000_000_000,
        }
        return self.sealed(json.dumps(note).encode(), image, nonce=nonce, sequence=sequence)

    def sealed(
        self, note: bytes, image: bytes = b"", *, nonce: UUID | None = None, sequence: int = 0
    ) -> Sent:
        name, number = nonce or uuid4(), sequence or len(self.queue) + 1
        context = phone_sealing.Context(self.edition.uuid, self.device.pk, name, number)
        secret = phone_sealing.new_secret(secrets.token_bytes)
        box = phone_sealing.seal(self.public, note, image, context=context, secret=secret)
        sent = Sent(name, number, box, pending=1)
        self.queue.append(sent)
        return sent

    def send(self, sent: Sent, *, by: User | None = None) -> Answer:
        self.device.refresh_from_db()
        return receive(self.device, sent, by=by or self.by, clock=self.clock)


def code_of(edition: Edition, batch: PrintedBatch, number: int = 0, side: int = 1) -> str:
    """The text of the symbol on one printed sheet."""
    code = batch.sheets[number].codes[side - 1]
    assert code.startswith("WB1.")
    return code


def foreign_code(edition: Edition) -> str:
    """A symbol of the right shape that nobody here printed."""
    code = SheetCode(edition.pk, 1, 1, secrets.token_bytes(10))
    return encode(code, key=secrets.token_bytes(32), edition_uuid=uuid4(), layout_digest="0" * 64)


def as_jpeg(page: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()

"""Finding the sheet behind a scanned symbol or a typed serial, and sealing what was scanned.

A page is trusted no further than its symbol: that names edition, layout, side and serial, and
proves with the edition's paper key that it was printed here. Sheets are found by a keyed image.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from budgeting.clock import Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from voting.codes import CodedError, encode_bytes, grouped, parse_code
from voting.errors import refuse
from voting.models import (
    BallotBox,
    Credential,
    CredentialState,
    ScanBatch,
    Sheet,
    SheetLayout,
    SheetState,
)
from voting.paper.code import ParsedCode, authentic, parse, serial_text
from voting.paper.errors import PaperError
from voting.paper.layout import Layout
from voting.paper.qr import CodeHit
from voting.sealing import (
    EditionKeys,
    SealingError,
    lookup_digest,
    open_intake,
    public_of,
    seal_for_intake,
)
from voting.services.keys import edition_keys

SERIAL_SYMBOLS = 17
Layouts: TypeAlias = dict[int, tuple[SheetLayout, Layout]]

SHEET_REFUSALS = {
    SheetState.PRINTED: "unreleased",
    SheetState.VOID: "void",
    SheetState.SPOILED: "spoiled",
}
CREDENTIAL_REFUSALS = {
    CredentialState.PRINTED: "unreleased",
    CredentialState.VOID: "void",
    CredentialState.SPOILED: "spoiled",
}


@dataclass(frozen=True)
class Intake:
    """One go of scanning or typing: the edition with its keys, and the batch of its pages.

    `confirm`: no page counts before a person has looked at it. `received`: when the pages came in,
    where they are read later than that. Layouts are read once.
    """

    edition: Edition
    keys: EditionKeys
    box_key: bytes
    batch: ScanBatch
    clock: Clock
    by: User | None = None
    confirm: bool = False
    received: datetime | None = None
    layouts: Layouts = field(default_factory=dict)

    def seal(self, data: bytes | None, *, for_box: bool) -> bytes | None:
        """Encrypt a picture or reading: to the box when nobody here may read it again."""
        if data is None:
            return None
        public = self.box_key if for_box else public_of(self.keys.intake_private)
        return seal_for_intake(public, data)

    def unseal(self, sealed: bytes | memoryview | None) -> bytes | None:
        """What lies under the intake key; None for what is sealed to the box or gone."""
        if sealed is None:
            return None
        try:
            return open_intake(self.keys.intake_private, bytes(sealed))
        except SealingError:
            return None

    def reseal(self, sealed: bytes | memoryview | None) -> bytes | None:
        """From the intake key to the box: from then on k key holders are needed to read it."""
        plain = self.unseal(sealed)
        if plain is not None:
            return self.seal(plain, for_box=True)
        return bytes(sealed) if sealed else None


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of this edition and the side that was seen of it."""

    sheet: Sheet
    side: int
    layout: Layout
    serial: str
    hit: CodeHit | None = None


def intake_for(
    batch: ScanBatch, *, clock: Clock, by: User | None = None, confirm: bool = False
) -> Intake:
    """An intake into a batch; `key_missing` where the edition's keys are not here."""
    edition = batch.edition
    box = BallotBox.objects.filter(edition=edition).first()
    if box is None:
        raise refuse("intake_closed")
    return Intake(
        edition=edition,
        keys=edition_keys(edition),
        box_key=bytes.fromhex(box.public_key),
        batch=batch,
        clock=clock,
        by=by,
        confirm=confirm,
    )


def standing_refusal(sheet: Sheet, credential: Credential) -> str:
    """Why a sheet in this state is not read at all, or ""."""
    by_sheet = SHEET_REFUSALS.get(SheetState(sheet.state), "")
    return by_sheet or CREDENTIAL_REFUSALS.get(CredentialState(credential.state), "")


def find_sheet(intake: Intake, hits: list[CodeHit]) -> FoundSheet:
    """The sheet whose symbol is among those found on a page.

    PaperError: `no_code`, `several_codes`, `not_a_sheet_code`, `unknown_version`, `forged`,
    `other_edition`, `other_council`, `unknown_sheet`.
    """
    parsed, hit = _only_code(hits)
    code = parsed.code
    if code.edition != intake.edition.pk:
        raise PaperError(_where_from(parsed, intake.edition))
    stored, layout = layout_at(intake, code.layout)
    genuine = authentic(
        parsed,
        key=intake.keys.paper,
        edition_uuid=intake.edition.uuid,
        layout_digest=stored.digest,
    )
    if not genuine or code.side > len(layout.sides):
        raise PaperError("forged")
    sheet = _sheet_at(intake, encode_bytes(code.serial))
    if sheet is None or sheet.layout_id != stored.pk:
        raise PaperError("unknown_sheet", serial=serial_text(code.serial))
    return FoundSheet(sheet, code.side, layout, serial_text(code.serial), hit)


def find_typed(intake: Intake, typed: str) -> FoundSheet:
    """The sheet of a typed serial; refuses as `find_by_serial` does, and the states in which a
    sheet is not read."""
    try:
        found = find_by_serial(intake, typed)
    except PaperError as error:
        raise refuse(error.code) from None
    reason = standing_refusal(found.sheet, found.sheet.credential)
    if reason:
        raise refuse(reason)
    return found


def find_by_serial(intake: Intake, typed: str) -> FoundSheet:
    """The sheet of a typed serial, its first side, whatever its state.

    PaperError: `serial_malformed`, `serial_mistyped`, `unknown_sheet`, `layout_changed`.
    """
    try:
        serial = parse_code(typed, SERIAL_SYMBOLS)
    except CodedError as error:
        raise PaperError(error.code.replace("code_", "serial_")) from None
    sheet = _sheet_at(intake, serial)
    if sheet is None:
        raise PaperError("unknown_sheet")
    _stored, layout = layout_at(intake, sheet.layout.version)
    return FoundSheet(sheet, 1, layout, grouped(serial))


def layout_at(intake: Intake, version: int) -> tuple[SheetLayout, Layout]:
    """The stored geometry of a version, its digest checked: a changed one reads nothing."""
    if version not in intake.layouts:
        stored = SheetLayout.objects.filter(edition=intake.edition, version=version).first()
        if stored is None:
            raise PaperError("forged")
        layout = Layout.from_json(stored.document)
        if layout.digest() != stored.digest:
            raise PaperError("layout_changed")
        intake.layouts[version] = (stored, layout)
    return intake.layouts[version]


def _sheet_at(intake: Intake, serial: str) -> Sheet | None:
    image = lookup_digest(intake.keys.lookup, serial)
    sheets = Sheet.objects.select_related("layout", "credential")
    return sheets.filter(edition=intake.edition, lookup=image).first()


def _only_code(hits: list[CodeHit]) -> tuple[ParsedCode, CodeHit]:
    """The one sheet code of a page; other symbols beside it say nothing."""
    found: dict[str, tuple[ParsedCode, CodeHit]] = {}
    reason = "no_code"
    for hit in hits:
        try:
            found[hit.text] = (parse(hit.text), hit)
        except PaperError as error:
            reason = error.code
    if len(found) > 1:
        raise PaperError("several_codes")
    if not found:
        raise PaperError(reason)
    return next(iter(found.values()))


def _where_from(parsed: ParsedCode, here: Edition) -> str:
    """`other_council` or `other_edition` for a genuine sheet of another vote, else `forged`."""
    other = Edition.objects.filter(pk=parsed.code.edition).first()
    layouts = SheetLayout.objects.filter(edition=other, version=parsed.code.layout)
    stored = layouts.first() if other else None
    if other is None or stored is None:
        return "forged"
    try:
        genuine = authentic(
            parsed,
            key=edition_keys(other).paper,
            edition_uuid=other.uuid,
            layout_digest=stored.digest,
        )
    except Refused:  # its keys were destroyed: nobody can tell any more
        genuine = True
    if not genuine:
        return "forged"
    return "other_edition" if other.council_id == here.council_id else "other_council"

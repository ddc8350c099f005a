"""Looking at one page: its picture and reading, opened for the person who handles it.

What comes from here goes to one screen and is stored nowhere; single sheets, never sums.
"""

from dataclasses import dataclass, replace

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.languages import in_language
from budgeting.models import User
from budgeting.services.recording import record
from voting.codes import CodedError
from voting.errors import reason_of, refusal_of, refuse
from voting.models import Scan, ScanState
from voting.paper.geometry import Box, Layout
from voting.services.ballot_list import projects_of
from voting.services.readings import Reading
from voting.services.settling import last_agreed
from voting.services.sheets import Intake, intake_for, layout_at


@dataclass(frozen=True)
class Looked:
    """A page in front of a person: the intake that can open it, its geometry and reading.

    `reading` has the marks on which two people agreed, where they have; doubts are the machine's.
    """

    intake: Intake
    scan: Scan
    layout: Layout
    reading: Reading | None
    by: User

    @property
    def boxes(self) -> tuple[Box, ...]:
        return self.layout.side(self.scan.side).boxes


@dataclass(frozen=True)
class MachineRow:
    """One project as the machine read it: the marked values as text, and what it doubted.

    `number` is that of its strip on the page (`crops.row_crop`), from 0.
    """

    number: int
    title: str
    marked: bool
    values: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class ShownDoubt:
    """One box in doubt: its number (`crops.box_crop`), whose it is, as what the machine took it."""

    number: int
    row: int
    title: str
    value: int | None
    marked: bool
    reason: str


def look_at(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> Looked:
    """Open a page for the person who handles it; `no_sheet_behind_page` for an unknown sheet."""
    if scan.sheet is None:
        raise refuse("no_sheet_behind_page")
    intake = intake_for(scan.batch, clock=clock, by=by)
    reading = _in_force(intake, scan)
    try:
        _stored, layout = layout_at(intake, scan.sheet.layout.version)
    except CodedError as error:
        raise refusal_of(error) from None
    return Looked(intake, scan, layout, reading, by)


def _in_force(intake: Intake, scan: Scan) -> Reading | None:
    """The machine's or typist's reading, with the marks that two people found instead of it."""
    plain, agreed = intake.unseal(scan.reading), last_agreed(scan)
    first = Reading.from_bytes(plain) if plain else None
    later = intake.unseal(agreed.reading) if agreed else None
    if later is None:
        return first
    found = Reading.from_bytes(later)
    return replace(found, doubts=first.doubts if first else ())


def picture(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> bytes | None:
    """The picture of a page; None once it is sealed to the box, and for a typed sheet."""
    return intake_for(scan.batch, clock=clock, by=by).unseal(scan.image)


def is_readable(scan: Scan, *, by: User) -> bool:
    """Whether the picture can still be shown here; False also where the keys are gone."""
    try:
        return picture(scan, by=by) is not None
    except Refused:
        return False


def deal_with(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Seal the picture of a refused page to the box: nobody here needs it any more.

    Refuses `page_meanwhile` for a page that was matched with its sheet a moment ago.
    """
    with transaction.atomic():
        held = Scan.objects.select_for_update(of=("self",)).select_related("batch__edition")
        page = held.filter(pk=scan.pk, state=ScanState.REJECTED).first()
        if page is None:
            raise refuse("page_meanwhile")
        page.image = intake_for(page.batch, clock=clock, by=by).reseal(page.image)
        page.save(update_fields=["image"])
        data = {"batch": page.batch.number}
        record("page_dealt_with", edition=page.batch.edition, by=by, data=data, clock=clock)


def machine_rows(page: Looked) -> list[MachineRow]:
    """What was read on this side, project by project in printed order."""
    reading = page.reading or Reading(page.scan.side, ())
    rows, titles = [], _titles(page)
    for number, code in enumerate(row.project for row in page.layout.side(page.scan.side).rows):
        values = [value for project, value in reading.marks if project == code]
        doubts = dict.fromkeys(doubt.code for doubt in reading.doubts if doubt.project == code)
        rows.append(
            MachineRow(
                number=number,
                title=titles.get(code, code),
                marked=bool(values),
                values=", ".join(str(value) for value in values if value is not None),
                doubts=tuple(map(reason_of, doubts)),
            )
        )
    return rows


def shown_doubts(page: Looked) -> list[ShownDoubt]:
    """Every box of which the machine was not sure, in the order of the page."""
    reading, titles = page.reading, _titles(page)
    order = [row.project for row in page.layout.side(page.scan.side).rows]
    return [
        ShownDoubt(
            number=number,
            row=order.index(doubt.project) if doubt.project in order else 0,
            title=titles.get(doubt.project, doubt.project),
            value=doubt.value,
            marked=reading is not None and (doubt.project, doubt.value) in reading.marks,
            reason=reason_of(doubt.code),
        )
        for number, doubt in enumerate(reading.doubts if reading else ())
    ]


def _titles(page: Looked) -> dict[str, str]:
    return {
        project.code: f"{project.number}. {in_language(project, 'title')}"
        for project in projects_of(page.intake.edition)
    }

"""Looking at one page: its picture and reading, opened for the person who handles it.

What comes from here goes to one screen and is stored nowhere; single sheets, never sums.
"""

from dataclasses import dataclass

import cv2
import numpy as np
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
from voting.services.sheets import Intake, intake_for, layout_at

MARGIN = 0.8  # of a box's size: the paper shown above, below and left of a doubtful one
BESIDE = 6.0  # and to its right, where the title stands


@dataclass(frozen=True)
class Looked:
    """A page in front of a person: the intake that can open it, its geometry and reading."""

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
    """One project as the machine read it: the marked values as text, and what it doubted."""

    title: str
    marked: bool
    values: str
    doubts: tuple[str, ...]


def look_at(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> Looked:
    """Open a page for the person who handles it; `no_sheet_behind_page` for an unknown sheet."""
    if scan.sheet is None:
        raise refuse("no_sheet_behind_page")
    intake = intake_for(scan.batch, clock=clock, by=by)
    plain = intake.unseal(scan.reading)
    reading = Reading.from_bytes(plain) if plain else None
    try:
        _stored, layout = layout_at(intake, scan.sheet.layout.version)
    except CodedError as error:
        raise refusal_of(error) from None
    return Looked(intake, scan, layout, reading, by)


def picture(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> bytes | None:
    """The page as PNG; None once it is sealed to the box, and for a typed sheet."""
    return intake_for(scan.batch, clock=clock, by=by).unseal(scan.image)


def is_readable(scan: Scan, *, by: User) -> bool:
    """Whether the picture can still be shown here; False also where the keys are gone."""
    try:
        return picture(scan, by=by) is not None
    except Refused:
        return False


def deal_with(scan: Scan, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Seal the picture of a refused page to the box: nobody here needs it any more."""
    with transaction.atomic():
        held = Scan.objects.select_for_update().select_related("batch__edition")
        page = held.get(pk=scan.pk, state=ScanState.REJECTED)
        page.image = intake_for(page.batch, clock=clock, by=by).reseal(page.image)
        page.save(update_fields=["image"])
        data = {"batch": page.batch.number}
        record("page_dealt_with", edition=page.batch.edition, by=by, data=data, clock=clock)


def crop(page: Looked, number: int) -> bytes | None:
    """The paper around one doubt of the machine (counted from 0) as PNG, at twice the size."""
    doubts = page.reading.doubts if page.reading else ()
    area = doubts[number].area if number < len(doubts) else None
    plain = page.intake.unseal(page.scan.image)
    if area is None or plain is None:
        return None
    gray = cv2.imdecode(np.frombuffer(plain, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        return None
    left, top, width, height = area
    margin, beside = int(MARGIN * max(width, height)), int(BESIDE * max(width, height))
    part = gray[
        max(top - margin, 0) : top + height + margin, max(left - margin, 0) : left + width + beside
    ]
    if part.size == 0:
        return None
    large = cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    done, encoded = cv2.imencode(".png", large)
    return encoded.tobytes() if done else None


def machine_rows(page: Looked) -> list[MachineRow]:
    """What the machine read on this side, project by project in printed order."""
    reading = page.reading or Reading(page.scan.side, ())
    titles = {
        project.code: f"{project.number}. {in_language(project, 'title')}"
        for project in projects_of(page.intake.edition)
    }
    rows = []
    for code in dict.fromkeys(box.project for box in page.boxes):
        values = [value for project, value in reading.marks if project == code]
        doubts = dict.fromkeys(doubt.code for doubt in reading.doubts if doubt.project == code)
        rows.append(
            MachineRow(
                title=titles.get(code, code),
                marked=bool(values),
                values=", ".join(str(value) for value in values if value is not None),
                doubts=tuple(map(reason_of, doubts)),
            )
        )
    return rows

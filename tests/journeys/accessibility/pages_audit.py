"""The audit of the paper: counted, signed, thrown, read, and what everybody sees of it."""

from tallying.models import Audit, PaperSays
from tallying.services.auditing import add_pile, begin_audit
from tallying.services.auditing_end import finish
from tallying.services.auditing_hand import count_by_hand
from tallying.services.auditing_sample import freeze, record_seed
from tallying.services.auditing_sheets import read_sheet
from tests import build
from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World
from tests.tallying.audits import SEED, Auditors, counted
from voting.models import Scan, ScanBatch, ScanWay

AB, C, D = ["1", "2"], ["3"], ["4"]


def visit(devices: Devices, world: World) -> None:
    officer, visitor = devices.of(world.officer), devices.of()
    edition = counted(world.council, slug="audited", paper={1: [AB] * 8 + [C] * 4, 2: [D] * 4})
    visitor.open("audit", edition, note="no audit yet")
    officer.open("audit_desk", edition, note="before an audit")
    officer.open("audit_desk", world.counting, note="no audit yet")
    observer = devices.of(world.observer)
    observer.open("audit_desk", edition, note="before an audit, to an observer")
    scanned = ScanBatch.objects.create(edition=edition, number=1, at=build.NOW)
    Scan.objects.create(batch=scanned, position=1, file_name="doos-1.pdf", at=build.NOW)
    ScanBatch.objects.create(edition=edition, number=2, way=ScanWay.TYPED, at=build.NOW)
    audit = begin_audit(edition, by=world.facilitator)
    add_pile(audit, name="Bibliotheek, doos 1", sheets=12, batches=[1], by=world.facilitator)
    add_pile(audit, name="Buurthuis", sheets=4, batches=[2], by=world.facilitator)
    officer.open("audit_desk", edition, note="counting piles, and signing")
    officer.page.locator("button[value=pile]").click()
    officer.look("a pile with mistakes", 422)
    devices.of(world.facilitator).open("audit_desk", edition, note="somebody else signs")
    audit = freeze(audit, by=world.officer)
    officer.open("audit_desk", edition, note="the dice")
    visitor.open("audit", edition, note="an audit before the dice")
    audit = record_seed(audit, SEED, by=world.officer)
    _read(devices, world, audit)


def _read(devices: Devices, world: World, audit: Audit) -> None:
    """Sheets that are read, differ, are settled; and the end."""
    officer, visitor, edition = devices.of(world.officer), devices.of(), audit.edition
    pair = Auditors(world.officer, world.facilitator)
    draw = audit.draws.get(pile=1, sheet=1)
    officer.open("audit_sheet", edition, 1, 1, note="a sheet")
    officer.page.locator("button[value=choices]").click()
    officer.look("a sheet without a mark", 422)
    read_sheet(draw, says=PaperSays.NONE, by=world.officer)
    read_sheet(draw, says=PaperSays.MISSING, by=world.facilitator)
    officer.open("audit_desk", edition, note="sheets to read")
    devices.of(world.observer).open("audit_desk", edition, note="sheets read, to an observer")
    for folded in officer.page.locator("main details > summary:visible").all():
        folded.click()
    officer.look("sheets to read, with what can be done")
    officer.open("audit_sheet", edition, 1, 1, note="a sheet read before")
    visitor.open("audit", edition, note="an audit under way")
    for by in (world.facilitator, world.officer):
        read_sheet(draw, says=PaperSays.NONE, by=by)
    pair.read_as_recorded(audit)
    officer.open("audit_sheet", edition, 1, 1, note="a settled sheet")
    count_by_hand(audit, by=world.officer)
    officer.open("audit_desk", edition, note="all sheets are read")
    finish(audit, by=world.officer)
    officer.open("audit_desk", edition, note="a finished audit")
    visitor.open("audit", edition, note="a finished audit")
    visitor.open("result", edition, note="a result whose paper was checked")

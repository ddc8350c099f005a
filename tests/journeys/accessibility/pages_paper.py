"""Paper and the box: printing, scanning, typing, opening and counting."""

from datetime import timedelta

from django.utils import timezone

from budgeting.models import Edition
from tallying.models import RunState, TallyRun
from tests.journeys.accessibility.odd_pages import MATCHED, TORN, odd_pages
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.voting import desk
from voting.models import Opening, Upload, UploadState
from voting.services.casting import cast_online
from voting.services.print_jobs import ask_for_sheets, not_taken_up
from voting.services.register import credential_of
from voting.services.scanning import scan_file
from voting.services.starting import start_voting


def visit(devices: Devices, world: World) -> None:
    printing(devices.of(world.facilitator), world)
    scanning(devices.of(world.facilitator), devices.of(world.second_facilitator), world)
    opening(devices.of(world.officer), world)
    counting(devices.of(world.officer), world)


def printing(facilitator: Visitor, world: World) -> None:
    facilitator.open("printing", world.call, note="printing too early")
    facilitator.open("typing", world.call, note="typing without sheets")
    edition = world.scans[0].batch.edition
    facilitator.open("printing", edition)
    facilitator.fill(count="0")
    facilitator.press()
    facilitator.look("printing with a mistake")
    facilitator.fill(count="2")
    facilitator.press()
    facilitator.look("a file of sheets to fetch")
    batch = ask_for_sheets(edition, count=900, by=world.facilitator)
    facilitator.open("print_job", edition, batch.number, note="sheets that are being made")
    not_taken_up(batch)
    facilitator.open("print_job", edition, batch.number, note="sheets that were not made")
    facilitator.open("print_job", edition, 1, note="sheets that are released")


def scanning(first: Visitor, second: Visitor, world: World) -> None:
    edition = world.scans[0].batch.edition
    first.open("scanning", edition)
    first.press()
    first.look("scanning without a file")
    files(first, world)
    for scan in world.scans:
        first.open("scan", edition, scan.pk, note=f"page of paper, {scan.code}")
    unfold(first)
    first.press(button="[value=declared]")
    first.look("a decision without a reason")
    unfold(first)
    first.page.locator("[name=because]").last.check()
    first.press(button="[value=declared]")
    first.look("a page waits for a second person")
    for visitor in (first, second):
        visitor.open("scan", edition, world.scans[-1].pk, note="a page that one person decided")
    first.open("typing", edition)
    first.press()
    first.look("typing with a mistake")
    first.open("scanning", world.finished, note="no paper is accepted")
    queue(first, second, world)


def queue(first: Visitor, second: Visitor, world: World) -> None:
    """What waits; a page with marks as numbers, two readings, and a page without a code."""
    edition = world.scans[0].batch.edition
    first.open("scan_queue", edition)
    first.go(first.address("scan_queue", edition) + "?why=blank")
    first.look("pages that wait for one reason")
    first.open("scan_queue", world.finished, note="nothing waits")
    pages = odd_pages(edition, world.facilitator)
    for note, scan in pages.items():
        first.open("scan", edition, scan.pk, note=note)
    first.open("scan_match", edition, pages[TORN].pk)
    first.press()
    first.look("a number that is missing")
    first.open("scan", edition, pages[MATCHED].pk)
    first.press(button="[value=corrected]")
    second.open("scan", edition, pages[MATCHED].pk, note="a page for the second person")
    desk.printed(world.in_points)
    first.open("typing", world.in_points, note="typing numbers")
    first.fill(value_0="99")
    first.press()
    first.look("a number that is not on the sheet")


def files(facilitator: Visitor, world: World) -> None:
    """A batch of scans: read, being read, waiting for long, and a file that is none."""
    batch = world.scans[0].batch
    edition, uploads = batch.edition, Upload.objects.filter(batch=batch)
    facilitator.open("scan_batch", edition, batch.number)
    now = timezone.now()
    uploads.update(state=UploadState.READING, pages=9, told_at=now)
    facilitator.open("scan_batch", edition, batch.number, note="scans that are being read")
    long_ago = now - timedelta(minutes=10)
    uploads.update(state=UploadState.WAITING, at=long_ago, told_at=now)
    facilitator.open("scan_batch", edition, batch.number, note="scans that wait for long")
    uploads.update(state=UploadState.DONE, pages=len(world.scans))
    (none,) = scan_file(edition, b"no scan", "kapot.pdf")
    facilitator.open("scan_batch", edition, none.scan.batch.number, note="a file that is no scan")
    facilitator.open("scanning", edition, note="scanning with a page that was refused")


def unfold(visitor: Visitor) -> None:
    """Open what is folded, unless the page has done it."""
    for folded in visitor.page.locator("main details:not([open]) > summary:visible").all():
        folded.click()


def opening(officer: Visitor, world: World) -> None:
    edition, shares = world.with_trustees()
    officer.open("opening", world.call, note="opening without a box")
    officer.open("edition_desk", edition, note="desk before the start")
    drawing(officer, world, edition)
    start_voting(edition)
    for choice in (["1"], ["2", "3"]):
        cast_online(credential_of(world.code(edition)).pk, choice)
    officer.open("opening", edition, note="opening before the close")
    now = timezone.now() - timedelta(seconds=1)
    Edition.objects.filter(pk=edition.pk).update(closes_at=now, paper_intake_until=now)
    officer.go(officer.address("edition_moves", edition))
    officer.press("/close/")
    officer.look("desk after the close")
    officer.open("opening", edition)
    officer.fill(share_1="wks1", share_2="wks1")
    officer.press()
    officer.look("opening with wrong shares")
    officer.fill(share_1=shares[0], share_2=shares[2])
    officer.press()
    officer.look("opening with its digest")
    officer.fill(tail="xxxxxxxx")
    officer.press("/confirm/")
    officer.look("opening with a wrong digest")
    officer.fill(tail=Opening.objects.get(edition=edition).ballots_digest[-8:])
    officer.press("/confirm/")
    officer.look("opened and broken")
    officer.open("receipts", edition)


def drawing(officer: Visitor, world: World, edition: Edition) -> None:
    officer.open("tie_seed", edition)
    officer.fill(seed=" ")
    officer.press()
    officer.look("a number that is missing")
    officer.open("tie_seed", world.call, note="a number that is too early")


def counting(officer: Visitor, world: World) -> None:
    officer.open("tally_run", world.counting)
    run = TallyRun.objects.create(edition=world.counting, asked_at=timezone.now(), percent=40)
    officer.open("tally_run", world.counting, note="a count under way")
    run.state, run.error_code = RunState.FAILED, "no_answer"
    run.save()
    officer.page.get_by_text("no_answer").wait_for()
    officer.look("a count that failed")
    run.error_code, run.details = "engines_differ", "selected is ['1'] here and [] by pabutools."
    run.save()
    officer.open("tally_run", world.counting, note="a count in which two engines differ")
    run.state, run.error_code = RunState.WAITING, ""
    run.save()
    officer.go(officer.address("tally_run", world.counting))
    officer.press("/cancel/")
    officer.look("a count that was stopped")
    run.delete()
    officer.go(officer.address("tally_run", world.counting))
    officer.press()
    officer.look("counted")
    officer.open("result", world.counting, note="result of a small edition")

"""Custody of paper: the desk of the sheets, hand-overs, counts, what is void, and the report."""

from datetime import timedelta

from django.utils import timezone

from budgeting.models import Edition, Venue
from budgeting.phases import Phase
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.voting import booth, desk
from voting.services.printing import PrintedBatch


def visit(devices: Devices, world: World) -> None:
    first, second = devices.of(world.facilitator), devices.of(world.second_facilitator)
    edition = booth.open_now(of=world.council, slug="custody")
    batch = desk.printed(edition, 6)
    hall = Venue.objects.filter(council=world.council).first()
    first.open("paper_desk", world.voting, note="no sheets yet")
    handing_over(first, second, edition)
    counting(first, second, edition, hall.slug if hall else "-")
    ending_sheets(first, edition, batch)
    reading(edition, batch)
    first.open("paper_desk", edition)
    reconciling(first, second, edition, batch)
    watching(devices.of(world.observer), edition, hall.slug if hall else "-")


def handing_over(first: Visitor, second: Visitor, edition: Edition) -> None:
    first.open("hand_overs", edition)
    first.press()
    first.look("a hand-over with mistakes")
    first.page.locator("[name=batch]").select_option(index=1)
    first.fill(sheets="3", giver="Farid Benali", receiver="Fien Maes")
    first.press()
    first.look("a hand-over that waits")
    second.open("hand_overs", edition, note="a hand-over to confirm")
    second.press("/confirm/")
    second.look("a hand-over on paper")


def counting(first: Visitor, second: Visitor, edition: Edition, place: str) -> None:
    first.open("hand_counts", edition)
    first.open("hand_count", edition, place)
    first.press()
    first.look("no number")
    first.fill(issued="4", left_over="1", box="3")
    first.press()
    first.look("numbers that wait")
    second.open("hand_count", edition, place, note="numbers of somebody else")
    second.fill(issued="4", left_over="2")
    second.press()
    second.look("counts that are closed or differ")


def ending_sheets(visitor: Visitor, edition: Edition, batch: PrintedBatch) -> None:
    visitor.open("spoiled", edition)
    visitor.fill(serial="abc")
    visitor.press()
    visitor.look("a number that is none")
    visitor.fill(serial=batch.sheets[0].serial_text)
    visitor.press()
    visitor.look("a sheet is spoiled")
    visitor.open("voided", edition)
    visitor.press()
    visitor.look("void without a reason")
    visitor.fill(serials=batch.sheets[1].serial_text, reason_nl="Kwijt.", reason_fr="Perdu.")
    visitor.press()
    visitor.look("a sheet waits for a second person")
    visitor.page.locator("[name=batch]").select_option(index=1)
    visitor.fill(reason_nl="De doos is kwijt.", reason_fr="La caisse est perdue.")
    visitor.press(button="button:not([name])")
    visitor.look("a batch waits for a second person")


def reading(edition: Edition, batch: PrintedBatch) -> None:
    desk.read(edition, batch.sheets[2].serial_text, "1", clock=desk.WALL)
    desk.read(edition, batch.sheets[3].serial_text, "2", doubt="faint", clock=desk.WALL)


def watching(observer: Visitor, edition: Edition, place: str) -> None:
    observer.open("paper_desk", edition, note="to an observer")
    observer.open("hand_counts", edition, note="to an observer")
    observer.open("hand_count", edition, place, note="to an observer")
    observer.open("reconciliation", edition, note="to an observer")


def reconciling(first: Visitor, second: Visitor, edition: Edition, batch: PrintedBatch) -> None:
    first.open("paper_report", edition, note="report before the close")
    first.open("reconciliation", edition)
    before = timezone.now() - timedelta(seconds=1)
    desk.read(edition, batch.sheets[3].serial_text, "1", picture="two", clock=desk.WALL)
    closed = {"phase": Phase.COUNTING, "closes_at": before, "paper_intake_until": before}
    Edition.objects.filter(pk=edition.pk).update(**closed)
    first.open("reconciliation", edition, note="what does not add up")
    first.press()
    first.look("an explanation in one language")
    first.fill(text_nl="Eén blad bleef onbeslist.", text_fr="Un bulletin reste sans décision.")
    first.press()
    first.look("an explanation that waits")
    second.open("reconciliation", edition, note="an explanation to sign")
    second.page.locator("button[value=sign]").click()
    second.page.wait_for_load_state()
    second.look("an explanation that is public")
    second.open("paper_report", edition)

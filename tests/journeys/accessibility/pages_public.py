"""Pages for everybody, from the door to the result."""

from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World


def visit(devices: Devices, world: World) -> None:
    visitor = devices.of()
    visitor.open("door")
    visitor.open("home", note="home without a running edition")
    world.voting, world.call  # noqa: B018
    visitor.open("home")
    visitor.page.locator("[data-map]").click()
    visitor.page.locator(".map-view .leaflet-interactive").first.wait_for()
    visitor.look("home with the large map")
    visitor.open("council", world.council.slug)
    informing(visitor)
    editions(visitor, world)
    reading(visitor, world)
    sending(visitor, world)
    results(visitor, world)
    an_imported_edition(visitor, world)


def informing(visitor: Visitor) -> None:
    for name in ("about", "help", "accessibility", "privacy", "colophon", "protection", "offline"):
        visitor.open(name)
    visitor.open("styleguide")
    visitor.open("feedback", query="?page=/nl/about/")
    visitor.press()
    visitor.look("feedback with mistakes")
    visitor.fill(message="De knop is te klein.")
    visitor.press()
    visitor.look("feedback sent")


def editions(visitor: Visitor, world: World) -> None:
    for edition in (*world.phases, world.finished, world.voting, world.call):
        status = 403 if edition.phase == "draft" else 200
        visitor.open("edition", edition, note=f"edition in {edition.phase}", status=status)


def reading(visitor: Visitor, world: World) -> None:
    for edition in (world.finished, world.call):
        visitor.open("proposals", edition)
        visitor.open("rules", edition)
        visitor.open("proposal", edition, 1)
    visitor.open("proposals", world.voting, query="?theme=green")
    rejected = world.finished.proposals.exclude(outcome="kept").first()
    if rejected:
        visitor.open("proposal", world.finished, rejected.number, note="a proposal with a reason")
    project = world.finished.ballot_projects.exclude(follow_ups=None).first()
    if project:
        visitor.open("proposal", world.finished, project.number, note="a project with follow-up")


def sending(visitor: Visitor, world: World) -> None:
    visitor.open("proposal_new", world.call)
    visitor.press()
    visitor.look("proposal form with mistakes")
    visitor.fill(title="Een bank bij de bushalte", summary=world.proposal.summary_nl or "Bank.")
    visitor.fill(place="Bushalte Kerk", cost="1.250,50", contact="0470 00 00 00")
    visitor.press()
    if "/sent/" not in visitor.page.url:
        visitor.look("proposal form with proposals like it")
        visitor.press()
    visitor.look("proposal sent")


def results(visitor: Visitor, world: World) -> None:
    visitor.open("result", world.finished)
    for code in ("1", "2"):
        visitor.open("result_project", world.finished, code)
    visitor.open("result_rounds", world.finished)
    visitor.open("result_rounds", world.finished, 2, note="the steps of the rule beside it")
    visitor.open("result_compare", world.finished)
    visitor.open("recount", world.finished)
    visitor.page.locator("[data-do=count]").click()
    visitor.page.locator("#recount .notice").wait_for(timeout=60_000)
    visitor.look("the verdict of a recount")
    visitor.open("result", world.voting, note="no result yet")
    visitor.open("receipts", world.voting, note="receipts before the close")
    visitor.open("receipts", world.finished)


def an_imported_edition(visitor: Visitor, world: World) -> None:
    edition = world.imported
    first = edition.ballot_projects.order_by("number")[0]
    visitor.open("council", edition.council.slug, note="council without seats")
    for name in ("edition", "proposals", "rules", "result", "result_rounds", "receipts"):
        visitor.open(name, edition, note=f"{name} of a real election")
    visitor.open("proposal", edition, first.number, note="a project of a real election")
    visitor.open("result_project", edition, first.code, note="its result")

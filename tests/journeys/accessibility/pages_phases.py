"""Moving an edition on and back, and changing its rules after the start of the vote."""

from datetime import timedelta

from django.utils import timezone

from budgeting.models import Role, RuleChange
from budgeting.phases import Phase
from tests.journeys.accessibility.pages_booth import enter
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.people import person
from tests.voting import booth
from voting.services.changing import accept_change, ask_change
from voting.services.starting import start_voting

REASON = {"reason_nl": "De Stad geeft meer geld.", "reason_fr": "La Ville donne plus d’argent."}


def visit(devices: Devices, world: World) -> None:
    officer = devices.of(world.officer)
    for edition in world.phases:
        officer.open("edition_moves", edition, note=f"what comes after {edition.phase}")
    moves(officer, world)
    changes(devices, world)


def moves(officer: Visitor, world: World) -> None:
    """What is missing, a refusal with links, a step back and a vote that is started ahead."""
    call = world.phases[list(Phase).index(Phase.CALL)]
    officer.open("edition_moves", call, note="with the way back")
    for folded in officer.page.locator("main details > summary:visible").all():
        folded.click()
    officer.look("with the way back open")
    draft = world.in_phase(Phase.DRAFT, "incomplete", budget_cents=0, decides_last_fr="")
    officer.open("edition_moves", draft, note="with what is missing")
    ahead, _shares = world.with_trustees("ahead")
    now = timezone.now()
    ahead.opens_at, ahead.closes_at = now + timedelta(days=3), now + timedelta(days=9)
    ahead.paper_intake_until = ahead.closes_at
    ahead.save()
    officer.open("edition_moves", ahead, note="before the start")
    start_voting(ahead)
    officer.open("edition_desk", ahead, note="a vote that opens by itself")
    officer.open("edition", ahead, note="a vote that opens by itself")


def changes(devices: Devices, world: World) -> None:
    """Asked for, decided, and shown to everybody."""
    officer, second = devices.of(world.officer), person(world.council, Role.OFFICER, "Omar")
    edition = booth.open_now(of=world.council, slug="changed")
    officer.open("rule_changes", world.call, note="nothing is fixed yet")
    officer.open("rule_changes", edition, note="nothing changed yet")
    for what in ("calendar", "budget", "texts"):
        officer.open("rule_change_new", edition, what)
    officer.open("rule_change_project", edition, 1)
    officer.press()
    officer.look("a change with mistakes")
    ask_change(
        edition,
        {"budget_cents": 35_000_000},
        by=world.officer,
        reason_nl=REASON["reason_nl"],
        reason_fr=REASON["reason_fr"],
    )
    officer.open("rule_changes", edition, note="one’s own change waits")
    devices.of(second).open("rule_changes", edition, note="a change of somebody else waits")
    accept_change(RuleChange.objects.get(edition=edition), by=second)
    officer.open("rule_changes", edition, note="a change was accepted")
    officer.open("rules", edition, note="changed rules")
    officer.open("edition", edition, note="an edition whose rules changed")
    officer.open("printing", edition, note="sheets printed before a change")
    visitor = devices.of()
    enter(visitor, world.code(edition))
    visitor.look("a ballot whose rules changed")

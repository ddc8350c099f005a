"""All councils on one desk, many editions at once, and the advice of advisory councils."""

from budgeting.models import Council, Membership, Role, TableImport
from budgeting.phases import Phase
from tests import build
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.people import person


def visit(devices: Devices, world: World) -> None:
    quiet = council_without_edition(world)
    officer = devices.of(world.officer)
    officer.open("desk", note="desk of many councils")
    officer.open("desk", note="desk after a search", query=f"?q={quiet.slug}&sort=council")
    officer.open("desk", note="desk where nothing fits", query="?q=zzz")
    together(officer, world)
    reminding(officer, world)
    advising(officer, world)
    devices.of(world.facilitator).open("desk", note="desk of a facilitator")


def council_without_edition(world: World) -> Council:
    """With everything that a council can be warned of."""
    assert world.phases
    council = build.council("zonder-editie")
    held = {"starts_on": "2020-01-01", "ends_on": build.NOW.date().replace(year=2999)}
    Membership.objects.create(user=world.officer, council=council, role=Role.OFFICER, **held)
    TableImport.objects.create(
        council=council, kind="venues", file_name="a.csv", content=b"x", state="faulty",
        created_at=build.NOW,
    )  # fmt: skip
    return council


def together(officer: Visitor, world: World) -> None:
    officer.open("desk_together", note="nothing chosen")
    chosen = "".join(f"&edition={edition.address}" for edition in world.phases)
    officer.open("desk_together", note="before a move", query=f"?action=move{chosen}")
    officer.press()
    officer.look("after a move")


def reminding(officer: Visitor, world: World) -> None:
    person(world.council, Role.TRANSLATOR, "Tess")
    build.proposal(world.phases[list(Phase).index(Phase.REVIEW)], 9, title_fr="")
    query = f"?action=remind&edition={world.call.address}"
    officer.open("desk_together", note="before a reminder", query=query)
    officer.press()
    officer.look("after a reminder")


def advising(officer: Visitor, world: World) -> None:
    number = world.proposal.number
    officer.open("advice_new", world.call, number)
    officer.press()
    officer.look("advice with mistakes")
    officer.page.locator("[name=opinion][value=conditional]").check()
    officer.fill(body_nl="Adviesraad Mobiliteit", text_nl="Het kan.", given_on="2026-05-01")
    officer.press()
    officer.look("advice stored")
    advice = world.proposal.advices.get()
    officer.open("advice_edit", world.call, number, advice.pk)
    officer.open("proposal", world.call, number, note="proposal with advice")
    for show in ("waiting", "decided", "texts", "incomplete"):
        officer.open("review_desk", world.call, note=f"review: {show}", query=f"?show={show}")

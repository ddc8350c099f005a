"""Pages for what went wrong: each says in plain words how to go on."""

from unittest.mock import patch

from budgeting.views import councils
from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World


def visit(devices: Devices, world: World) -> None:
    visitor = devices.of()
    visitor.go(f"/{visitor.language}/nergens/")
    visitor.look("not found", status=404)
    visitor.open("edition_desk", world.voting, note="refused", status=403)
    visitor.open("proposal_new", world.finished, note="refused for now", status=400)
    visitor.go(visitor.address("booth_leave"))
    visitor.look("an address of a button", status=405)
    officer = devices.of(world.officer)
    helper = devices.of(world.facilitator)
    helper.open("account_reauthenticate", note="forbidden", status=403)
    officer.open("edition_pass_on", world.voting, note="an address of a button", status=405)
    with patch.object(councils, "get_object_or_404", side_effect=RuntimeError("a mistake of ours")):
        visitor.open("council", world.council.slug, note="our own mistake", status=500)
    visitor.go(visitor.address("booth_enter"))
    visitor.context.clear_cookies()
    visitor.fill(code="abcd")
    visitor.press()
    visitor.look("a form that is too old", status=403)

"""Papers to print, as they look on a screen."""

from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World


def visit(devices: Devices, world: World) -> None:
    facilitator = devices.of(world.facilitator)
    facilitator.open("toolbox", world.call)
    for paper in ("call", "proposal", "vote", "minutes"):
        facilitator.open("toolbox_paper", world.call, paper, note=f"paper {paper}")

"""The audit trail: its heads for everybody, its lines for those who watch."""

from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World


def visit(devices: Devices, world: World) -> None:
    devices.of().open("trail", note="fingerprints of the trail")
    officer = devices.of(world.officer)
    officer.open("record_desk", world.council.slug, note="lines of the trail")
    officer.open("record_desk", world.council.slug, query="?event=tally", note="no such line")

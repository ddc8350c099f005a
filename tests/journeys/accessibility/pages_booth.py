"""The booth, from the code to the receipt, with every turn that a voter can take."""

from datetime import timedelta
from unittest.mock import patch

from django.db import OperationalError
from django.utils import timezone

from budgeting.models import Edition
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.triggers import lifted
from voting.codes import grouped


def visit(devices: Devices, world: World) -> None:
    entering(devices.of(), world)
    voting(devices.of(), world)
    in_points(devices.of(), world)
    too_early_and_too_late(devices.of(), world)


def enter(voter: Visitor, code: str) -> None:
    voter.go(voter.address("booth_enter"))
    voter.fill(code=grouped(code))
    voter.press()


def entering(voter: Visitor, world: World) -> None:
    voter.open("booth_enter")
    voter.fill(code="niet een code")
    voter.press()
    voter.look("a wrong code", status=422)
    voter.go(voter.address("booth"))
    voter.look("the code is asked again")
    voter.go(f"/v/{world.code()}")
    voter.look("ballot from the letter")
    voter.page.locator("label[for=p1]").click()
    voter.open("booth_enter", note="another code on this device")


def voting(voter: Visitor, world: World) -> None:
    enter(voter, world.code())
    voter.look("ballot with ticks")
    voter.press()
    voter.look("ballot with a mistake", status=422)
    voter.page.locator("main details summary").first.click()
    for number in (1, 3):
        voter.page.locator(f"label[for=p{number}]").click()
    voter.look("ballot half filled in", status=422)
    voter.press()
    voter.look("check before casting")
    voter.press()
    voter.look("the receipt")
    receipt = voter.page.locator(".receipt-code").inner_text()
    voter.open("booth", note="ballot of somebody who voted")
    voter.open("booth_receipt")
    for typed, status in (("", 422), ("2222-2222-2222-2222-22", 422), (receipt, 200)):
        voter.fill(receipt=typed)
        voter.press()
        voter.look("receipt looked up", status=status)
    voter.page.locator("footer form button").first.click()
    voter.page.wait_for_url("**?left")
    voter.look("everything is erased")


def in_points(voter: Visitor, world: World) -> None:
    enter(voter, world.code(world.in_points))
    voter.look("ballot with points")
    voter.page.locator("#p1").fill("7")
    voter.press()
    voter.look("ballot with too many points", status=422)
    voter.page.locator("#p1").fill("2")
    voter.press()
    voter.look("points before casting")
    with patch("voting.views.booth.cast_online", side_effect=OperationalError):
        voter.press()
        voter.look("not cast: the database gave way", status=503)


def too_early_and_too_late(voter: Visitor, world: World) -> None:
    enter(voter, world.code(world.in_points))
    for opens, closes in ((1, 2), (-2, -1)):
        now = timezone.now()
        with lifted():
            Edition.objects.filter(pk=world.in_points.pk).update(
                opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes)
            )
        voter.open("booth", note="no vote now")

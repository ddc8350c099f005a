"""A council: what it says about itself, its area, places, meetings and links."""

import json

from playwright.sync_api import FilePayload

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import CouncilLink, Meeting
from tallying.services.demo_council import complete_council
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World

FAR = [[50.87, 4.34], [50.87, 4.36], [50.88, 4.36], [50.87, 4.34]]


def visit(devices: Devices, world: World) -> None:
    slug = world.council.slug
    visitor, officer = devices.of(), devices.of(world.officer)
    visitor.open("meetings", slug, note="meetings without one")
    visitor.open("links", slug, note="links without one")
    for name in ("meetings_desk", "links_desk"):
        officer.open(name, slug, note=f"{name} without one")
    complete_council(world.council, DATABASE_CLOCK)
    reading(visitor, slug)
    about_itself(officer, slug)
    places(officer, slug)
    devices.of(world.facilitator).open("venues_desk", slug, note="places of a facilitator")
    meeting(officer, slug)
    link(officer, slug)


def reading(visitor: Visitor, slug: str) -> None:
    visitor.open("council", slug, note="council with meeting, places and ombudsman")
    visitor.open("council", slug, query="?near=laken-heizel", note="council with the nearest first")
    visitor.open("meetings", slug)
    for summary in visitor.page.locator("summary").all():
        summary.click()
    visitor.look("meetings with the minutes open")
    visitor.open("links", slug)


def about_itself(officer: Visitor, slug: str) -> None:
    officer.open("council_settings", slug)
    officer.fill(contact_phone="bel ons")
    officer.press()
    officer.look("settings with a mistake")
    officer.open("council_area", slug)
    officer.press(button="button:not(.danger)")
    officer.look("area without a file")
    officer.open("council_area", slug)
    shape = json.dumps({"type": "Polygon", "coordinates": [FAR]}).encode()
    file = FilePayload(name="wijk.geojson", mimeType="application/geo+json", buffer=shape)
    officer.page.locator("[name=file]").set_input_files(file)
    officer.fill(source="UrbIS")
    officer.press(button="button:not(.danger)")
    officer.look("boundary to confirm")
    officer.press()
    officer.look("boundary that was not confirmed")


def places(officer: Visitor, slug: str) -> None:
    officer.open("venues_desk", slug)
    officer.open("venue_edit", slug, "demo-wijkhuis")
    officer.open("venue_new", slug)
    officer.press()
    officer.look("place with mistakes")
    officer.open("venue_kit", slug, "demo-wijkhuis")


def meeting(officer: Visitor, slug: str) -> None:
    officer.open("meetings_desk", slug)
    officer.open("meeting_new", slug)
    officer.press()
    officer.look("meeting with mistakes")
    row = Meeting.objects.filter(council__slug=slug).first()
    assert row
    officer.open("meeting_edit", slug, row.pk)
    officer.page.locator("main summary:visible").last.click()
    officer.press("/cancel/")
    officer.look("meeting cancelled")
    officer.open("meeting_edit", slug, row.pk, note="cancelled meeting")


def link(officer: Visitor, slug: str) -> None:
    officer.open("links_desk", slug)
    officer.open("link_new", slug)
    officer.press()
    officer.look("link with mistakes")
    row = CouncilLink.objects.filter(council__slug=slug).first()
    assert row
    officer.open("link_edit", slug, row.pk)

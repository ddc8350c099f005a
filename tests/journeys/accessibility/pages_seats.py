"""Seats and drawing lots: the desk of both, what members declare, and the pages for everybody."""

from datetime import timedelta

from django.utils import timezone

from budgeting.models import Role, Seat, SortitionDraw
from budgeting.services import drawing_lots
from tests.budgeting.draws import prepared
from tests.budgeting.lots import candidates
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.people import person


def visit(devices: Devices, world: World) -> None:
    officer, anybody = devices.of(world.officer), devices.of()
    slug = world.council.slug
    officer.open("draws_desk", slug, note="no draws yet")
    anybody.open("draws", slug, note="no draw announced")
    preparing(officer, slug)
    a_draw(officer, anybody, world)
    seats(officer, world)
    declaring(devices, officer, world)
    anybody.open("council", slug, note="council with seats, interests and a draw")


def preparing(officer: Visitor, slug: str) -> None:
    officer.open("draw_new", slug)
    officer.press()
    officer.look("a draw with mistakes")
    rows = [f"{row['id']},{row['age']},{row['area']}" for row in candidates(60)]
    for note, lines in (("list with mistakes", [*rows[:3], *rows[:2], ",,"]), ("list", rows)):
        text = "\n".join(["id,leeftijd,wijkdeel van de wijkraad", *lines])
        officer.page.locator("[name=table]").set_input_files(
            {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        officer.fill(columns="leeftijd, wijkdeel van de wijkraad", seats="11", substitutes="3")
        officer.fill(seed_source_nl="Lotto van zaterdag", seed_source_fr="Lotto de samedi")
        officer.press()
        officer.look(note)
    officer.fill(least_0_0="9", least_0_1="9")
    officer.press()
    officer.look("impossible quotas")
    officer.fill(least_0_0="1", least_0_1="2")
    officer.press()
    officer.look("a draw before it is announced")


def a_draw(officer: Visitor, anybody: Visitor, world: World) -> None:
    slug, now = world.council.slug, timezone.now()
    ahead = now + timedelta(days=3)
    lots = prepared(world.council, created_at=now, seed_known_at=ahead)
    drawing_lots.estimate(lots.pk)
    drawing_lots.announce(lots.pk, by=world.officer)
    officer.open("draw_desk", slug, lots.pk, note="announced, seed not known")
    anybody.open("draw", slug, lots.pk, note="announced draw")
    past = {"announced_at": now - timedelta(days=2), "seed_known_at": now - timedelta(days=1)}
    SortitionDraw.objects.filter(pk=lots.pk).update(**past)
    officer.open("draw_desk", slug, lots.pk, note="seed to be entered")
    officer.press("/seed/")
    officer.look("seed with mistakes")
    officer.fill(seed="7 12 23 31 40 44")
    officer.press("/seed/")
    officer.look("drawn")
    officer.press("/fill/")
    officer.look("term with mistakes")
    officer.fill(starts_on="2026-01-01", ends_on="2031-12-31")
    officer.press("/fill/")
    officer.look("seats filled from a draw")
    officer.open("draw_desk", slug, lots.pk, note="draw with its seats")
    officer.press("/erase/")
    officer.look("list erased")
    officer.open("draws_desk", slug)
    anybody.open("draws", slug)
    anybody.open("draw", slug, lots.pk)
    anybody.page.locator("summary").first.click()
    anybody.look("draw with chances")


def seats(officer: Visitor, world: World) -> None:
    slug, today = world.council.slug, timezone.localdate()
    Seat.objects.filter(draw=None).update(ends_on=today - timedelta(days=1))
    Seat.objects.create(
        council=world.council, kind="delegate", starts_on=today + timedelta(days=9),
        association="Demo-handelaars · Commerçants démo (fictief · fictif)",
    )  # fmt: skip
    officer.open("seats_desk", slug)
    officer.open("seat_new", slug)
    officer.page.locator("[name=kind][value=delegate]").check()
    officer.press()
    officer.look("a seat with mistakes")
    seat = Seat.objects.exclude(draw=None).filter(substitute=False).first()
    officer.open("seat_edit", slug, seat.pk if seat else 0)
    officer.page.locator("summary:visible").last.click()
    officer.press("/end/")
    officer.look("end of a seat with mistakes")
    officer.fill(left_on="2026-02-01")
    officer.press("/end/")
    officer.look("a seat ended")


def declaring(devices: Devices, officer: Visitor, world: World) -> None:
    slug = world.council.slug
    member = person(world.council, Role.MEMBER, "Marie")
    visitor = devices.of(member)
    visitor.open("declarations_desk", slug, note="a member without a seat")
    seat = Seat.objects.exclude(draw=None).filter(substitute=False, left_on=None).last()
    Seat.objects.filter(pk=seat.pk if seat else 0).update(user=member, member_name="Marie")
    visitor.open("declarations_desk", slug)
    visitor.press()
    visitor.look("a declaration with mistakes")
    visitor.fill(text="Ik zit in het bestuur van de sportclub.")
    visitor.press()
    visitor.look("an interest declared")
    officer.open("declarations_desk", slug, note="interests for an officer")

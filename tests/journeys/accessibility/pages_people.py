"""People and roles: the desk of it, the invitation at its other end, and the second lock."""

import re
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from budgeting.models import Invitation, Membership, Role, User
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.people import person

ADDRESS = "nadia.met.een.heel.lang.adres@wijkraad-bockstael.example.org"


def visit(devices: Devices, world: World) -> None:
    officer = devices.of(world.officer)
    slug = world.council.slug
    the_people(officer, world)
    inviting(officer, slug)
    invited(devices, officer, slug)
    changing(officer, world)
    without_a_lock(devices, world)


def the_people(officer: Visitor, world: World) -> None:
    person(world.council, Role.TRUSTEE, "Tine")
    Authenticator.objects.filter(user__first_name="Tine").delete()
    today = timezone.localdate()
    for role, ends in ((Role.OBSERVER, 10), (Role.TRANSLATOR, -10)):
        one = person(world.council, role, f"{role.label} Vandenbossche")
        Membership.objects.filter(user=one).update(ends_on=today + timedelta(days=ends))
    officer.open("people_desk", world.council.slug, note="people without an invitation")


def inviting(officer: Visitor, slug: str) -> None:
    officer.open("people_invite", slug)
    officer.press()
    officer.look("an invitation with mistakes")
    officer.fill(email=ADDRESS)
    officer.page.locator("[name=role][value=facilitator]").check()
    officer.press()
    officer.look("an invitation is sent")
    officer.open("people_invite", slug)
    officer.fill(email=ADDRESS)
    officer.page.locator("[name=role][value=facilitator]").check()
    officer.press()
    officer.look("invited already")


def link(visitor: Visitor) -> str:
    found = re.search(rf"/{visitor.language}/invitation/\S+/", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[0]


def invited(devices: Devices, officer: Visitor, slug: str) -> None:
    """Somebody without an account, somebody else, the right person, and too late."""
    address = link(officer)
    visitor = devices.of()
    visitor.go(address)
    visitor.look("invited without an account")
    wrong = devices.of(User.objects.create_user("iemand@example.org"))
    wrong.go(address)
    wrong.look("an invitation for somebody else")
    right = devices.of(User.objects.create_user(ADDRESS))
    right.go(address)
    right.look("an invitation to accept")
    visitor.go(address)
    visitor.look("invited with an account")
    right.press()
    right.look("accepted")
    visitor.go(address)
    visitor.look("an invitation that was used", status=410)
    visitor.go(f"/{visitor.language}/invitation/x/")
    visitor.look("a link that is not complete", status=404)
    late = Invitation.objects.get()
    Invitation.objects.filter(pk=late.pk).update(accepted_at=None, expires_at=timezone.now())
    officer.open("people_desk", slug, note="people with an invitation out of date")


def changing(officer: Visitor, world: World) -> None:
    own = Membership.objects.get(user=world.officer).pk
    officer.open("role_edit", world.council.slug, own)
    officer.fill(ends_on="2020-01-01")
    officer.press()
    officer.look("a last day that is no longer possible")
    officer.press(button="[name=now]")
    officer.look("the last officer cannot leave")


def without_a_lock(devices: Devices, world: World) -> None:
    bare = devices.of(User.objects.get(first_name="Tine"))
    bare.open("desk", note="desk that waits for a second lock")
    bare.open("council_desk", world.council.slug, note="second lock needed", status=403)
    bare.open("mfa_index", note="account that needs a second lock")

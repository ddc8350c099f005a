"""The one door: who may do what in which council.

Officers and trustees need a second lock on their account (a passkey or a code app): without one
their role is there, but does not count. `SECOND_LOCK_REQUIRED` is off in the demo only.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.errors import AccessRefused
from budgeting.models import Council, Edition, Membership, Role, User

Person = User | AnonymousUser


LOCKED_ROLES = frozenset({Role.OFFICER, Role.TRUSTEE})
# Spare codes are for the day on which a lock is lost; they are none themselves.
LOCKS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_lock(role: str) -> bool:
    """Whether a role counts only for somebody with a second lock."""
    return role in LOCKED_ROLES and settings.SECOND_LOCK_REQUIRED


def has_second_lock(person: User) -> bool:
    """Whether nobody signs in to this account who only reads its mail."""
    return bool(Authenticator.objects.filter(user=person, type__in=LOCKS).exists())


def roles_of(person: Person, council: Council, on: date | None = None) -> frozenset[str]:
    """The roles of a person that count in a council on a day; none for a visitor."""
    return frozenset(role for _, role, counts in _held(person, on, council) if counts)


def roles_by_council(person: Person, on: date | None = None) -> dict[int, frozenset[str]]:
    """The same for every council in which a role counts, by its id; one query."""
    found: dict[int, set[str]] = defaultdict(set)
    for council, role, counts in _held(person, on):
        if counts:
            found[council].add(role)
    return {council: frozenset(roles) for council, roles in found.items()}


def lacks_second_lock(person: Person) -> bool:
    """Whether a role of this person waits for a second lock."""
    return not all(counts for _, _, counts in _held(person))


def councils_of(person: Person, on: date | None = None) -> list[Council]:
    """The councils in which a role of a person counts today."""
    return list(Council.objects.filter(pk__in=roles_by_council(person, on)))


def require(person: Person, council: Council, *roles: Role) -> User:
    """The signed-in person, if one of `roles` is theirs in `council`; else a refusal:
    `second_lock_needed` where only that is missing, `not_your_role` for somebody with another
    role here, `not_your_council` for anybody else."""
    here = {role: counts for _, role, counts in _held(person, council=council)}
    held = {role: counts for role, counts in here.items() if role in roles}
    if isinstance(person, User) and any(held.values()):
        return person
    if held:
        raise second_lock_needed()
    if any(here.values()):
        raise AccessRefused("not_your_role", _("Your role gives no access to this page."))
    raise AccessRefused(
        "not_your_council", _("This page is for people with a role in this council.")
    )


def second_lock_needed() -> AccessRefused:
    """The refusal whose page leads to setting up a second lock."""
    return AccessRefused(
        "second_lock_needed",
        _("Your task needs a second lock on your account: a passkey or a code app. With it nobody "
          "can act in your name who only reads your mail."),
    )  # fmt: skip


def _held(
    person: Person, on: date | None = None, council: Council | None = None
) -> Iterator[tuple[int, str, bool]]:
    """(council, role, whether it counts) of the roles held on a day, by default today."""
    if not isinstance(person, User):
        return
    rows = Membership.objects.current(on or timezone.localdate()).filter(user=person)
    if council is not None:
        rows = rows.filter(council=council)
    locks = Authenticator.objects.filter(user=OuterRef("user"), type__in=LOCKS)
    for of, role, locked in rows.values_list("council", "role", Exists(locks)):
        yield of, role, locked or not needs_second_lock(role)


def council_for(request: HttpRequest, council: str, *roles: Role) -> Council:
    """A council for somebody at work on it: the door of the council's pages of the desk."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    require(request.user, found, *roles)
    return found


def edition_or_404(request: HttpRequest, council: str, edition: str) -> Edition:
    """An edition by its address; a draft is for the people of its council, whatever their role."""
    found = get_object_or_404(
        Edition.objects.select_related("council__area"), council__slug=council, slug=edition
    )
    if found.phase == "draft":
        require(request.user, found.council, *Role)
    return found


def edition_for(request: HttpRequest, council: str, edition: str, *roles: Role) -> Edition:
    """An edition for somebody at work on it: the door of every page of the desk."""
    found = get_object_or_404(
        Edition.objects.select_related("council__area"), council__slug=council, slug=edition
    )
    require(request.user, found.council, *roles)
    return found


def edition_to_watch(request: HttpRequest, council: str, edition: str, *roles: Role) -> Edition:
    """The same, and for observers as long as they only read: who watches changes nothing."""
    reads = request.method in ("GET", "HEAD")
    return edition_for(request, council, edition, *roles, *[Role.OBSERVER] * reads)


def works_in(person: Person, council: Council, *roles: Role) -> bool:
    """Whether one of `roles` is theirs: who else is here only watches."""
    return not roles_of(person, council).isdisjoint(roles)

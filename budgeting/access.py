"""The one door: who may do what in which council."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.errors import AccessRefused
from budgeting.models import Council, Edition, Membership, Role, User

Person = User | AnonymousUser


def roles_of(person: Person, council: Council, on: date | None = None) -> frozenset[str]:
    """The roles a person holds in a council on a day; none for a visitor."""
    if not isinstance(person, User):
        return frozenset()
    current = Membership.objects.current(on or timezone.localdate())
    return frozenset(current.filter(user=person, council=council).values_list("role", flat=True))


def councils_of(person: Person, on: date | None = None) -> list[Council]:
    """The councils in which a person has any role today."""
    if not isinstance(person, User):
        return []
    current = Membership.objects.current(on or timezone.localdate()).filter(user=person)
    return list(Council.objects.filter(memberships__in=current).distinct())


def require(person: Person, council: Council, *roles: Role) -> User:
    """The signed-in person, if one of `roles` is theirs in `council`; else a refusal."""
    if isinstance(person, User) and roles_of(person, council) & set(roles):
        return person
    raise AccessRefused(
        "not_your_council", _("This page is for people with a role in this council.")
    )


def council_for(request: HttpRequest, council: str, *roles: Role) -> Council:
    """A council for somebody at work on it: the door of the council's pages of the desk."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    require(request.user, found, *roles)
    return found


def edition_or_404(request: HttpRequest, council: str, edition: str) -> Edition:
    """An edition by its address; a draft exists only for the people of its council."""
    found = get_object_or_404(
        Edition.objects.select_related("council__area"), council__slug=council, slug=edition
    )
    if found.phase == "draft":
        require(request.user, found.council, Role.OFFICER, Role.TRANSLATOR, Role.FACILITATOR)
    return found


def edition_for(request: HttpRequest, council: str, edition: str, *roles: Role) -> Edition:
    """An edition for somebody at work on it: the door of every page of the desk."""
    found = get_object_or_404(
        Edition.objects.select_related("council__area"), council__slug=council, slug=edition
    )
    require(request.user, found.council, *roles)
    return found

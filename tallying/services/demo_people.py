"""The people of the demo: one account for each role, with a link that signs them in."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from budgeting.models import Council, Membership, Role, Seat, SeatKind, User


@dataclass(frozen=True)
class Person:
    """Somebody who can be played; `key` is their place in the link file."""

    key: str
    name: str
    role: Role
    language: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


SECOND_OFFICER = Person("officer2", "Oscar Officer", Role.OFFICER, "fr")
CAST = (
    Person("officer", "Olga Officer", Role.OFFICER, "nl"),
    SECOND_OFFICER,
    Person("facilitator", "Farid Facilitator", Role.FACILITATOR, "fr"),
    Person("facilitator2", "Fien Facilitator", Role.FACILITATOR, "nl"),
    Person("member", "Marie Member", Role.MEMBER, "fr"),
    Person("translator", "Tess Translator", Role.TRANSLATOR, "nl"),
    Person("observer", "Omar Observer", Role.OBSERVER, "fr"),
    Person("trustee1", "Tine Trustee", Role.TRUSTEE, "nl"),
    Person("trustee2", "Théo Trustee", Role.TRUSTEE, "fr"),
    Person("trustee3", "Touria Trustee", Role.TRUSTEE, "nl"),
)
# Invented, like everything in the demo council.
ASSOCIATIONS = (
    "Demo-buurtcomité Bockstael · Comité de quartier démo (fictief · fictif)",
    "Demo-handelaars · Commerçants démo (fictief · fictif)",
    "Demo-jeugdhuis · Maison des jeunes démo (fictief · fictif)",
    "Demo-oudercomité · Comité de parents démo (fictief · fictif)",
    "Demo-sportclub · Club de sport démo (fictief · fictif)",
    "Demo-seniorenraad · Conseil des aînés démo (fictief · fictif)",
)
TRUSTEES = tuple(person for person in CAST if person.role == Role.TRUSTEE)


def make_people(council: Council, today: date) -> dict[str, dict[str, Any]]:
    """Accounts and memberships in a council, by key, each with a new sign-in token."""
    return {person.key: _made(person, council, today) for person in CAST}


def _made(person: Person, council: Council, today: date) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    user, _ = User.objects.get_or_create(
        email=person.email,
        defaults={"first_name": first, "last_name": last, "language": person.language},
    )
    Membership.objects.get_or_create(
        user=user,
        council=council,
        role=person.role,
        defaults={"starts_on": today - timedelta(days=900)},
    )
    return {
        "name": person.name,
        "role": str(person.role),
        "email": person.email,
        "token": secrets.token_urlsafe(18),
    }


def councils_of(emails: Iterable[str]) -> dict[str, list[str]]:
    """The short names of the councils in which each of these people has a role."""
    found: dict[str, list[str]] = {}
    held = Membership.objects.filter(user__email__in=list(emails))
    for email, slug in held.values_list("user__email", "council__slug").order_by("pk"):
        if slug not in found.setdefault(email, []):
            found[email].append(slug)
    return found


def join(council: Council, key: str, role: Role, today: date) -> None:
    """Give a person of the demo a role in one more council."""
    user = User.objects.get(email=f"{key}@example.org")
    starts = {"starts_on": today - timedelta(days=900)}
    Membership.objects.get_or_create(user=user, council=council, role=role, defaults=starts)


def fill_seats(council: Council, today: date) -> None:
    """The seats of the demo council, drawn and delegated; two members agreed to be named."""
    term = {"starts_on": today - timedelta(days=400), "ends_on": today + timedelta(days=330)}
    drawn = [Seat(council=council, kind=SeatKind.DRAWN, **term) for _ in range(11)]
    for seat, name in zip(drawn, ("Marie Member", "Ibrahim Demo"), strict=False):
        seat.member_name, seat.name_public = name, True
    delegates = [
        Seat(council=council, kind=SeatKind.DELEGATE, association=association, **term)
        for association in ASSOCIATIONS
    ]
    if not council.seats.exists():
        Seat.objects.bulk_create([*drawn, *delegates])

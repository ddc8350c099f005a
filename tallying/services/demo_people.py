"""The people of the demo: one account for each role, with a link that signs them in."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from budgeting.models import Council, Membership, Role, User


@dataclass(frozen=True)
class Person:
    """Somebody who can be played; `key` is their place in the link file."""

    key: str
    name: str
    role: Role
    language: str


CAST = (
    Person("officer", "Olga Officer", Role.OFFICER, "nl"),
    Person("facilitator", "Farid Facilitator", Role.FACILITATOR, "fr"),
    Person("facilitator2", "Fien Facilitator", Role.FACILITATOR, "nl"),
    Person("member", "Marie Member", Role.MEMBER, "fr"),
    Person("translator", "Tess Translator", Role.TRANSLATOR, "nl"),
    Person("observer", "Omar Observer", Role.OBSERVER, "fr"),
    Person("trustee1", "Tine Trustee", Role.TRUSTEE, "nl"),
    Person("trustee2", "Théo Trustee", Role.TRUSTEE, "fr"),
    Person("trustee3", "Touria Trustee", Role.TRUSTEE, "nl"),
)
TRUSTEES = tuple(person for person in CAST if person.role == Role.TRUSTEE)


def make_people(council: Council, today: date) -> dict[str, dict[str, Any]]:
    """Accounts and memberships in a council, by key, each with a new sign-in token."""
    return {person.key: _made(person, council, today) for person in CAST}


def _made(person: Person, council: Council, today: date) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    email = f"{person.key}@example.org"
    user, _ = User.objects.get_or_create(
        email=email,
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
        "email": email,
        "token": secrets.token_urlsafe(18),
    }


def join(council: Council, key: str, role: Role, today: date) -> None:
    """Give a person of the demo a role in one more council."""
    user = User.objects.get(email=f"{key}@example.org")
    starts = {"starts_on": today - timedelta(days=900)}
    Membership.objects.get_or_create(user=user, council=council, role=role, defaults=starts)

"""Asking the translators of a council for the texts that wait: a mail, at most one a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Council, Membership, Role, SentMail, User
from budgeting.services.recording import record
from budgeting.services.sent_once import send_once
from tallying.services.desk import Roles
from tallying.services.untranslated import untranslated


@dataclass(frozen=True)
class Request:
    """A council whose translators may be asked: `ready`, or why not (`no_texts`, `nobody`,
    `asked_today`, `not_officer`)."""

    council: Council
    code: str
    texts: int = 0
    people: Sequence[User] = ()


@dataclass(frozen=True)
class Asked:
    """What came of it: how many translators were mailed now; `code` as in Request."""

    council: Council
    code: str
    mails: int = 0


def plan_requests(councils: Iterable[Council], roles: Roles, *, today: date) -> list[Request]:
    """For each council whether its translators can be asked today, and about how many texts."""
    listed = list(councils)
    waiting: dict[int, int] = {}
    for (council, _edition), texts in untranslated({one.pk for one in listed}).items():
        waiting[council] = waiting.get(council, 0) + texts
    held = roles.get
    return [
        _planned(council, waiting.get(council.pk, 0), held(council.pk, frozenset()), today)
        for council in listed
    ]


def _planned(council: Council, texts: int, roles: frozenset[str], today: date) -> Request:
    if Role.OFFICER not in roles:
        return Request(council, "not_officer")
    if not texts:
        return Request(council, "no_texts")
    people = _translators(council, today)
    if not people:
        return Request(council, "nobody", texts)
    keys = [_key(council, person, today) for person in people]
    told = set(SentMail.objects.filter(key__in=keys).values_list("key", flat=True))
    left = [person for person, key in zip(people, keys, strict=True) if key not in told]
    return Request(council, "ready" if left else "asked_today", texts, left or people)


def ask_translators(
    councils: Iterable[Council],
    roles: Roles,
    *,
    by: User,
    base_url: str,
    clock: Clock = DATABASE_CLOCK,
) -> list[Asked]:
    """Mail the translators of each council that can be asked; sent twice, nobody is told twice."""
    today = timezone.localdate(clock.now())
    return [
        _asked(wish, by, base_url, today, clock)
        for wish in plan_requests(councils, roles, today=today)
    ]


def _asked(wish: Request, by: User, base_url: str, today: date, clock: Clock) -> Asked:
    if wish.code != "ready":
        return Asked(wish.council, wish.code)
    values = {"council": wish.council, "texts": wish.texts, "base_url": base_url}
    mails = sum(
        send_once(
            "translate",
            values,
            to=person,
            key=_key(wish.council, person, today),
            now=clock.now(),
        )
        for person in wish.people
    )
    if not mails:
        return Asked(wish.council, "not_sent")
    data = {"mails": mails, "texts": wish.texts}
    record("translators_asked", council=wish.council, by=by, role="officer", data=data,
           clock=clock)  # fmt: skip
    return Asked(wish.council, "asked", mails)


def _translators(council: Council, today: date) -> list[User]:
    held = Membership.objects.current(today).filter(council=council, role=Role.TRANSLATOR)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _key(council: Council, person: User, today: date) -> str:
    return f"translate:council {council.pk}:user {person.pk}:{today}"

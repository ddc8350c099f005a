"""What the tests of invitations share: an offer, the link in its mail, a device that opened it."""

import re
from datetime import date
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.models import Council, Invitation, Role, User
from budgeting.services.inviting import Offer, invite
from tests.people import SignIn

ADDRESS = "nadia@example.org"
LAST_DAY = date(2028, 5, 31)


def offered(council: Council, by: User, role: str = Role.FACILITATOR, **values: Any) -> Invitation:
    clock = values.pop("clock", SetClock(timezone.now()))
    offer = Offer(values.get("email", ADDRESS), role, LAST_DAY, values.get("language", ""))
    return invite(council, offer, by=by, base_url="https://x.test", clock=clock)


def link(language: str = "nl") -> str:
    """The address in the last mail."""
    found = re.search(rf"https://\S+(/{language}/invitation/\S+/)\s", str(mail.outbox[-1].body))
    assert found
    return found[1]


def mailed_code() -> str:
    found = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    assert found
    return found[1]


def opened(address: str, person: User | None = None) -> Client:
    """A device on which the link was followed."""
    client = SignIn(person) if person else Client()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nl/invitation/")
    return client

"""For the desk of the demo: a council without an edition, and advice of two advisory councils."""

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Area, Council, Edition, Membership, Role, User
from proposals.models import Advice
from proposals.services.advising import store_advice
from tallying.services.areas import FOLDER

COUNCIL, AREA = "demo-noordwijk", "noordwijk"
STAYS = timedelta(days=12)  # the officer: soon enough for the desk to say so


def found_a_council(clock: Clock) -> Council:
    """A council that waits for its first edition, with the officer of the demo."""
    area = Area.objects.filter(slug=AREA).first()
    rest = {"area": area, "contact_email": "demo@example.org", "fictional": True}
    rest |= _given()["council"]
    council, made = Council.objects.get_or_create(slug=COUNCIL, defaults=rest)
    if made:
        today = timezone.localdate(clock.now())
        Membership.objects.create(
            user=User.objects.get(email="officer@example.org"),
            council=council,
            role=Role.OFFICER,
            starts_on=today - timedelta(days=900),
            ends_on=today + STAYS,
        )
    return council


@transaction.atomic
def give_advice(edition: Edition, clock: Clock) -> None:
    """Advice on proposals of an edition that has none yet."""
    if Advice.objects.filter(proposal__edition=edition).exists():
        return
    given = _given()
    today = timezone.localdate(clock.now())
    officer = User.objects.get(email="officer@example.org")
    proposals = edition.proposals.select_related("edition__council")
    for one in given["advice"]:
        body = given["bodies"][one["body"]]
        advice = Advice(
            proposal=proposals.get(number=one["number"]),
            opinion=one["opinion"],
            body_nl=body["nl"],
            body_fr=body["fr"],
            text_nl=one["nl"],
            text_fr=one["fr"],
            given_on=today - timedelta(days=one["days_ago"]),
        )
        store_advice(
            advice,
            changed=["body_nl", "body_fr", "opinion", "text_nl", "text_fr"],
            by=officer,
            clock=clock,
        )


def _given() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "desk.json").read_text(encoding="utf-8"))
    return found

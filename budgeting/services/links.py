"""The order of a council's links, and taking one away."""

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import CouncilLink, User
from budgeting.services.recording import record


def move_link(link: CouncilLink, *, up: bool, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """One place up or down; at the end of the list nothing happens."""
    with transaction.atomic():
        links = list(link.council.links.select_for_update())
        place = links.index(link)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(links):
            return
        links[place], links[other] = links[other], links[place]
        for position, one in enumerate(links, 1):
            one.position = position
        CouncilLink.objects.bulk_update(links, ["position"])
        data = {"id": link.pk, "position": other + 1}
        record("link_moved", council=link.council, by=by, role="officer", data=data, clock=clock)


def remove_link(link: CouncilLink, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    with transaction.atomic():
        council, number = link.council, link.pk
        link.delete()
        record("link_removed", council=council, by=by, role="officer",
               data={"id": number}, clock=clock)  # fmt: skip

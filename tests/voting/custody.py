"""What the tests of custody share: sheets in a hall, two people who count them, the close."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition, User, Venue
from tests import build
from tests.voting import desk
from voting.models import CountKind, Explanation
from voting.services.closing import close_voting
from voting.services.explaining import explain, seen_of, sign_explanation
from voting.services.hand_counts import count_by_hand
from voting.services.printing import PrintedBatch, print_batch, release_batch
from voting.services.reconciling import shown_unexplained

LATER = SetClock(build.NOW + timedelta(days=10))
TEXTS: dict[str, Any] = {"text_nl": "Eén blad is verdwenen.", "text_fr": "Un bulletin a disparu."}
WHY: dict[str, Any] = {"reason_nl": "De doos is kwijt.", "reason_fr": "La caisse est perdue."}
WITH: dict[str, Any] = {"clock": desk.CLOCK}


def in_the_hall(edition: Edition, hall: Venue | None, count: int = 5) -> PrintedBatch:
    """Released sheets for the hall."""
    batch = print_batch(edition, count=count, out=io.BytesIO(), venue=hall, clock=desk.CLOCK)
    release_batch(batch.batch, by=User.objects.first(), clock=desk.CLOCK)
    return batch


def counted(
    edition: Edition,
    venue: Venue | None,
    pair: tuple[User, User],
    *,
    clock: SetClock = desk.CLOCK,
    **of: int,
) -> None:
    """Two people counted the same, on the day of the clock."""
    for kind in CountKind:
        for by in pair:
            count_by_hand(
                edition,
                venue=venue,
                day=timezone.localdate(clock.now()),
                kind=kind,
                value=of.get(kind.value, 0),
                by=by,
                clock=clock,
            )


def closed(edition: Edition) -> Edition:
    close_voting(edition, clock=LATER)
    edition.refresh_from_db()
    return edition


def seen(edition: Edition) -> str:
    """The figures that do not agree, as the page shows them now."""
    return seen_of(shown_unexplained(edition))


def written(edition: Edition, by: User) -> Explanation:
    return explain(edition, seen=seen(edition), by=by, clock=LATER, **TEXTS)


def signed(explanation: Explanation, by: User) -> Explanation:
    return sign_explanation(explanation, seen=seen(explanation.edition), by=by, clock=LATER)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code

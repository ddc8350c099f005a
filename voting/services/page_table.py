"""The table of a page: what is known about it, and what therefore becomes of it.

Read from the top: the first line that has something to say decides. Every page ends in exactly
one state, with a code that says why and never which box.
"""

from collections.abc import Callable
from dataclasses import dataclass

from voting.models import ScanState

JOINT = ("blank", "over_limit", "under_limit")
"""What is wrong with a whole ballot, not with the reading of one side."""

SETTLED_SIDE = ("incomplete_set", *JOINT)
"""Codes of a side that waits for nothing of its own: the other sides or the whole decide."""

HELD = "held_second_reading"
TYPED_ONCE = "typed_once"
MATCHED = "matched"
TAPPED_ONLY = "photo_unreadable"  # one person tapped the marks, and no machine read them


@dataclass
class Facts:
    """What is known about a page behind the locks.

    `refusal`: the sheet's or credential's own reason; `counted`: its sheet is in the box;
    `decided`: it can never get there any more; `late`: outside the intake window; `rival`:
    another reading of this side waits, `rescan` when it is this very picture or typing; `typed`:
    by one person so far; `matched`: a person read its number, nobody its marks; `doubt`: what a
    machine was not sure of; `unconfirmed`: a person has to look first; `incomplete`: sides are
    missing; `joint`: what is wrong with the whole ballot.
    """

    refusal: str = ""
    counted: bool = False
    decided: bool = False
    late: bool = False
    rival: bool = False
    rescan: bool = False
    typed: bool = False
    matched: bool = False
    doubt: str = ""
    unconfirmed: bool = False
    incomplete: bool = False
    joint: str = ""
    online_first: bool = False


Line = tuple[ScanState, Callable[[Facts], str]]

TABLE: tuple[Line, ...] = (
    (ScanState.REJECTED, lambda page: page.refusal),
    (ScanState.DUPLICATE, lambda page: "already_counted" * page.counted),
    (ScanState.DUPLICATE, lambda page: "already_decided" * page.decided),
    (ScanState.REJECTED, lambda page: "intake_closed" * page.late),
    (ScanState.DUPLICATE, lambda page: "already_queued" * page.rescan),
    (ScanState.QUEUED, lambda page: HELD * page.rival),
    (ScanState.QUEUED, lambda page: TYPED_ONCE * page.typed),
    (ScanState.QUEUED, lambda page: MATCHED * page.matched),
    (ScanState.QUEUED, lambda page: page.doubt),
    (ScanState.QUEUED, lambda page: (page.joint or "to_confirm") * page.unconfirmed),
    (ScanState.QUEUED, lambda page: "incomplete_set" * page.incomplete),
    (ScanState.QUEUED, lambda page: page.joint),
    (ScanState.REJECTED, lambda page: "voted_online_first" * page.online_first),
    (ScanState.ACCEPTED, lambda page: "ok"),
)


def verdict(page: Facts) -> tuple[ScanState, str]:
    """The state of a page and the code that says why."""
    return next((state, code) for state, says in TABLE if (code := says(page)))

"""What is not as it should be in an edition or a council, and whom it concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from budgeting.models import Edition, Role, Verification
from budgeting.phases import ORDER, Phase
from tallying.services.desk_facts import Facts

OFFICER, FACILITATOR = frozenset({Role.OFFICER}), frozenset({Role.OFFICER, Role.FACILITATOR})
TRANSLATOR = frozenset({Role.OFFICER, Role.TRANSLATOR})

BEFORE_THE_VOTE = frozenset(ORDER[: ORDER.index(Phase.VOTING)])
READ_BY_ALL = frozenset({Phase.CALL, Phase.REVIEW, Phase.PUBLICATION})
WITH_RIGHTS = frozenset({Phase.PUBLICATION, Phase.VOTING})
NEEDS_A_BOX_SOON = frozenset({Phase.REVIEW, Phase.PUBLICATION})
SEALED = frozenset({Phase.PUBLICATION, Phase.VOTING, Phase.COUNTING})
BY_REGISTER = frozenset({Verification.LETTER, Verification.DESK})


@dataclass(frozen=True)
class Alert:
    """A warning: its code, who may mend it, how many times, and from which day.

    `early` ones are good to know, and no reason for a mail.
    """

    code: str
    roles: frozenset[Role]
    count: int = 0
    on: date | None = None
    early: bool = False


def alerts_of(edition: Edition, facts: Facts, now: datetime) -> list[Alert]:
    """The warnings of an edition, the most urgent first; none for an imported one."""
    if edition.source:
        return []
    phase = Phase(edition.phase)
    found = [(code, OFFICER) for code in _calendar(edition, phase, now)]
    if phase in WITH_RIGHTS and not facts.has_register and BY_REGISTER & {*edition.verification}:
        found.append(("register_empty", OFFICER))
    if phase in BEFORE_THE_VOTE and not facts.has_box:
        found.append(("no_trustees", OFFICER))
    if phase in SEALED and facts.held_by_server and not facts.links_destroyed:
        found.append(("server_key", OFFICER))
    if phase in READ_BY_ALL and edition.unsettled(needed=("title",)):
        found.append(("texts_differ", TRANSLATOR))
    early = {"no_trustees"} if phase not in NEEDS_A_BOX_SOON else set()
    return [Alert(code, roles, early=code in early) for code, roles in found]


def _calendar(edition: Edition, phase: Phase, now: datetime) -> list[str]:
    """Dates that are missing, or that the edition can no longer keep."""
    if phase not in BEFORE_THE_VOTE:
        return []
    call = [edition.call_opens_at, edition.call_closes_at]
    vote = [edition.opens_at, edition.closes_at]
    needed = call + vote if phase in {Phase.DRAFT, Phase.CALL} else vote
    found = ["calendar_missing"] if None in needed else []
    ends = [edition.closes_at, edition.call_closes_at if phase == Phase.DRAFT else None]
    if any(end is not None and end <= now for end in ends):
        found.append("calendar_past")
    return found

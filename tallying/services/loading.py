"""Loading an edition from a file: all of it in one transaction, or nothing; then its count.

Counting comes after the transaction: it may take long, and nobody else could write meanwhile. A
count that is refused leaves the edition loaded, ready to be counted again from its page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import Edition, ResultState
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from tallying.models import Tally
from tallying.services.calendars import Calendar, read_calendar
from tallying.services.document import BadFile, Node, slug_of, unused_keys
from tallying.services.document_reading import read_document
from tallying.services.loading_box import make_box
from tallying.services.loading_council import council_of, edition_of, is_fictional
from tallying.services.loading_limits import check_limits
from tallying.services.loading_proposals import load_follow_up, load_proposals
from tallying.services.loading_votes import (
    Vote,
    cast_votes,
    inline_votes,
    read_votes,
    store_ballots,
)
from tallying.services.tallying_up import run_tally
from voting.services.starting import start_voting

RESULT_STATES = {
    Phase.COUNTING: ResultState.PROVISIONAL,
    Phase.COUNCIL_REVIEW: ResultState.PROVISIONAL,
    Phase.OBJECTIONS: ResultState.CONTESTABLE,
    Phase.DECISION: ResultState.BEFORE_MUNICIPAL_COUNCIL,
    Phase.REALISATION: ResultState.FINAL,
    Phase.CLOSED: ResultState.FINAL,
}


@dataclass(frozen=True)
class Options:
    """What the command line adds to a file; `trustees` and `threshold` go before the file's."""

    phase: Phase | None = None
    council: str = ""
    edition: str = ""
    trustees: Sequence[str] = ()
    threshold: int = 2


@dataclass
class Loaded:
    """What came of it. `shares` are shown once; `moved_days` is how far the calendar was moved;
    `unused` are keys of the file that mean nothing here, `left_out` votes that come too early."""

    edition: Edition
    proposals: int = 0
    cast: int = 0
    ballots: int = 0
    moved_days: int = 0
    tallies: list[Tally] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    left_out: int = 0


class NotCounted(Refused):
    """The count was refused, with its own code; the edition is `loaded` and stays so."""

    def __init__(self, refusal: Refused, loaded: Loaded) -> None:
        address = loaded.edition.address
        super().__init__(refusal.code, f"{address} is loaded, but not counted. {refusal.sentence}")
        self.loaded = loaded


def load_edition(
    path: Path,
    *,
    ballots: Path | None = None,
    options: Options | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Loaded:
    """Load a file; refuses `BadFile` with the key that is wrong, `edition_exists`, `not_ready`,
    and `NotCounted` with the code of the count.

    `ballots_file` in the file stands beside it, unless `ballots` names another.
    """
    document = read_document(path)
    name = document.get("edition").get("ballots_file").text()
    if ballots is None and name:
        ballots = path.parent / Path(name).name
    votes = read_votes(ballots) if ballots else inline_votes(document.get("ballots"))
    return load_document(document, votes, options=options, clock=clock)


def load_document(
    document: Node,
    votes: Sequence[Vote] = (),
    *,
    options: Options | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Loaded:
    """Load a document with its votes: nothing is left of it when it is refused, all of it when
    only its count is (`NotCounted`)."""
    options = options or Options()
    for option, slug in (("--council", options.council), ("--edition", options.edition)):
        if slug:
            slug_of(slug, option)
    with transaction.atomic():
        loaded = _load(document, votes, options, clock)
    loaded.unused = _unused(document)
    if loaded.ballots:
        _count(loaded, clock)
    return loaded


def _load(document: Node, votes: Sequence[Vote], options: Options, clock: Clock) -> Loaded:
    node = document.needed("edition")
    today = timezone.localdate(now := clock.now())
    calendar = read_calendar(node, today)
    phase = _phase(node, calendar, options, today)
    moves = is_fictional(document) and (options.phase or _is_over(phase, calendar, today))
    moved = calendar.days_to_reach(phase, today) if moves else 0
    calendar = calendar.moved(moved)
    _check_calendar(node, calendar, phase)
    # A vote is started by the service that starts every vote, from the phase before.
    first = Phase.PUBLICATION if phase == Phase.VOTING else phase
    council = council_of(document, options.council)
    edition = edition_of(document, council, options.edition, calendar, first)
    proposals = len(load_proposals(document, edition, now))
    check_limits(node, edition)
    loaded = Loaded(edition, proposals, moved_days=moved)
    data = {"digest": digest_of_node(document), "proposals": proposals}
    record("edition_loaded", edition=edition, data=data, clock=clock)
    _vote(loaded, node, votes, phase, options, clock)
    if phase in RESULT_STATES:
        load_follow_up(document, edition, today)
    return loaded


def _count(loaded: Loaded, clock: Clock) -> None:
    """Count the opened ballots, and let the result be as far as the phase has come."""
    edition = loaded.edition
    try:
        loaded.tallies = run_tally(edition, clock=clock)
    except Refused as refusal:
        raise NotCounted(refusal, loaded) from None
    edition.result_state = RESULT_STATES[Phase(edition.phase)]
    edition.save(update_fields=["result_state"])


def _unused(document: Node) -> list[str]:
    """Keys that mean nothing here; not those that only this load had no use for."""
    for node, key in ((document.get("council"), "code"), (document, "follow_up")):
        node.get(key)
    document.get("edition").get("code")
    return unused_keys(document)


def digest_of_node(document: Node) -> str:
    """The digest of a loaded document, amounts with decimals as text."""
    return digest_of(json.loads(json.dumps(document.value, default=str)))


def _phase(node: Node, calendar: Calendar, options: Options, today: date) -> Phase:
    if options.phase:
        return options.phase
    stated = node.get("phase")
    if stated.is_set:
        return Phase(stated.one_of({phase.value: phase.value for phase in Phase}))
    return calendar.phase_on(today)


def _is_over(phase: Phase, calendar: Calendar, today: date) -> bool:
    """Whether residents could do nothing in a stated call or vote: its days lie in the past."""
    return phase in {Phase.CALL, Phase.VOTING} and ORDER.index(phase) < ORDER.index(
        calendar.phase_on(today)
    )


def _check_calendar(node: Node, calendar: Calendar, phase: Phase) -> None:
    if ORDER.index(phase) >= ORDER.index(Phase.VOTING) and calendar.first("vote") is None:
        raise BadFile(
            "calendar_missing",
            node.get("calendar").path,
            f"an edition in {phase} needs the first and last day of its vote.",
        )


def _vote(
    loaded: Loaded,
    node: Node,
    votes: Sequence[Vote],
    phase: Phase,
    options: Options,
    clock: Clock,
) -> None:
    """The box and the votes, as far as the phase has come."""
    edition = loaded.edition
    names = list(options.trustees) or [item.text() for item in node.get("trustees").items()]
    threshold = options.threshold if options.trustees else node.get("threshold").whole(2)
    if phase == Phase.VOTING or (names and phase == Phase.PUBLICATION):
        loaded.shares = make_box(edition, trustees=names, threshold=threshold, clock=clock)
    if phase == Phase.VOTING:
        start_voting(edition, clock=clock)
        loaded.cast = cast_votes(edition, votes, clock)
    elif phase in RESULT_STATES and votes:
        loaded.ballots = store_ballots(edition, votes)
    else:
        loaded.left_out = len(votes)

"""Adjudicating: a person looks at a queued page and decides what the paper says.

One person may agree with the machine, unless it read the sheet twice and differently or somebody
has said something else. Whoever says something else needs a second person who says the same without
having been shown it, and who has said nothing else of this side before; where two disagree, a third
one decides. The machine's reading is never overwritten. What too many or too few marks make of a
ballot: `remedies`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from budgeting.models import User
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import Adjudication, DeviceScan, Scan, ScanState, SheetState
from voting.services.decided import put_away
from voting.services.looking import Looked
from voting.services.page_table import HELD, JOINT, MATCHED, TAPPED_ONLY, TYPED_ONCE, verdict
from voting.services.readings import Mark, Reading, fingerprint_of, sorted_marks
from voting.services.remedies import (
    AS_READ,
    BLANK,
    CORRECTED,
    Declaration,
    is_blind,
    is_tapped,
    require_correctable,
    require_declarable,
)
from voting.services.second_person import is_settled, require_settled
from voting.services.settling import (
    TRIES,
    Joined,
    Locked,
    SetChanged,
    facts_of,
    follow,
    join,
    lock,
    queued_of,
)
from voting.services.statements import record_difference, said_about, said_in


@dataclass(frozen=True)
class Decision:
    """What became of a page; `waits`: a second person has to say the same."""

    scan: Scan
    waits: bool = False


def confirm_as_read(page: Looked) -> Decision:
    """The paper says what was read. Refuses `already_decided`, `typed_by_you`, what is no ballot,
    and `typed_once`, `matched` or `photo_unreadable`: then people find the marks by themselves."""
    if page.scan.code in (TYPED_ONCE, MATCHED, TAPPED_ONLY):
        raise refuse(page.scan.code)
    if page.reading is None:
        raise refuse("already_decided")
    return _count(page, page.reading, AS_READ, "")


def correct(page: Looked, marks: Iterable[Mark], *, reason: str) -> Decision:
    """The paper says something else; counts when a second person reads the same.

    Of a page whose symbol no machine could read there is no reading: then two people say what is
    marked. Refuses `malformed`, `already_decided`, `role_too_new`, `rule_says_void` and
    `rule_says_blank`.
    """
    read = sorted_marks(marks)
    known = {(box.project, box.value) for box in page.boxes}
    if not known.issuperset(read):
        raise refuse("malformed")
    if page.reading is None and page.scan.matched_by_id is None:
        raise refuse("already_decided")
    if page.reading is not None and read == page.reading.marks:
        return _count(page, page.reading, AS_READ, reason)
    return _count(page, Reading(page.scan.side, read), CORRECTED, reason)


def declare(page: Looked, saying: str, *, reason: str) -> Decision:
    """The ballot is blank or void; two people, unless machine and rules say the same.

    Refuses `already_decided`, `role_too_new` where it takes two, and what is not the edition's rule
    (`require_declarable`).
    """
    with transaction.atomic():
        held, scan = _locked(page)
        alone = require_declarable(held.edition, scan.code, Declaration(saying, reason))
        alone = alone and not _said_otherwise(page, saying, declares=True)
        noted = _note(page, saying, reason, None, signs=not alone)
        if noted.second_by is None and not alone:
            return Decision(scan, waits=True)
        queued_of(scan).filter(side=scan.side).update(state=ScanState.DUPLICATE, code="not_chosen")
        code = f"declared_{saying}"
        queued_of(scan).update(state=ScanState.REJECTED, code=code)
        Scan.objects.filter(pk=scan.pk).update(state=ScanState.REJECTED, code=code)
        held.sheet.state = SheetState.BLANK if saying == BLANK else SheetState.REJECTED
        held.sheet.save(update_fields=["state"])
        put_away(page.intake, held.sheet)
        _record(page)
    scan.refresh_from_db()
    return Decision(scan)


def _count(page: Looked, reading: Reading, saying: str, reason: str) -> Decision:
    """Join the sides, seal, and let the table decide with this reading."""
    for attempt in range(TRIES):
        joined = join(page.intake, page.scan, reading, len(page.layout.sides))
        try:
            with transaction.atomic():
                return _count_locked(page, reading, joined, saying, reason)
        except SetChanged:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _count_locked(
    page: Looked, reading: Reading, joined: Joined, saying: str, reason: str
) -> Decision:
    held, scan = _locked(page)
    two = _needs_two(page, scan, saying, reading)
    if saying == CORRECTED and not is_blind(scan, page.reading):
        require_correctable(held.edition, scan.code, reason)
    noted = _note(page, saying, reason, reading, signs=two)
    if two and noted.second_by is None:
        return Decision(scan, waits=True)
    queued_of(scan).filter(side=scan.side).update(state=ScanState.DUPLICATE, code="not_chosen")
    state, code = verdict(facts_of(held, scan, joined, arrived=scan.at))
    if code in JOINT and code == scan.code:
        raise refuse(f"cannot_count_{code}")
    scan.state, scan.code = state, code
    scan.save(update_fields=["state", "code"])
    follow(page.intake, held, scan, joined)
    _record(page)
    return Decision(scan)


def _needs_two(page: Looked, scan: Scan, saying: str, reading: Reading) -> bool:
    """Whether another one has to say the same as this person.

    Of two different readings by machines one person chooses, and another one says the same; so it
    is where somebody noted something else, and with what was typed or tapped by somebody whose role
    was new. Else who typed it was the first one.
    """
    if not (scan.by_hand or is_tapped(page.reading)):
        differs = _said_otherwise(page, _fingerprint(page, reading))
        return saying == CORRECTED or scan.code == HELD or differs
    first, council = _first_people(scan), page.intake.edition.council
    if saying == AS_READ and page.by in first:
        raise refuse("typed_by_you")
    wavers = _said_otherwise(page, _fingerprint(page, reading), page.by)
    if saying == CORRECTED or wavers or not all(is_settled(one, council, scan.at) for one in first):
        return True
    require_settled(page.by, council, scan.at)
    return False


def _first_people(scan: Scan) -> set[User]:
    """Who typed or tapped a page: whose batch it is, and who sent it from a phone."""
    sent = DeviceScan.objects.filter(scan=scan).values("by")
    return set(User.objects.filter(Q(pk=scan.batch.by_id) | Q(pk__in=sent)))


def _locked(page: Looked) -> tuple[Locked, Scan]:
    held = lock(page.intake, page.scan.sheet_id)
    scan = Scan.objects.select_for_update().select_related("batch").get(pk=page.scan.pk)
    if scan.state != ScanState.QUEUED:
        raise refuse("already_decided")
    scan.sheet = held.sheet
    return held, scan


def _note(
    page: Looked, saying: str, reason: str, reading: Reading | None, *, signs: bool = True
) -> Adjudication:
    """Write down what somebody says. Where it takes two (`signs`), sign as the second person what
    another said; refuses `role_too_new`."""
    by, at = page.by, page.intake.clock.now()
    this = _fingerprint(page, reading) if reading else saying
    open_ones = Adjudication.objects.filter(scan=page.scan, second_by__isnull=True)
    last = {one.by_id: one for one in open_ones.order_by("pk")}
    same = {who: one for who, one in last.items() if said_in(one) == this}
    mine = same.pop(by.pk, None)
    may_agree = signs and not _said_otherwise(page, this, by, declares=reading is None)
    said = next(iter(same.values()), None) if may_agree else None
    if signs:
        require_settled(by, page.intake.edition.council, said.at if said else at)
    if said is not None:
        said.second_by = by
        said.save(update_fields=["second_by"])
        return said
    if mine is not None:
        return mine
    if signs and said_about(page.scan) - {this}:
        record_difference(page.intake, by)
    if signs and is_blind(page.scan, page.reading) and saying == AS_READ:
        saying = CORRECTED  # whether it is what another one typed is not to be seen from it
    return _written(page, saying, reason, reading)


def _written(page: Looked, saying: str, reason: str, reading: Reading | None) -> Adjudication:
    return Adjudication.objects.create(
        scan=page.scan,
        verdict=saying,
        reason_code=reason,
        fingerprint=_fingerprint(page, reading) if reading else "",
        reading=page.intake.seal(reading.to_bytes(), for_box=False) if reading else None,
        by=page.by,
        at=page.intake.clock.now(),
    )


def _said_otherwise(
    page: Looked, this: str, by: User | None = None, *, declares: bool = False
) -> bool:
    """Whether something else than `this` was said of the side, by one person or by anybody. A
    ballot that does not count may still be declared void by who typed what stands on it."""
    before = said_about(page.scan, by) - {this}
    if declares and page.reading is not None:
        before.discard(_fingerprint(page, page.reading))
    return bool(before)


def _fingerprint(page: Looked, reading: Reading) -> str:
    assert page.scan.sheet is not None
    return fingerprint_of(
        page.intake.keys,
        lookup=page.scan.sheet.lookup,
        side=reading.side,
        marks=reading.marks,
    )


def _record(page: Looked) -> None:
    """That a page was decided: no sheet, no mark, and not as what.

    While people vote, so many blank or void ballots would tell how the vote runs.
    """
    intake = page.intake
    data = {"batch": page.scan.batch.number}
    record("page_decided", edition=intake.edition, by=intake.by, data=data, clock=intake.clock)

"""What a person is shown of a page that waits, and what they answered."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import User
from voting.errors import reason_of
from voting.forms_marks import CorrectionForm, DeclarationForm
from voting.models import Adjudication, Scan
from voting.services.adjudicating import Decision, confirm_as_read, correct, declare
from voting.services.decided import comes_again
from voting.services.keying import say_marks
from voting.services.looking import Looked, is_readable, look_at, machine_rows, shown_doubts
from voting.services.matching import can_match
from voting.services.page_table import HELD, JOINT
from voting.services.remedies import (
    AS_READ,
    CORRECTED,
    RULE_OF,
    corrections,
    declarations,
    is_blind,
    remedy_of,
)
from voting.services.settling import queued_of

DECLARED = "declared"


class Deciding:
    """One page and the two forms on it: what is marked, and why it does not count."""

    def __init__(self, looked: Looked, sent: QueryDict | None) -> None:
        self.looked, self.sent = looked, sent
        self.scan, self.edition = looked.scan, looked.intake.edition
        self.blind = is_blind(looked.scan, looked.reading)
        self.verdict = sent.get("verdict", "") if sent is not None else ""

    @cached_property
    def marks(self) -> CorrectionForm:
        """Filled in as it was read, and empty where nobody is shown a reading."""
        reading = None if self.blind else self.looked.reading
        return CorrectionForm(
            self.sent if self.verdict == CORRECTED else None,
            edition=self.edition,
            boxes=self.looked.boxes,
            marks=reading.marks if reading else (),
            reasons=() if self.blind else corrections(self.edition, self.scan.code),
        )

    @cached_property
    def declaration(self) -> DeclarationForm:
        """Blank or void, as far as the edition's rules leave a choice."""
        sent = self.sent if self.verdict == DECLARED else None
        return DeclarationForm(sent, offered=declarations(self.edition, self.scan.code))

    def context(self) -> dict[str, Any]:
        """What the template of a page that waits shows."""
        code, by = self.scan.code, self.looked.by
        readable = self.looked.reading is not None and not self.blind
        return {
            "blind": self.blind,
            "form": self.marks,
            "declaration": self.declaration,
            "rows": machine_rows(self.looked) if readable else [],
            "doubts": shown_doubts(self.looked) if readable else [],
            "strips": code in RULE_OF and not self.looked.scan.by_hand,
            "typed_by_me": self.scan.by_hand and self.scan.batch.by_id == by.pk,
            "confirms": readable and code not in JOINT,
            "remedy": remedy_of(self.edition, code) or "",
            "rivals": _rivals(self.looked),
            **_said(self.scan, by),
        }


def settled(deciding: Deciding) -> Decision | None:
    """What the answer makes of the page; None without one, or with a mistake in it."""
    looked, verdict = deciding.looked, deciding.verdict
    if deciding.sent is None:
        return None
    if verdict == AS_READ:
        return confirm_as_read(looked)
    if verdict == DECLARED:
        form = deciding.declaration
        if not form.is_valid():
            return None
        said = form.declaration()
        return declare(looked, said.saying, reason=said.reason)
    if verdict != CORRECTED:
        return None
    marks = deciding.marks
    if not marks.is_valid():
        return None
    if deciding.blind:
        return say_marks(looked, marks.marks())
    return correct(looked, marks.marks(), reason=marks.reason)


def about(page: Scan, by: User) -> dict[str, Any]:
    """What every page of paper shows: itself, why it is where it is, and its picture."""
    readable = page.image is not None and is_readable(page, by=by)
    return {
        "edition": page.batch.edition,
        "page": page,
        "reason": reason_of(page.code),
        "has_image": page.image is not None,
        "readable": readable,
        "matchable": readable and can_match(page),
        "comes_again": comes_again(page, at=DATABASE_CLOCK.now()),
        "fictional": page.batch.edition.council.fictional,
    }


def _said(page: Scan, by: User) -> dict[str, bool]:
    """Whether somebody has said something that waits for a second person; never what."""
    open_ones = Adjudication.objects.filter(scan=page, second_by__isnull=True)
    people = set(open_ones.exclude(verdict=AS_READ).values_list("by", flat=True))
    return {
        "said_by_me": by.pk in people,
        "said_by_another": bool(people - {by.pk}),
        "disagree": len(people) > 1,
    }


def _rivals(looked: Looked) -> list[dict[str, Any]]:
    """The other readings of this side that wait, each with its picture and rows."""
    if looked.scan.code != HELD:
        return []
    rivals = queued_of(looked.scan).filter(side=looked.scan.side)
    found = []
    for rival in rivals.select_related("batch__edition", "sheet__layout").order_by("at", "pk"):
        other = look_at(rival, by=looked.by, clock=looked.intake.clock)
        blind = is_blind(rival, other.reading)
        shown = other.reading is not None and not blind
        found.append(
            {
                "page": rival,
                "blind": blind,
                "readable": is_readable(rival, by=looked.by),
                "rows": machine_rows(other) if shown else [],
                "confirms": shown,
            }
        )
    return found

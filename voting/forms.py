"""The booth's forms: the voting code, the ballot, and a receipt to look up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.models import Edition
from proposals.models import BallotProject
from voting.codes import MAX_TEXT, VOTING_CODE_SYMBOLS, CodedError, parse_code
from voting.errors import refusal_of
from voting.formats import canonical, parse_format
from voting.models import Credential
from voting.services.register import credential_of

_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


class CodeForm(forms.Form):
    """A typed voting code; a valid form has its `credential`."""

    credential: Credential

    code = forms.CharField(
        label=_("Your voting code"),
        help_text=_("18 letters and digits. Capitals, spaces and hyphens make no difference."),
        max_length=MAX_TEXT,
        error_messages={
            "required": _("Fill in the code from your letter."),
            "max_length": _("This is not a voting code. A code has 18 letters and digits."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, exhausted: bool = False) -> None:
        super().__init__(data)
        self.exhausted = exhausted

    def clean_code(self) -> str:
        if self.exhausted:
            # The same answer for right and wrong codes, or the brake would be none.
            raise forms.ValidationError(
                _("Too many codes were tried from here. Please wait one minute and try again."),
                code="too_many_tries",
            )
        typed: str = self.cleaned_data["code"]
        try:
            self.credential = credential_of(typed)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.sentence), code=refusal.code) from None
        return parse_code(typed, VOTING_CODE_SYMBOLS)


class ReceiptForm(forms.Form):
    """A typed receipt, brought to its one spelling."""

    receipt = forms.CharField(
        label=_("Your receipt"),
        help_text=_("18 letters and digits, as on the page after your vote."),
        max_length=MAX_TEXT,
        error_messages={"required": _("Fill in the receipt that you want to check.")},
    )

    def clean_receipt(self) -> str:
        try:
            return parse_code(self.cleaned_data["receipt"])
        except CodedError:
            raise forms.ValidationError(
                _("This is not a receipt, or there is a typing error in it."),
                code="receipt_malformed",
            ) from None


@dataclass(frozen=True)
class Line:
    """One project on the ballot, with what the voter put there (text as typed)."""

    project: BallotProject
    value: str

    @property
    def name(self) -> str:
        return f"p{self.project.number}"


class BallotForm:
    """A ballot being filled in: from the posted page, or from the marks of the draft.

    The first mistake is `error` (a sentence) with `error_code`, and `wrong` the number of the
    project it is about, where it is about one. Text that is no number stays as it was typed.
    """

    error: str | Promise = ""
    error_code = ""
    wrong: int | None = None

    def __init__(
        self,
        edition: Edition,
        projects: Sequence[BallotProject],
        *,
        posted: QueryDict | None = None,
        marks: Mapping[int, int] | None = None,
    ) -> None:
        self.edition = edition
        self.projects = projects
        self.format = parse_format(edition.ballot_format)
        self.ticks = self.format.type in ("approval", "knapsack")
        if posted is None:
            self.texts = {number: str(value) for number, value in (marks or {}).items()}
        elif self.ticks:
            self.texts = dict.fromkeys(map(_number, posted.getlist("project")), "1")
        else:
            given = {p.number: posted.get(f"p{p.number}", "").strip() for p in projects}
            self.texts = {number: text for number, text in given.items() if text}

    def lines(self) -> list[Line]:
        return [Line(p, self.texts.get(p.number, "")) for p in self.projects]

    def marks(self) -> dict[int, int]:
        """What the draft keeps: project number to value, without what is no number or zero."""
        known = {project.number for project in self.projects}
        pairs = ((n, int(text)) for n, text in self.texts.items() if _WHOLE.fullmatch(text))
        return {number: value for number, value in pairs if value and number in known}

    def chosen(self) -> list[Line]:
        """The lines with a mark, in the order of the ballot; a ranking by rank."""
        lines = [Line(p, str(self.marks().get(p.number, ""))) for p in self.projects]
        marked = [line for line in lines if line.value]
        return sorted(marked, key=lambda x: int(x.value)) if self.is_ranking else marked

    @property
    def is_ranking(self) -> bool:
        return self.format.type == "ranking"

    @property
    def spent(self) -> int:
        """Cost of the marked projects, in whole cents."""
        return sum(line.project.cost_cents for line in self.chosen())

    @property
    def used(self) -> int:
        """How much of `limit` is used: points, or projects."""
        marks = self.marks()
        return sum(marks.values()) if self.format.type == "points" else len(marks)

    @property
    def limit(self) -> int | None:
        return self.format.total if self.format.type == "points" else self.format.max_projects

    @property
    def left(self) -> int | None:
        """What remains of the limit, below zero when it is overstepped; None without a limit."""
        return None if self.limit is None else self.limit - self.used

    @property
    def over(self) -> int:
        return max(-(self.left or 0), 0)

    @property
    def most(self) -> int | None:
        """The highest number a box takes."""
        return self.format.max_projects if self.is_ranking else self.format.max_points

    def choices(self) -> list[str] | dict[str, str]:
        """Project ids, or ids with the typed numbers, as the format takes them."""
        codes = {project.number: project.code for project in self.projects}
        given = {codes.get(n, f"? {n}"): text for n, text in self.texts.items()}
        return list(given) if self.ticks else given

    def is_valid(self) -> bool:
        costs = {project.code: project.cost_cents for project in self.projects}
        budget = self.edition.budget_cents
        try:
            canonical(self.format, self.choices(), costs=costs, budget=budget)
        except CodedError as error:
            refusal = refusal_of(error)
            self.error, self.error_code = refusal.sentence, refusal.code
            numbers = {project.code: project.number for project in self.projects}
            self.wrong = numbers.get(str(error.params.get("project")))
        return not self.error


def _number(text: str) -> int:
    """A project's number as the page sends it; 0, which no project has, for anything else."""
    return int(text) if _WHOLE.fullmatch(text) else 0

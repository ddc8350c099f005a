"""Forms in which a person says what is on a sheet: which boxes are marked, and why."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.languages import in_language
from budgeting.models import Edition
from voting.paper.geometry import Box
from voting.services.ballot_list import projects_of
from voting.services.readings import Mark
from voting.services.remedies import BLANK, Declaration

REASONS: dict[str, str | Promise] = {
    "clear_on_paper": gettext_lazy("It is clear on the paper"),
    "dirt_or_shadow": gettext_lazy("Dirt, a fold or a shadow"),
    "voter_corrected": gettext_lazy("The voter corrected something"),
    "voter_meant": gettext_lazy("The rules are not kept to, but it is clear what the voter meant"),
    "no_mark": gettext_lazy("Nothing is marked"),
    "too_many_marks": gettext_lazy("More is marked than the rules allow"),
    "too_few_marks": gettext_lazy("Less is marked than the rules ask for"),
    "unclear_will": gettext_lazy("It is not clear what the voter wanted"),
    "name_or_sign": gettext_lazy("A name or a sign on the sheet"),
}
BETWEEN = re.compile(r"[\s,;.+/-]+")
TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class MarkedField(forms.CharField):
    """The marked numbers in the row of one project: none, one, or as many as are on the paper."""

    def __init__(self, project: str, title: str, values: Sequence[int], given: list[int]) -> None:
        super().__init__(
            label=title,
            required=False,
            max_length=60,
            initial=" ".join(map(str, given)),
            widget=forms.TextInput({**TYPED, "inputmode": "decimal", "data-marks": ""}),
        )
        self.project, self.values = project, values

    def clean(self, value: Any) -> list[int]:
        parts = [part for part in BETWEEN.split(super().clean(value)) if part]
        known = {str(one): one for one in self.values}
        if not known.keys() >= set(parts):
            numbers = ", ".join(known)
            raise forms.ValidationError(
                _("In this row only these numbers are printed: %(numbers)s.") % {"numbers": numbers}
            )
        return [known[part] for part in parts]


class MarksForm(forms.Form):
    """The boxes of a sheet as fields: one tick a project, or the marked numbers of a project.

    Projects stand in the order of the ballot, whatever side of a sheet they are printed on: that
    differs with the size of the print.
    """

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        boxes: Sequence[Box],
        marks: Iterable[Mark] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        titles = {
            project.code: f"{project.number}. {in_language(project, 'title')}"
            for project in projects_of(edition)
        }
        given: dict[str, list[int]] = {}
        for project, value in marks:
            given.setdefault(project, []).extend([] if value is None else [value])
        plain = {box.project: titles.get(box.project, box.project) for box in boxes}
        if any(box.value is not None for box in boxes):
            for index, (project, title) in enumerate(plain.items()):
                values = [b.value for b in boxes if b.project == project and b.value is not None]
                field = MarkedField(project, title, values, given.get(project, []))
                self.fields[f"value_{index}"] = field
        else:
            self.fields["marks"] = forms.MultipleChoiceField(
                label=_("Marked projects"),
                choices=list(plain.items()),
                required=False,
                initial=list(given),
                widget=forms.CheckboxSelectMultiple({"data-marks": ""}),
            )

    @property
    def numbered(self) -> bool:
        """Whether the rows have numbers to type rather than one box to tick."""
        return "marks" not in self.fields

    def mark_fields(self) -> list[forms.BoundField]:
        """The fields of the boxes, without those that ask something else."""
        return [self[name] for name in self.fields if name == "marks" or name.startswith("value_")]

    def other_fields(self) -> list[forms.BoundField]:
        """What is asked beside the boxes."""
        boxes = {bound.name for bound in self.mark_fields()}
        return [bound for bound in self if bound.name not in boxes]

    def marks(self) -> list[Mark]:
        """What was ticked or typed, as a reading has it."""
        found: list[Mark] = [(project, None) for project in self.cleaned_data.get("marks", ())]
        for name, field in self.fields.items():
            if isinstance(field, MarkedField):
                found += [(field.project, value) for value in self.cleaned_data[name]]
        return found


class CorrectionForm(MarksForm):
    """What the paper says, when it is not what the machine read, and why.

    Without `reasons` none is asked: where nobody is shown a reading there is none to differ from.
    """

    def __init__(self, *args: Any, reasons: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reasons:
            self.fields["reason"] = forms.ChoiceField(
                label=_("Why does the paper say something else?"),
                choices=[(one, REASONS[one]) for one in reasons],
                widget=forms.RadioSelect,
            )

    @property
    def reason(self) -> str:
        """The code of the chosen reason, "" where none was asked."""
        return str(self.cleaned_data.get("reason", ""))


class DeclarationForm(forms.Form):
    """Why a ballot does not count; what it becomes, blank or void, follows from the reason."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why does this ballot not count?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offered: Sequence[Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {True: _("%(reason)s: blank"), False: _("%(reason)s: void")}
        field = self.fields["because"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                f"{one.saying}:{one.reason}",
                words[one.saying == BLANK] % {"reason": REASONS[one.reason]},
            )
            for one in offered
        ]

    def declaration(self) -> Declaration:
        """What was chosen."""
        return Declaration(*str(self.cleaned_data["because"]).split(":"))


def serial_field() -> forms.CharField:
    """The number of a sheet as a person copies it."""
    return forms.CharField(
        label=gettext_lazy("Number of the sheet"),
        max_length=40,
        help_text=gettext_lazy("18 letters and digits, below the QR code."),
        widget=forms.TextInput(TYPED),
    )


class TypingForm(MarksForm):
    """A sheet typed by hand: its number, then its marks."""

    serial = serial_field()


class MatchForm(forms.Form):
    """The number of the sheet that a picture shows, and which side of it."""

    serial = serial_field()

    def __init__(self, *args: Any, sides: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sides > 1:
            self.fields["side"] = forms.IntegerField(
                label=_("Side"),
                min_value=1,
                max_value=sides,
                help_text=_("It is printed at the bottom, for example “2 / 3”."),
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    @property
    def side(self) -> int:
        return int(self.cleaned_data.get("side", 1))

"""Forms of an audit: a pile, the dice, and what a sheet says."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.forms.fields import LineField
from budgeting.languages import in_language
from budgeting.models import Edition
from voting.formats import BallotFormat, parse_format
from voting.services.ballot_list import projects_of
from voting.services.casting import canonical_choices

MOST_SHEETS = 1_000_000
WHOLE = {"inputmode": "numeric"}


class PileForm(forms.Form):
    """What lies in a pile, and how many sheets somebody counted."""

    name = LineField(
        label=_("Which pile?"),
        max_length=60,
        help_text=_("For example “Library, box 1”. No names of people."),
    )
    sheets = forms.IntegerField(
        label=_("Sheets counted by hand"),
        min_value=0,
        max_value=MOST_SHEETS,
        widget=forms.NumberInput(attrs=WHOLE),
    )
    batches = forms.CharField(
        label=_("Batches that were scanned from it"),
        required=False,
        max_length=200,
        help_text=_(
            "Their numbers in the order of the pile, such as 1, 4. Leave it empty for sheets that"
            " were never scanned or were set aside as blank or void."
        ),
    )

    def clean_batches(self) -> list[int]:
        """The numbers; a pile has each once."""
        text = self.cleaned_data["batches"]
        if not re.fullmatch(r"[0-9,;\s]*", text, re.ASCII):
            raise ValidationError(_("Write numbers with a comma between them."), "not_numbers")
        return [int(number) for number in re.findall(r"[0-9]{1,9}", text)]


class SignForm(forms.Form):
    """How many sheets are drawn, where that is not to follow from the result."""

    size = forms.IntegerField(
        label=_("Number of sheets to draw"),
        required=False,
        min_value=1,
        max_value=MOST_SHEETS,
        help_text=_(
            "Leave it empty: then it follows from how close the result is. If there are no more"
            " than 300 sheets, all of them are looked at, whatever stands here."
        ),
        widget=forms.NumberInput(attrs=WHOLE),
    )


class MoreForm(forms.Form):
    """A larger number of draws."""

    size = forms.IntegerField(
        label=_("Draws in all"),
        min_value=1,
        max_value=MOST_SHEETS,
        widget=forms.NumberInput(attrs=WHOLE),
    )


class DiceForm(forms.Form):
    """The number thrown in public."""

    seed = LineField(
        label=_("Digits of the dice"),
        max_length=300,
        help_text=_("At least 20 digits, in the order in which they were thrown."),
    )


class SheetForm(forms.Form):
    """The marks of one sheet, as the format of the ballot has them; nothing is filled in."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.format = edition, parse_format(edition.ballot_format)
        titles = {
            project.code: f"{project.number}. {in_language(project, 'title')}"
            for project in projects_of(edition)
        }
        if largest := largest_number(self.format, len(titles)):
            numbers = [("", "–"), *((str(n), str(n)) for n in range(1, largest + 1))]
            self._codes = list(titles)
            for place, title in enumerate(titles.values()):
                field = forms.ChoiceField(label=title, choices=numbers, required=False)
                self.fields[f"number_{place}"] = field
        else:
            self.fields["marks"] = forms.MultipleChoiceField(
                label=_("Marked on the sheet"),
                choices=list(titles.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def choices(self) -> object:
        """What was marked, in the way of the format."""
        if "marks" in self.fields:
            return self.cleaned_data.get("marks", [])
        given = ((code, self.cleaned_data.get(f"number_{n}")) for n, code in enumerate(self._codes))
        return {code: int(number) for code, number in given if number}

    def check_valid(self) -> bool:
        """Whether the marks make a ballot that counts; if not, the form says why."""
        try:
            canonical_choices(self.edition, self.choices)
        except Refused as refusal:
            self.add_error(None, str(refusal.sentence))
            self.add_error(None, _("If the sheet does not count, say so with the button below."))
            return False
        return True


def largest_number(form: BallotFormat, projects: int) -> int:
    """The largest number that may stand beside a project; 0 where ballots have ticks only."""
    if form.type == "ranking":
        return min(form.max_projects or projects, projects)
    return (form.max_points or 0) if form.numbered else 0

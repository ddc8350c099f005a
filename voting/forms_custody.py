"""Forms of custody: handing over, counting by hand, spoiled and void sheets, explanations."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import DayField, LineField, multiline
from budgeting.languages import in_language
from budgeting.models import Edition
from voting.forms_paper import AtVenueForm
from voting.models import CountKind, PrintBatch, Way
from voting.services.handing_over import Slip

MOST = 1_000_000

# Typed for the checker only: at run time these classes of Django take no parameter.
if TYPE_CHECKING:
    BatchChoice = forms.ModelChoiceField[PrintBatch]
else:
    BatchChoice = forms.ModelChoiceField


def number_field(label: Any, **options: Any) -> forms.IntegerField:
    """A number of sheets, typed on a keyboard of digits."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget, **options)


class BatchField(BatchChoice):
    """The batches of an edition, each with its number, its size and its place."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Batch"))
        super().__init__(queryset=PrintBatch.objects.none(), required=False, **options)

    def label_from_instance(self, obj: PrintBatch) -> str:
        place = f" · {in_language(obj.venue, 'name')}" if obj.venue else ""
        return (
            str(_("Batch %(number)s, %(size)s sheets"))
            % {
                "number": obj.number,
                "size": obj.size,
            }
            + place
        )

    def offer(self, edition: Edition) -> None:
        self.queryset = PrintBatch.objects.filter(edition=edition).select_related("venue")


class HandOverForm(AtVenueForm):
    """Who gives how many sheets to whom."""

    field_order = ["way", "batch", "venue", "sheets", "giver", "receiver"]
    way = forms.ChoiceField(
        label=_("Where do they go?"), choices=Way.choices, initial=Way.OUT, widget=forms.RadioSelect
    )
    batch = BatchField(empty_label=_("Filled-in sheets from a ballot box"))
    sheets = number_field(_("Number of sheets"))
    giver = LineField(label=_("Who gives them?"), max_length=120)
    receiver = LineField(label=_("Who receives them?"), max_length=120)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        field = self.fields["batch"]
        assert isinstance(field, BatchField)
        field.offer(edition)
        field.initial = field.queryset.last() if field.queryset is not None else None

    def slip(self) -> Slip:
        """What the form says, once it is valid."""
        said = self.cleaned_data
        names = ("sheets", "giver", "receiver", "batch", "venue")
        return Slip(way=Way(said["way"]), **{name: said[name] for name in names})


class CountsForm(forms.Form):
    """What was counted on one day at one place; what was not counted stays empty."""

    day = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CountKind:
            self.fields[kind.value] = number_field(kind.label, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.counted():
            raise forms.ValidationError(_("Write at least one number."), "no_number")
        return said

    def counted(self) -> list[tuple[CountKind, int]]:
        """The kinds that were filled in, with their numbers."""
        found = ((kind, self.cleaned_data.get(kind.value)) for kind in CountKind)
        return [(kind, value) for kind, value in found if value is not None]


class CorrectionForm(forms.Form):
    """A closed count as it should have been, and why."""

    value = number_field(_("The right number"))
    reason = LineField(
        label=_("Why it changes"),
        max_length=300,
        help_text=_("Observers read this too. Name nobody in it."),
    )


class SerialForm(forms.Form):
    """The number of a sheet that a voter handed back."""

    serial = forms.CharField(
        label=_("Number of the sheet"),
        max_length=40,
        help_text=_("18 letters and digits, below the QR code."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class VoidForm(forms.Form):
    """Which sheets become void: a batch, or some by their numbers; and why, in public."""

    batch = BatchField(label=_("A whole batch"), empty_label=_("No batch, but single sheets"))
    serials = forms.CharField(
        label=_("Or the numbers of single sheets"),
        required=False,
        help_text=_("One number a line."),
        widget=multiline(3),
    )
    reason_nl = forms.CharField(label=_("Reason in Dutch"), widget=multiline(2), max_length=1000)
    reason_fr = forms.CharField(label=_("Reason in French"), widget=multiline(2), max_length=1000)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["batch"]
        assert isinstance(field, BatchField)
        field.offer(edition)

    def numbers(self) -> list[str]:
        """The numbers that were typed, each once."""
        typed = self.cleaned_data.get("serials", "").splitlines()
        return list(dict.fromkeys(line.strip() for line in typed if line.strip()))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("batch")) == bool(self.numbers()):
            raise forms.ValidationError(
                _("Choose a batch, or write the numbers of single sheets."), "which_sheets"
            )
        return said


class ExplanationForm(forms.Form):
    """Why the figures do not agree, for everybody to read; `seen` are those that its page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text_nl = forms.CharField(label=_("In Dutch"), widget=multiline(5), max_length=4000)
    text_fr = forms.CharField(label=_("In French"), widget=multiline(5), max_length=4000)

"""Forms of the paper desk: printing sheets, and the voting place that others ask for too."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Edition, Venue

WEB_SHEETS = 500

# Typed for the checker only: at run time these classes of Django take no parameter.
if TYPE_CHECKING:
    VenueChoice = forms.ModelChoiceField[Venue]
else:
    VenueChoice = forms.ModelChoiceField


class VenueField(VenueChoice):
    """The voting places of a council, in the language of the page."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Voting place"),
            queryset=Venue.objects.none(),
            required=False,
            empty_label=_("Not for one place"),
        )

    def label_from_instance(self, obj: Venue) -> str:
        return in_language(obj, "name")


class AtVenueForm(forms.Form):
    """A form of one edition, with its voting places."""

    venue = VenueField()

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["venue"]
        assert isinstance(field, VenueField)
        field.queryset = Venue.objects.filter(council=edition.council)


class PrintForm(AtVenueForm):
    """How many sheets, and for which voting place."""

    field_order = ["count", "venue"]
    count = forms.IntegerField(
        label=_("Number of sheets"),
        min_value=1,
        max_value=WEB_SHEETS,
        help_text=_("1 to 500 at a time."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

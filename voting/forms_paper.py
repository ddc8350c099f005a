"""What forms of the paper desk share: the voting place that they ask for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Edition, Venue

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

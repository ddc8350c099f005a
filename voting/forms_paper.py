"""Forms of the paper desk: printing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition, Venue

WEB_SHEETS = 500


class PrintForm(forms.Form):
    """How many sheets, and for which voting place."""

    count = forms.IntegerField(
        label=_("Number of sheets"),
        min_value=1,
        max_value=WEB_SHEETS,
        help_text=_("1 to 500 at a time."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    venue = forms.ModelChoiceField(
        label=_("Voting place"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("Not for one place"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["venue"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Venue.objects.filter(council=edition.council)

"""The form of the printing desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from voting.forms_paper import AtVenueForm
from voting.models import Variant
from voting.services.printing import MAX_SHEETS


class PrintForm(AtVenueForm):
    """How many sheets, of which form, and for which voting place."""

    field_order = ["count", "variant", "venue"]
    count = forms.IntegerField(
        label=_("Number of sheets"),
        min_value=1,
        max_value=MAX_SHEETS,
        help_text=_("1 to 20,000 in one batch."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    variant = forms.ChoiceField(
        label=_("Form of the sheets"),
        choices=Variant.choices,
        initial=Variant.STANDARD,
        help_text=_("All forms count alike. Large print and easy to read may take more sides."),
    )

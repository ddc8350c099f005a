"""Forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import LineField


class TieSeedForm(forms.Form):
    """The number drawn in public, given once, before the ballots can be read."""

    seed = LineField(
        label=_("Number drawn in public"),
        help_text=_(
            "Write down the number exactly as it was drawn. It only decides between projects with"
            " the same cost and the same votes. It cannot be changed later."
        ),
        max_length=120,
    )

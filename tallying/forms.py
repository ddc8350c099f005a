"""Forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import LineField


class TallyForm(forms.Form):
    """Starting the tally; the draw is asked once, while there is none."""

    seed = LineField(
        label=_("Number drawn in public"),
        help_text=_(
            "Write down the number exactly as it was drawn. It only decides between projects with"
            " the same cost and the same votes. It cannot be changed later."
        ),
        required=False,
        max_length=120,
    )

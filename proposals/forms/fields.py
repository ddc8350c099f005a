"""Fields that several forms of the proposals share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Theme
from proposals.rules import RuleBroken, parse_cost

COST_ERRORS = {
    "cost_unreadable": _("Write only an amount, for example 12500. A rough estimate is enough."),
    "cost_zero": _("Write an amount above zero, or tick that you do not know the cost."),
    "cost_too_high": _("This amount is too high. Please check the zeros."),
}


class CostField(forms.CharField):
    """An amount as people write it; cleaned to whole cents, None when left open."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "12"}
        super().__init__(max_length=30, widget=forms.TextInput(attributes), **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_cost(text)
        except RuleBroken as broken:
            raise forms.ValidationError(COST_ERRORS[broken.code], broken.code) from broken


# Typed for the checker only: at run time these classes of Django take no parameter.
if TYPE_CHECKING:
    ThemeChoice = forms.ModelChoiceField[Theme]
else:
    ThemeChoice = forms.ModelChoiceField


class ThemeField(ThemeChoice):
    """Themes of the edition, in the language of the page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label=_("Choose a theme"), **options)

    def label_from_instance(self, obj: Theme) -> str:
        return in_language(obj, "name")


def multiline(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})

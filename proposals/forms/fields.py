"""Fields that several forms of the proposals share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import MoneyField
from budgeting.languages import in_language
from budgeting.models import Need, Theme


class CostField(MoneyField):
    """The cost of a proposal, which may be left open."""

    MISTAKES = {
        **MoneyField.MISTAKES,
        "unreadable": _("Write only an amount, for example 12500. A rough estimate is enough."),
        "zero": _("Write an amount above zero, or tick that you do not know the cost."),
    }


# Typed for the checker only: at run time these classes of Django take no parameter.
if TYPE_CHECKING:
    ThemeChoice = forms.ModelChoiceField[Theme]
    NeedChoice = forms.ModelChoiceField[Need]
else:
    ThemeChoice = NeedChoice = forms.ModelChoiceField


class ThemeField(ThemeChoice):
    """Themes of the edition, in the language of the page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label=_("Choose a theme"), **options)

    def label_from_instance(self, obj: Theme) -> str:
        return in_language(obj, "name")


class NeedField(NeedChoice):
    """Needs of the edition, in the language of the page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label=_("None of these"), **options)

    def label_from_instance(self, obj: Need) -> str:
        return in_language(obj, "title")

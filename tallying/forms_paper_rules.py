"""The rules of paper among the choices of an edition: who looks at a sheet, and what is void."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tallying.forms_limits import MoreRulesForm
from voting.models import PaperRules, Remedy
from voting.services.paper_rules import NAMES, store_rules


def _remedy(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Remedy.choices, widget=forms.RadioSelect)


class PaperRulesForm(MoreRulesForm):
    """The part of a ballot's settings that is about paper; it has a row of its own."""

    clean_counts = forms.TypedChoiceField(
        label=_("If a machine reads a sheet without any doubt"),
        choices=[("True", _("it counts at once")), ("False", _("a person confirms it first"))],
        coerce=lambda value: str(value) == "True",
        widget=forms.RadioSelect,
    )
    double_entry = forms.BooleanField(
        label=_("Whoever enters the marks of a sheet on a phone enters them twice"), required=False
    )
    overvote = _remedy(_("If more is marked on a sheet than the rules allow"))
    undervote = _remedy(_("If less is marked on a sheet than the rules ask for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(PaperRules.of(self.instance).frozen())

    def store(self) -> bool:
        """The edition and its rules of paper, or, when somebody was quicker, neither."""
        if not super().store():
            return False
        store_rules(self.instance, {name: self.cleaned_data[name] for name in NAMES})
        return True

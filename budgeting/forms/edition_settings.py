"""The settings of an edition: its texts, its money, and who votes on what."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import MoneyField, multiline
from budgeting.forms.versioned import VersionedForm
from budgeting.models import Edition, InfluenceLevel, Residence, Verification
from budgeting.models.abstract import LANGUAGES
from budgeting.wording import INFLUENCE_NAMES, RESIDENCE_NAMES, VERIFICATION_NAMES

STALE = {
    "nl": _("The French text was changed after this one. Check whether it still says the same."),
    "fr": _("The Dutch text was changed after this one. Check whether it still says the same."),
}


class SettingsForm(VersionedForm):
    """A block of settings. `ROWS` says which fields stand beside each other on the page."""

    ROWS: ClassVar[tuple[tuple[str, ...], ...]]
    instance: Edition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            text, _mark, language = name.rpartition("_")
            if language in {*LANGUAGES, "en"}:
                field.widget.attrs["lang"] = language
            told = language in LANGUAGES and text in Edition.TEXTS
            if told and self.instance.text_state(text, language) == "stale":
                field.help_text = STALE[language]

    def rows(self) -> Iterable[list[forms.BoundField]]:
        return [[self[name] for name in row] for row in self.ROWS]


class TextsForm(SettingsForm):
    """Title and introduction."""

    ROWS = (("title_nl", "title_fr"), ("intro_nl", "intro_fr"), ("title_en", "intro_en"))

    class Meta:
        model = Edition
        fields = ("title_nl", "title_fr", "intro_nl", "intro_fr", "title_en", "intro_en")
        labels = {
            "title_nl": _("Title in Dutch"),
            "title_fr": _("Title in French"),
            "title_en": _("Title in English"),
            "intro_nl": _("Introduction in Dutch"),
            "intro_fr": _("Introduction in French"),
            "intro_en": _("Introduction in English"),
        }
        widgets = {f"intro_{language}": multiline(7) for language in (*LANGUAGES, "en")}


class MoneyForm(SettingsForm):
    """The budget, the caps of both tracks, and how many people stand behind a proposal."""

    ROWS = (("budget_cents",), ("grant_cap_cents", "investment_cap_cents"), ("group_size",))

    budget_cents = MoneyField(label=_("Budget in euro"))
    grant_cap_cents = MoneyField(
        label=_("Highest grant for a residents’ project"),
        help_text=_("In euro. Residents carry out the project themselves."),
    )
    investment_cap_cents = MoneyField(
        label=_("Highest cost of a project of the City"),
        help_text=_("In euro. Leave it empty for no limit but the budget."),
        required=False,
    )
    group_size = forms.IntegerField(
        label=_("How many people have to stand behind a proposal?"),
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    class Meta:
        model = Edition
        fields = ("budget_cents", "grant_cap_cents", "investment_cap_cents", "group_size")


class VotersForm(SettingsForm):
    """Who may vote, how they show it, and what their vote decides."""

    ROWS = (
        *(("residence",), ("min_age",), ("verification",), ("influence_level",)),
        ("influence_nl", "influence_fr"),
        ("decides_last_nl", "decides_last_fr"),
        ("out_of_scope_nl", "out_of_scope_fr"),
    )

    residence = forms.ChoiceField(
        label=_("Who may vote?"),
        choices=[(one, RESIDENCE_NAMES[one]) for one in Residence],
        widget=forms.RadioSelect,
    )
    min_age = forms.IntegerField(
        label=_("From which age?"),
        min_value=0,
        max_value=99,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    verification = forms.MultipleChoiceField(
        label=_("How do people show that they may vote?"),
        choices=[(one, VERIFICATION_NAMES[one]) for one in Verification],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way.")},
    )
    influence_level = forms.ChoiceField(
        label=_("How much does the vote decide?"),
        choices=[(one, INFLUENCE_NAMES[one]) for one in InfluenceLevel],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Edition
        fields = (
            *("residence", "min_age", "verification", "influence_level"),
            *("influence_nl", "influence_fr", "decides_last_nl", "decides_last_fr"),
            *("out_of_scope_nl", "out_of_scope_fr"),
        )
        labels = {
            "influence_nl": _("Influence in Dutch"),
            "influence_fr": _("Influence in French"),
            "decides_last_nl": _("Who decides last, in Dutch"),
            "decides_last_fr": _("Who decides last, in French"),
            "out_of_scope_nl": _("What is not possible, in Dutch"),
            "out_of_scope_fr": _("What is not possible, in French"),
        }
        help_texts = {
            "decides_last_nl": _("Only who: it stands on the ballot too."),
            "decides_last_fr": _("Only who: it stands on the ballot too."),
        }
        widgets = {
            **{f"influence_{language}": multiline(4) for language in LANGUAGES},
            **{f"out_of_scope_{language}": multiline(4) for language in LANGUAGES},
        }

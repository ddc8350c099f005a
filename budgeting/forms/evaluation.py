"""What somebody fills in after the vote: how it went, without a name."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.codes_in_text import without_codes
from budgeting.forms.feedback import LANGUAGE_NAMES
from budgeting.forms.left_open import OpenChoice, OpenText
from budgeting.languages import ORDER
from budgeting.models import EvaluationChannel
from budgeting.services.evaluating import QUESTIONS, Answers
from budgeting.wording import EVALUATION_QUESTIONS

MARKS: tuple[tuple[int, str | Promise], ...] = (
    (1, pgettext_lazy("a mark from 1 to 5", "1 · not at all")),
    (2, pgettext_lazy("a mark from 1 to 5", "2 · a little")),
    (3, pgettext_lazy("a mark from 1 to 5", "3 · more or less")),
    (4, pgettext_lazy("a mark from 1 to 5", "4 · mostly")),
    (5, pgettext_lazy("a mark from 1 to 5", "5 · entirely")),
)


class EvaluationForm(forms.Form):
    """Four marks and some words; each may be left open, but not all of them.

    `website` is bait: people do not see it, robots fill it in. Codes are cut out of the words
    before anything is shown or stored.
    """

    use_required_attribute = False

    words = OpenText(
        label=_("What should be better next time?"),
        help_text=_("Do not write a name, your voting code or your receipt here."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)

    field_order = (*QUESTIONS, "words", "website")

    def __init__(self, data: QueryDict | None = None) -> None:
        if data is not None:
            data = data.copy()
            for name in ("words", "website"):
                data[name] = without_codes(data.get(name, ""))
        super().__init__(data)
        for name in QUESTIONS:
            self.fields[name] = OpenChoice(
                label=str(EVALUATION_QUESTIONS[name]),
                choices=MARKS,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.is_bait_taken() and not any(
            data.get(name) for name in (*QUESTIONS, "words")
        ):  # fmt: skip
            sentence = _("Answer one question, or write a few words.")
            raise forms.ValidationError(sentence, "nothing_said")
        return data

    def is_bait_taken(self) -> bool:
        return bool(self.data.get("website"))

    def answers(self, language: str) -> Answers:
        """What was filled in online, on a page in `language`."""
        data = self.cleaned_data
        marks = {name: data[name] for name in QUESTIONS if data[name] is not None}
        return Answers(marks, data["words"], language)


class PaperForm(EvaluationForm):
    """A form that somebody filled in on paper, typed in by whoever works for the council."""

    language = forms.ChoiceField(
        label=_("Language of the form"),
        choices=[(code, LANGUAGE_NAMES[code]) for code in ORDER],
        initial=ORDER[0],
        widget=forms.RadioSelect,
    )
    field_order = ("language", *QUESTIONS, "words")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        del self.fields["website"]

    def answers(self, language: str = "") -> Answers:
        """What stands on the paper, in its own language."""
        online = super().answers(language or self.cleaned_data["language"])
        return Answers(online.marks, online.words, online.language, EvaluationChannel.PAPER)

"""What an officer fills in: the advice of an advisory council on a proposal."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import multiline
from budgeting.forms.versioned import VersionedForm
from proposals.models import Advice, Opinion
from proposals.services.advising import FIELDS
from proposals.wording import OPINIONS


class AdviceForm(VersionedForm):
    """One language is enough: the other one then waits for the translator."""

    opinion = forms.ChoiceField(
        label=_("What does the advisory council think?"),
        choices=[(one, OPINIONS[one]) for one in Opinion],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )

    instance: Advice

    class Meta:
        model = Advice
        fields = FIELDS
        labels = {
            "body_nl": _("Name of the advisory council, in Dutch"),
            "body_fr": _("Name of the advisory council, in French"),
            "text_nl": _("The advice in Dutch"),
            "text_fr": _("The advice in French"),
            "given_on": _("Day of the advice"),
        }
        widgets = {
            "text_nl": multiline(6),
            "text_fr": multiline(6),
            "given_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name in ("body_nl", "body_fr", "text_nl", "text_fr"):
            self.fields[name].required = False
        self.fields["given_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, sentence in (
            ("body", _("Say which advisory council it is, in at least one language.")),
            ("text", _("Write the advice in at least one language.")),
        ):
            if not (data.get(f"{name}_nl") or data.get(f"{name}_fr")):
                self.add_error(f"{name}_nl", forms.ValidationError(sentence, f"{name}_missing"))
        day = data.get("given_on")
        if day and day > timezone.localdate():
            sentence = _("This day is still to come.")
            self.add_error("given_on", forms.ValidationError(sentence, "in_the_future"))
        return data

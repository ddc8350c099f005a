"""What an officer fills in about roles: an invitation, and the last day of a role."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.dates import written
from budgeting.forms.versioned import BY_NOW
from budgeting.models import Role
from budgeting.services.inviting import LINK_DAYS, Offer
from budgeting.services.roles import latest_last_day, usual_last_day
from budgeting.wording import ROLE_NAMES

BOTH = "both"
LANGUAGES = [(BOTH, _("Dutch and French in one mail")), ("nl", "Nederlands"), ("fr", "Français")]


class DayField(forms.DateField):
    """A day between two others, both included."""

    def __init__(self, *, earliest: date, latest: date, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        limits = {"type": "date", "min": earliest.isoformat(), "max": latest.isoformat()}
        widget = forms.DateInput(limits, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = _("Write the day like 24/03/2027.")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value < self.earliest:
            raise forms.ValidationError(_("Choose a later day."), "too_early")
        if value and value > self.latest:
            raise forms.ValidationError(_("A role lasts six years at most."), "too_late")


class InviteForm(forms.Form):
    """Whom to invite to which role, until when, and in which language to write."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person signs in with this address."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Fill in an address."),
            "invalid": _("Check this address. It looks like name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=LANGUAGES, widget=forms.RadioSelect, initial=BOTH
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = DayField(
            label=_("Last day of the role"),
            help_text=_("You can prolong or end it later."),
            initial=usual_last_day(today),
            earliest=today + timedelta(days=LINK_DAYS),
            latest=latest_last_day(today),
        )
        self.order_fields(["email", "role", "ends_on", "language"])

    def offer(self) -> Offer:
        """What is offered; a mail in both languages has none of its own."""
        data = self.cleaned_data
        language = "" if data["language"] == BOTH else data["language"]
        return Offer(data["email"], data["role"], data["ends_on"], language)


class LastDayForm(forms.Form):
    """Until when a role lasts. The page carries the day that it showed: another one is told."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = DayField(
            label=_("Last day of the role"),
            earliest=today,
            latest=latest_last_day(today),
            show_hidden_initial=True,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        stored: date | None = self.initial["ends_on"]
        now, shown = stored.isoformat() if stored else "", self["ends_on"].html_initial_name
        if self.data.get(shown, "") != now and data.get("ends_on") != stored:
            sent = cast(QueryDict, self.data).copy()
            sent[shown] = now
            self.data = sent
            words = {"value": written(stored, "j F Y") if stored else "–"}
            self.add_error("ends_on", forms.ValidationError(BY_NOW, "changed_meanwhile", words))
        return data

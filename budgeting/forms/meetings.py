"""What is filled in about a meeting: when, where, how to get in, and what it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import MomentField, multiline
from budgeting.forms.versioned import VersionedForm
from budgeting.languages import in_language
from budgeting.models import Council, Meeting

MOMENT_ERRORS = {
    "required": _("Choose a day and an hour."),
    "invalid": _("Choose a day and an hour."),
}
PLACE_HINT = _("Name, street and number. With a place from the list: the room, if any.")
NO_PLACE = _("Choose a place, or write where the meeting is.")
PLACE_MISSING = {
    "place_nl": _("Write the place in Dutch too."),
    "place_fr": _("Write the place in French too."),
}
ACCESS_HINT = _("Only what comes on top of the access of the place: an interpreter, childcare.")


class MeetingForm(VersionedForm):
    """One meeting. It needs a place: one of the list, or one in words in both languages."""

    starts_at = MomentField(label=_("Starts at"), error_messages=MOMENT_ERRORS)
    ends_at = MomentField(label=_("Ends at"), error_messages=MOMENT_ERRORS)

    instance: Meeting

    class Meta:
        model = Meeting
        fields = (
            *("title_nl", "title_fr", "title_en", "starts_at", "ends_at", "venue"),
            *("place_nl", "place_fr", "access_nl", "access_fr"),
            *("agenda_nl", "agenda_fr", "minutes_nl", "minutes_fr"),
        )
        labels = {
            "title_nl": _("Title in Dutch"),
            "title_fr": _("Title in French"),
            "title_en": _("Title in English"),
            "venue": _("Place"),
            "place_nl": _("Another place, in Dutch"),
            "place_fr": _("Another place, in French"),
            "access_nl": _("Access in Dutch"),
            "access_fr": _("Access in French"),
            "agenda_nl": _("Agenda in Dutch"),
            "agenda_fr": _("Agenda in French"),
            "minutes_nl": _("Minutes in Dutch"),
            "minutes_fr": _("Minutes in French"),
        }
        help_texts = {
            "place_nl": PLACE_HINT,
            "place_fr": PLACE_HINT,
            "access_nl": ACCESS_HINT,
            "access_fr": ACCESS_HINT,
        }
        widgets = {
            f"{name}_{code}": multiline(rows)
            for name, rows in (("agenda", 6), ("minutes", 10))
            for code in ("nl", "fr")
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.council = council
        venue = self.fields["venue"]
        assert isinstance(venue, forms.ModelChoiceField)
        venue.queryset = council.venues.all()
        venue.empty_label = _("Another place")
        venue.label_from_instance = _named  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("The end comes after the start."))
        if not data.get("venue") and "venue" not in self.errors:
            empty = [name for name in PLACE_MISSING if not data.get(name)]
            for name in empty:
                self.add_error(name, PLACE_MISSING[name] if len(empty) == 1 else NO_PLACE)
        return data


def _named(venue: object) -> str:
    return in_language(venue, "name")

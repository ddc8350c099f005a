"""What a resident fills in: five things, and what they care to add."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import LineField, multiline
from budgeting.models import Edition, Need, Theme
from proposals.forms.fields import CostField, NeedField, ThemeField
from proposals.models import SubmittedVia
from proposals.rules import contact_kind
from proposals.services.submitting import Entry
from proposals.wording import WAYS


class ProposalForm(forms.Form):
    """Title, what and why, place, cost and contact; everything else may stay empty.

    `assisted` adds the way it came in: then a facilitator files it with and for a resident, and
    the contact may also be a postal address.
    """

    title = LineField(
        label=_("Title of your proposal"),
        help_text=_("A few words, as they could stand on the ballot."),
        max_length=120,
        error_messages={"required": _("Give your proposal a title.")},
    )
    summary = forms.CharField(
        label=_("What you want, and why"),
        help_text=_("A few sentences are enough. What changes, and for whom?"),
        max_length=2000,
        widget=multiline(6),
        error_messages={"required": _("Tell in a few sentences what you want and why.")},
    )
    place = LineField(
        label=_("Place"),
        help_text=_("A street, a square, a park or the whole neighbourhood."),
        max_length=160,
        error_messages={"required": _("Say where it would be. “The whole area” is fine too.")},
    )
    cost = CostField(
        label=_("Rough cost in euro"),
        help_text=_("A rough estimate is enough. The City calculates it again."),
        error_messages={
            "required": _("Write a rough amount, or tick that you do not know the cost.")
        },
    )
    cost_unknown = forms.BooleanField(label=_("I do not know the cost"), required=False)
    contact = LineField(
        label=_("Your e-mail address or telephone number"),
        help_text=_("Only the City sees this. We use it to tell you the decision."),
        max_length=160,
        error_messages={"required": _("We need an address or a number to tell you the decision.")},
        widget=forms.TextInput({"autocomplete": "email"}),
    )
    name = LineField(
        label=_("Your name"),
        help_text=_("Only the City sees this."),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    theme = ThemeField(label=_("Theme"), queryset=Theme.objects.none(), required=False)
    need = NeedField(
        label=_("Which need does it answer?"), queryset=Need.objects.none(), required=False
    )
    group = forms.BooleanField(
        error_messages={"required": _("In this edition several people stand behind a proposal.")}
    )
    lat = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, localize=False
    )
    lon = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False, localize=False
    )
    via = forms.ChoiceField(
        label=_("How did this proposal come to you?"),
        choices=[(way, WAYS[way]) for way in (SubmittedVia.ASSISTED, SubmittedVia.PAPER)],
        widget=forms.RadioSelect,
        initial=SubmittedVia.ASSISTED,
    )
    seen_similar = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, assisted: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.assisted = assisted
        self._ask_what_applies(edition)
        if not assisted:
            del self.fields["via"]
            return
        self.fields["contact"].label = _("How can the City reach the resident?")
        self.fields["contact"].help_text = _("An e-mail, a telephone number or a postal address.")
        self.fields["name"].label = _("Name of the resident")

    def _ask_what_applies(self, edition: Edition) -> None:
        """Themes, needs and a group only where the edition has them."""
        themes, needs = self.fields["theme"], self.fields["need"]
        assert isinstance(themes, ThemeField)
        assert isinstance(needs, NeedField)
        themes.queryset, needs.queryset = edition.themes.all(), edition.needs.all()
        people = edition.group_size
        self.fields["group"].label = _("We are at least %(people)s people") % {"people": people}
        applies = {
            "theme": edition.themes.exists(),
            "need": edition.needs.exists(),
            "group": people > 1,
        }
        for name in [name for name, asked in applies.items() if not asked]:
            del self.fields[name]

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if not self.assisted and not contact_kind(contact):
            raise forms.ValidationError(
                _("Check this: write one e-mail address or one telephone number."), "bad_contact"
            )
        return contact

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cost_unknown"):
            data["cost"] = None
            self.errors.pop("cost", None)
        if (data.get("lat") is None) != (data.get("lon") is None):
            self.add_error("lon", _("Fill in both numbers of the map point, or none."))
        return data

    def entry(self, language: str) -> Entry:
        """What was filled in, written in `language`."""
        data = self.cleaned_data
        return Entry(
            language=language,
            title=data["title"],
            summary=data["summary"],
            place=data["place"],
            cost_cents=data["cost"],
            contact=data["contact"],
            name=data["name"],
            theme=data.get("theme"),
            need=data.get("need"),
            lat=data["lat"],
            lon=data["lon"],
            via=data.get("via", SubmittedVia.ONLINE),
        )

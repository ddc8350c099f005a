"""Forms of the proposals: five things to fill in for a resident, a decision for the officer."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition, Theme
from budgeting.templatetags.ui import tr
from proposals.models import BallotProject, FollowUpState, Outcome, Proposal, SubmittedVia, Track
from proposals.rules import RuleBroken, contact_kind, parse_cost
from proposals.services.reviewing import Decision
from proposals.services.submitting import Entry
from proposals.wording import FOLLOW_UP_STATES, OUTCOMES, TRACKS, WAYS

COST_ERRORS = {
    "cost_unreadable": _("Write only an amount, for example 12.500. A rough estimate is enough."),
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


class ThemeField(forms.ModelChoiceField[Theme]):
    """Themes of the edition, in the language of the page."""

    def label_from_instance(self, obj: Theme) -> str:
        return str(tr(obj, "name"))


def multiline(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class ProposalForm(forms.Form):
    """Title, what and why, place, cost and contact; everything else may stay empty.

    `assisted` adds the way it came in: then a facilitator files it with and for a resident, and
    the contact may also be a postal address.
    """

    title = forms.CharField(
        label=_("Title of your proposal"),
        help_text=_("A few words, as they could stand on the ballot."),
        max_length=120,
        error_messages={"required": _("Give your proposal a title.")},
    )
    summary = forms.CharField(
        label=_("What do you want, and why?"),
        help_text=_("A few sentences are enough. What changes, and for whom?"),
        max_length=2000,
        widget=multiline(6),
        error_messages={"required": _("Tell in a few sentences what you want and why.")},
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("A street, a square, a park or the whole neighbourhood."),
        max_length=160,
        error_messages={"required": _("Say where it would be. “The whole area” is fine too.")},
    )
    cost = CostField(
        label=_("What would it cost, in euro?"),
        help_text=_("A rough estimate is enough. The City calculates it again."),
        required=False,
    )
    cost_unknown = forms.BooleanField(label=_("I do not know the cost"), required=False)
    contact = forms.CharField(
        label=_("Your e-mail address or telephone number"),
        help_text=_("Only the City sees this. We use it to tell you the decision."),
        max_length=160,
        error_messages={"required": _("We need an address or a number to tell you the decision.")},
        widget=forms.TextInput({"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Only the City sees this."),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    theme = ThemeField(label=_("Theme"), queryset=Theme.objects.none(), required=False)
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
        themes = self.fields["theme"]
        assert isinstance(themes, ThemeField)
        themes.queryset = edition.themes.all()
        if not edition.themes.exists():
            del self.fields["theme"]
        if not assisted:
            del self.fields["via"]
            return
        self.fields["contact"].label = _("How can the City reach the resident?")
        self.fields["contact"].help_text = _("An e-mail, a telephone number or a postal address.")
        self.fields["name"].label = _("Name of the resident")

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
        elif "cost" not in self.errors and data.get("cost") is None:
            self.add_error(
                "cost",
                forms.ValidationError(
                    _("Write a rough amount, or tick that you do not know the cost."), "required"
                ),
            )
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
            lat=data["lat"],
            lon=data["lon"],
            via=data.get("via", SubmittedVia.ONLINE),
        )


class ReviewForm(forms.ModelForm[Proposal]):
    """A decision with its reasons, and the texts, cost and track as they should stand."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(outcome, OUTCOMES[outcome]) for outcome in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason_nl = forms.CharField(label=_("Reason in Dutch"), widget=multiline(4), required=False)
    reason_fr = forms.CharField(label=_("Reason in French"), widget=multiline(4), required=False)
    merged_into = forms.ModelChoiceField(
        label=_("Merged with"),
        help_text=_("Only for a merger: the proposal that goes on."),
        queryset=Proposal.objects.none(),
        required=False,
    )
    cost = CostField(label=_("Cost in euro, as the City calculates it"), required=False)

    class Meta:
        model = Proposal
        fields = (
            *("title_nl", "title_fr", "summary_nl", "summary_fr", "place_nl", "place_fr"),
            *("realised_by_nl", "realised_by_fr", "track", "theme"),
        )
        labels = {
            "title_nl": _("Title in Dutch"),
            "title_fr": _("Title in French"),
            "summary_nl": _("Summary in Dutch"),
            "summary_fr": _("Summary in French"),
            "place_nl": _("Place in Dutch"),
            "place_fr": _("Place in French"),
            "realised_by_nl": _("Carried out by, in Dutch"),
            "realised_by_fr": _("Carried out by, in French"),
            "track": _("Who carries it out?"),
            "theme": _("Theme"),
        }
        field_classes = {"theme": ThemeField}
        widgets = {"summary_nl": multiline(4), "summary_fr": multiline(4)}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        proposal = self.instance
        others = proposal.edition.proposals.still_standing().exclude(pk=proposal.pk)
        into, themes, track = (self.fields[name] for name in ("merged_into", "theme", "track"))
        assert isinstance(into, forms.ModelChoiceField)
        assert isinstance(themes, forms.ModelChoiceField)
        assert isinstance(track, forms.ChoiceField)
        into.queryset = others
        into.label_from_instance = _numbered  # type: ignore[method-assign]
        themes.queryset, themes.required = proposal.edition.themes.all(), False
        track.choices = [(one, TRACKS[one]) for one in Track]
        self.initial.setdefault("cost", _written(proposal.cost_cents))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") not in {None, Outcome.KEPT}:
            for name in ("reason_nl", "reason_fr"):
                if not data.get(name):
                    sentence = _("The submitter and the public read why. Write it here.")
                    self.add_error(name, forms.ValidationError(sentence, "reason_missing"))
        if data.get("outcome") == Outcome.MERGED and not data.get("merged_into"):
            self.add_error("merged_into", _("Choose the proposal that goes on."))
        return data

    def _post_clean(self) -> None:
        """The row is changed by the service alone, never by the form."""

    def decision(self) -> Decision:
        data = self.cleaned_data
        adjustments = {name: data[name] for name in self.Meta.fields}
        return Decision(
            outcome=data["outcome"],
            reason_nl=data["reason_nl"],
            reason_fr=data["reason_fr"],
            merged_into=data["merged_into"],
            adjustments={**adjustments, "cost_cents": data["cost"]},
        )


class FollowUpForm(forms.Form):
    """A public report on a project."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[(state, FOLLOW_UP_STATES[state]) for state in FollowUpState],
        widget=forms.RadioSelect,
    )
    note_nl = forms.CharField(label=_("What happened, in Dutch"), widget=multiline(3))
    note_fr = forms.CharField(label=_("What happened, in French"), widget=multiline(3))
    owner = forms.CharField(label=_("Who follows it up"), max_length=160, required=False)
    next_on = forms.DateField(
        label=_("Next date"), required=False, widget=forms.DateInput({"type": "date"})
    )


def themes_in(projects: Iterable[Proposal | BallotProject]) -> list[Theme]:
    """The themes that occur, for the filter of a list."""
    found = {project.theme.pk: project.theme for project in projects if project.theme}
    return [found[key] for key in sorted(found)]


def _numbered(proposal: Proposal) -> str:
    return f"{proposal.number}. {tr(proposal, 'title')}"


def _written(cents: int | None) -> str:
    if cents is None:
        return ""
    amount = Decimal(cents) / 100
    return f"{amount:.2f}".removesuffix(".00")

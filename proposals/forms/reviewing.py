"""What an officer fills in: a decision about a proposal, a report on a project."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import multiline
from budgeting.languages import in_language
from proposals.forms.fields import CostField, NeedField, ThemeField
from proposals.models import FollowUpState, Outcome, Proposal, Track
from proposals.services.reviewing import Decision
from proposals.wording import FOLLOW_UP_STATES, OUTCOMES, TRACKS

# Typed for the checker only: at run time this class of Django takes no parameter.
if TYPE_CHECKING:
    ProposalModelForm = forms.ModelForm[Proposal]
else:
    ProposalModelForm = forms.ModelForm


class ReviewForm(ProposalModelForm):
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
        empty_label=_("Choose a proposal"),
    )
    cost = CostField(label=_("Cost in euro, as the City calculates it"), required=False)

    class Meta:
        model = Proposal
        fields = (
            *("title_nl", "title_fr", "summary_nl", "summary_fr", "place_nl", "place_fr"),
            *("realised_by_nl", "realised_by_fr", "track", "theme", "need"),
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
            "need": _("Which need does it answer?"),
        }
        field_classes = {"theme": ThemeField, "need": NeedField}
        widgets = {"summary_nl": multiline(4), "summary_fr": multiline(4)}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        proposal = self.instance
        others = proposal.edition.proposals.still_standing().exclude(pk=proposal.pk)
        names = ("merged_into", "theme", "need", "track")
        into, themes, needs, track = (self.fields[name] for name in names)
        assert isinstance(into, forms.ModelChoiceField)
        assert isinstance(themes, forms.ModelChoiceField)
        assert isinstance(needs, forms.ModelChoiceField)
        assert isinstance(track, forms.ChoiceField)
        into.queryset = others
        into.label_from_instance = _numbered  # type: ignore[assignment]
        themes.queryset, themes.required = proposal.edition.themes.all(), False
        needs.queryset = proposal.edition.needs.all()
        track.choices = [(one, TRACKS[one]) for one in Track]
        self.initial.setdefault("cost", proposal.cost_cents)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reasons = {name: data.get(name) for name in ("reason_nl", "reason_fr")}
        if data.get("outcome") not in {None, Outcome.KEPT} or any(reasons.values()):
            for name, reason in reasons.items():
                if not reason:
                    sentence = _("Write the reason here: the submitter and the public read it.")
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


def _numbered(proposal: Proposal) -> str:
    return f"{proposal.number}. {in_language(proposal, 'title')}"

"""What an officer fills in: a decision about a proposal, a report on a project."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import LineField, multiline
from budgeting.forms.versioned import VersionedForm
from budgeting.languages import in_language
from proposals.forms.fields import CostField, NeedField, ThemeField
from proposals.models import FollowUpState, Outcome, Proposal, Track
from proposals.services.reviewing import Decision
from proposals.wording import FOLLOW_UP_STATES, OUTCOMES, TRACKS

REASON_ALONE = _(
    "A reason belongs to a decision: store the decision, or empty this field to save the texts."
)
DECIDED = _("Meanwhile somebody else decided: %(decision)s. %(reason)s")


class ReviewForm(VersionedForm):
    """A decision with its reasons, and the texts, cost and track as they should stand.

    `answered` is the last decision that the page showed: a newer one is told.
    """

    NOT_WRITTEN: ClassVar[tuple[str, ...]] = ("seen", "answered")
    instance: Proposal

    answered = forms.IntegerField(widget=forms.HiddenInput, required=False)
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
        self.last = proposal.reviews.last()
        self.initial["answered"] = self.last.pk if self.last else None
        self.fields["outcome"].required = not self.texts_only

    @property
    def texts_only(self) -> bool:
        """Whether the button was pressed that stores the texts and decides nothing."""
        return "texts" in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reasons = {name: data.get(name) for name in ("reason_nl", "reason_fr")}
        if self.texts_only:
            for name in filter(reasons.get, reasons):
                self.add_error(name, forms.ValidationError(REASON_ALONE, "reason_alone"))
            return data
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

    def _meet(self) -> None:
        super()._meet()
        if self.last and self.last.pk != self.cleaned_data.get("answered"):
            self.typed[self.add_prefix("answered")] = str(self.last.pk)
            words = {
                "decision": OUTCOMES[Outcome(self.last.outcome)],
                "reason": in_language(self.last, "reason"),
            }
            self.add_error("outcome", forms.ValidationError(DECIDED, "changed_meanwhile", words))

    def decision(self) -> Decision:
        """What was decided, with new values of what was changed."""
        data = self.cleaned_data
        return Decision(
            outcome=data["outcome"],
            reason_nl=data["reason_nl"],
            reason_fr=data["reason_fr"],
            merged_into=data["merged_into"],
            adjustments=self.adjustments(),
            seen=data["seen"],
        )

    def adjustments(self) -> dict[str, Any]:
        """New values of the columns of the proposal that were changed."""
        columns = {name: name for name in self.Meta.fields} | {"cost": "cost_cents"}
        changed = [name for name in self.changed_data if name in columns]
        return {columns[name]: self.cleaned_data[name] for name in changed}


class FollowUpForm(forms.Form):
    """A public report on a project."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[(state, FOLLOW_UP_STATES[state]) for state in FollowUpState],
        widget=forms.RadioSelect,
    )
    note_nl = forms.CharField(label=_("What happened, in Dutch"), widget=multiline(3))
    note_fr = forms.CharField(label=_("What happened, in French"), widget=multiline(3))
    owner = LineField(label=_("Who follows it up"), max_length=160, required=False)
    next_on = forms.DateField(
        label=_("Next date"), required=False, widget=forms.DateInput({"type": "date"})
    )


def _numbered(proposal: Proposal) -> str:
    return f"{proposal.number}. {in_language(proposal, 'title')}"

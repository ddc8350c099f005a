"""How people vote and how the budget is divided: the choices of an edition before its vote."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition, Publication
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.forms_limits import DEFAULT_RULE
from tallying.forms_paper_rules import PaperRulesForm
from tallying.wording import BALLOT_NAMES, COMPLETION_NAMES, PUBLICATION_NAMES, RULE_NAMES
from voting.codes import CodedError
from voting.formats import BallotFormat, FormatType, parse_format

DEFAULT_FORMAT = BallotFormat("approval")
RANKED, MOST_POINTS, BEST_SCORE = 5, 10, 5
# What counts beside the rule that decides, in its usual form.
SHADOWS = {"greedy-votes": Rule("greedy-votes"), "mes-cost": DEFAULT_RULE}


def _number(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput({"inputmode": "numeric"})
    bounds = {"min_value": 1, "max_value": 1000, "required": False}
    return forms.IntegerField(label=label, widget=widget, **(bounds | options))


class BallotForm(PaperRulesForm):
    """Ballot format, rule, comparison and publication; what a choice has no use for is left."""

    ROWS: ClassVar[tuple[tuple[str, ...], ...]] = ()

    kind = forms.ChoiceField(
        label=_("How do people vote?"),
        choices=list(BALLOT_NAMES.items()),
        widget=forms.RadioSelect,
    )
    least = _number(_("At least how many projects?"), min_value=0)
    most = _number(
        _("At most how many projects?"), help_text=_("Leave it empty for as many as one likes.")
    )
    total = _number(_("How many points has everybody?"))
    each = _number(
        _("At most how many points for one project?"),
        help_text=_("Leave it empty to let people give all of them to one project."),
    )
    best = _number(_("The highest score"), max_value=100)
    rule_name = forms.ChoiceField(
        label=_("How is the budget divided?"),
        choices=list(RULE_NAMES.items()),
        widget=forms.RadioSelect,
    )
    completion = forms.ChoiceField(
        label=_("If money is left with equal shares"),
        choices=list(COMPLETION_NAMES.items()),
        widget=forms.RadioSelect,
    )
    then = forms.BooleanField(
        label=_("What then remains goes to the projects with the most votes that still fit"),
        required=False,
    )
    threshold = _number(
        _("Fewest votes that a project needs"), help_text=_("Leave it empty for no threshold.")
    )
    compare = forms.MultipleChoiceField(
        label=_("Also count in another way, for comparison"),
        help_text=_("This second result is shown beside the first one and decides nothing."),
        choices=[(name, RULE_NAMES[name]) for name in SHADOWS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    publication = forms.ChoiceField(
        label=_("What is published of the ballots?"),
        choices=[(one, PUBLICATION_NAMES[one]) for one in (Publication.FULL, Publication.GROUPED)],
        widget=forms.RadioSelect,
    )
    paper_replaces_online = forms.TypedChoiceField(
        label=_("If somebody votes online and on paper"),
        choices=[("True", _("the paper counts")), ("False", _("the online vote counts"))],
        coerce=lambda value: str(value) == "True",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Edition
        fields = ("publication", "paper_replaces_online")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.publication == Publication.TOTALS:
            kept = [Publication.FULL, Publication.TOTALS]
            self.fields["publication"].choices = [(one, PUBLICATION_NAMES[one]) for one in kept]  # type: ignore[attr-defined]
        self.initial.update(format_initial(format_of(self.instance) or DEFAULT_FORMAT))
        shares = self.stored_rule if self.stored_rule.is_mes else DEFAULT_RULE
        self.initial.update(
            rule_name=self.stored_rule.rule,
            completion=shares.completion,
            then=shares.then != "none",
            threshold=self.stored_rule.threshold,
            compare=[str(spec.get("rule")) for spec in self.instance.shadow_rules],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, needed in (("points", "total"), ("ranking", "most"), ("score", "best")):
            if data.get("kind") == name and not data.get(needed) and needed not in self.errors:
                self.add_error(needed, _("Fill in a number."))
        if not self.errors:
            self._build(data)
        return data

    def _build(self, data: dict[str, Any]) -> None:
        """The two documents; what contradicts itself stands beside the field."""
        try:
            ballot = parse_format(spec_of(data))
        except CodedError:
            field = "each" if data["kind"] == "points" else "most"
            self.add_error(field, _("These numbers contradict each other."))
            return
        rule = self._rule(data)
        shadows = (self._shadow(name, self.limits_of(data)) for name in data["compare"])
        self.instance.ballot_format = ballot.spec()
        self.instance.rule = rule.to_json()
        self.instance.shadow_rules = [each.to_json() for each in shadows if each != rule]

    def _rule(self, data: dict[str, Any]) -> Rule:
        """The chosen rule; options that the page does not show stay where the rule stays."""
        name, old = data["rule_name"], self.stored_rule
        shares = name.startswith("mes-")
        options = {**old.to_json(), "rule": name} if name == old.rule else {
            "version": 1, "rule": name,
        }  # fmt: skip
        options |= {"threshold": data["threshold"], **self.more_of(data, shares=shares)}
        options["completion"] = data["completion"] if shares else "none"
        options["then"] = "greedy-votes" if shares and data["then"] else "none"
        return Rule.from_json(options)

    def _shadow(self, name: str, limits: dict[str, Any]) -> Rule:
        """A comparison under the limits of the rule that decides: without them it would mislead.

        One that was set in detail keeps the rest of it.
        """
        stored = {spec.get("rule"): spec for spec in self.instance.shadow_rules}
        try:
            return Rule.from_json({**stored.get(name, SHADOWS[name].to_json()), **limits})
        except EngineError:
            return Rule.from_json({**SHADOWS[name].to_json(), **limits})

    def also_written(self) -> list[str]:
        return ["ballot_format", "rule", "shadow_rules"]


def format_of(edition: Edition) -> BallotFormat | None:
    """The ballot format, if this version knows it."""
    try:
        return parse_format(edition.ballot_format)
    except CodedError:
        return None


def format_initial(ballot: BallotFormat) -> dict[str, Any]:
    """A format as the form shows it; numbers of the other formats are proposals."""
    points = ballot.type == "points"
    ranks = RANKED if ballot.type not in {"approval", "ranking"} else ballot.max_projects
    return {
        "kind": ballot.type,
        "least": ballot.min_projects,
        "most": ranks,
        "total": ballot.total or MOST_POINTS,
        "each": ballot.max_points if points and ballot.max_points != ballot.total else None,
        "best": ballot.max_points if ballot.type == "score" else BEST_SCORE,
    }


def spec_of(data: dict[str, Any]) -> dict[str, object]:
    """The JSON form of what was chosen."""
    kind = cast(FormatType, data["kind"])
    least = 1 if data["least"] is None else data["least"]
    numbers: dict[FormatType, dict[str, object]] = {
        "approval": {"min": least, "max": data["most"]},
        "knapsack": {"min": least},
        "points": {
            "total": data["total"], "max_per_project": data["each"], "min_projects": least,
        },
        "ranking": {"max": data["most"], "min": least},
        "score": {"min": 0, "max": data["best"], "min_projects": least},
    }  # fmt: skip
    return {"type": kind, **numbers[kind]}

"""Which vote, and which rules, to try before the rule of an edition is fixed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Edition
from tallying.engine.rule import Rule
from tallying.engine.synthetic import MOST_PROJECTS, MOST_VOTERS, TASTES
from tallying.forms_limits import DEFAULT_RULE, rule_of
from tallying.services.what_if import MOST_RULES, past_editions, without_limits
from tallying.wording import RULE_NAMES

OWN = "own"
RULES: dict[str, tuple[str | Promise, Rule]] = {
    "mes-cost": (RULE_NAMES["mes-cost"], DEFAULT_RULE),
    "mes-plain": (_("Equal shares, without raising them"), Rule("mes-cost")),
    "mes-cardinality": (
        RULE_NAMES["mes-cardinality"],
        Rule("mes-cardinality", completion="add1", then="greedy-votes"),
    ),
    "mes-comparison": (
        _("Equal shares, unless more voters prefer most votes first"),
        Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True),
    ),
    "greedy-votes": (RULE_NAMES["greedy-votes"], Rule("greedy-votes")),
    "greedy-votes-per-euro": (RULE_NAMES["greedy-votes-per-euro"], Rule("greedy-votes-per-euro")),
}
TASTE_NAMES: dict[str, str | Promise] = {
    "alike": _("Everybody likes the same projects"),
    "two_groups": _("Two groups, six and four voters in ten, each with projects of its own"),
    "many_groups": _("Five groups, large and small, each with projects of its own"),
    "cheap": _("Cheap projects are popular"),
    "dear": _("Expensive projects are popular"),
}


# Typed for the checker only: at run time the class of Django takes no parameter.
if TYPE_CHECKING:
    VoteChoice = forms.ModelChoiceField[Edition]
else:
    VoteChoice = forms.ModelChoiceField


class EditionChoice(VoteChoice):
    """Earlier votes by the name of their council."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{in_language(obj.council, 'name')}: {in_language(obj, 'title')}"


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput({"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget)


class WhatIfForm(forms.Form):
    """A vote that is over, or a made-up one, and up to three rules."""

    vote = EditionChoice(
        label=_("Which vote?"),
        help_text=_("Votes that are decided and whose ballots are public, or a made-up one."),
        queryset=Edition.objects.none(),
        empty_label=_("A made-up vote"),
        required=False,
        error_messages={
            "invalid_choice": _("Only a vote that is decided, with public ballots, can be tried.")
        },
    )
    voters = _number(_("How many voters?"), 100, MOST_VOTERS)
    projects = _number(_("How many projects?"), 3, MOST_PROJECTS)
    taste = forms.ChoiceField(
        label=_("Who likes what?"),
        choices=[(name, TASTE_NAMES[name]) for name in TASTES],
        widget=forms.RadioSelect,
    )
    seed = forms.CharField(
        label=_("Start of the chance"),
        help_text=_("The same word always gives the same made-up vote. Change it for another one."),
        max_length=40,
    )
    rules = forms.MultipleChoiceField(
        label=_("Which rules?"),
        help_text=_("At most three."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one rule.")},
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vote"].queryset = past_editions(edition)  # type: ignore[attr-defined]
        self.known = dict(RULES)
        if own := rule_of(edition):
            now = _("%(rule)s, as set in this edition") % {"rule": RULE_NAMES[own.rule]}
            self.known = {OWN: (now, own), **RULES}
        self.fields["rules"].choices = [  # type: ignore[attr-defined]
            (name, words) for name, (words, _rule) in self.known.items()
        ]

    def clean_rules(self) -> list[str]:
        names: list[str] = self.cleaned_data["rules"]
        if len(names) > MOST_RULES:
            raise forms.ValidationError(_("Choose at most three rules."))
        return names

    def chosen(self) -> list[tuple[str, Rule]]:
        """Name and rule, in the order of the page, each rule once and without its limits."""
        names, found = self.cleaned_data["rules"], dict[Rule, str]()
        for name, (words, rule) in self.known.items():
            if name in names:
                found.setdefault(without_limits(rule), str(words))
        return [(words, rule) for rule, words in found.items()]


def first_values(edition: Edition) -> dict[str, Any]:
    """What the page proposes: the latest vote of the same council, else a made-up one."""
    own = past_editions(edition).filter(council=edition.council).first()
    return {
        "vote": own.pk if own else None,
        "voters": 1000,
        "projects": 20,
        "taste": "two_groups",
        "seed": "1",
        "rules": ["mes-cost", "greedy-votes"],
    }

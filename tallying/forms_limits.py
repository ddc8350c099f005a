"""What a rule can ask for beyond its usual form: limits, a bar by cost, steps and a comparison."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgeting.forms.edition_settings import SettingsForm
from budgeting.forms.fields import MoneyField, multiline
from budgeting.models import Edition
from tallying.engine.amounts import format_amount
from tallying.engine.errors import EngineError
from tallying.engine.limits import MOST_LIMITS
from tallying.engine.rule import Rule
from tallying.services.limits import Group, groups_of, names_of
from tallying.wording_limits import Names
from voting.services.ballot_list import projects_of

CENTS = 100
DEFAULT_RULE = Rule("mes-cost", completion="add1", then="greedy-votes")
STARTS = (
    ("exact", _("the budget divided by the number of voters, to the last part of a cent")),
    ("floor", _("the same, rounded down to whole euros")),
)
Conflicts = tuple[tuple[str, ...], ...]


class LinesField(forms.CharField):
    """A text of lines; the ends of lines that a browser sends are no change."""

    widget = multiline(3)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "").split() != str(data or "").split()


class MoreRulesForm(SettingsForm):
    """The part of the rule that few editions need. A form above it builds the rule itself."""

    min_share = forms.IntegerField(
        label=_("A project of the whole budget needs one voter in …"),
        help_text=_(
            "Then expensive projects need more votes than cheap ones. Leave it empty for no such "
            "rule. With 3, a project that costs the whole budget needs the votes of one voter in "
            "three, and one of a tenth of the budget those of one voter in thirty."
        ),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    conflicts = LinesField(
        label=_("Projects that exclude each other"),
        help_text=_(
            "One line for each group: the numbers of the projects of which at most one can win, "
            "for example 3, 7. People can vote for all of them."
        ),
        required=False,
        max_length=20_000,
    )
    start = forms.ChoiceField(
        label=_("What is the first share of a voter?"), choices=STARTS, widget=forms.RadioSelect
    )
    step = MoneyField(
        label=_("By how much are the shares raised at a time?"),
        help_text=_("In euro. Leave it empty for the usual euro."),
        required=False,
    )
    comparison = forms.BooleanField(
        label=_("If more voters prefer the result of most votes first, that result counts"),
        help_text=_("Both results are made; each voter prefers the one with more for them."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_rule = rule_of(self.instance) or DEFAULT_RULE
        self.projects = projects_of(self.instance)
        self.groups: dict[str, Group] = {}
        self._add_caps(names_of(self.instance))
        if not self.projects and not self.stored_rule.conflicts:
            del self.fields["conflicts"]
        shares = self.stored_rule if self.stored_rule.is_mes else DEFAULT_RULE
        self.initial.update(
            min_share=self.stored_rule.min_share,
            conflicts=self._written_conflicts(),
            start=shares.start,
            step=_whole_cents(shares),
            comparison=shares.comparison,
        )

    def _add_caps(self, names: Names) -> None:
        """A field for each group; the lowest cap where a rule has several on one group."""
        caps = self.stored_rule.caps
        for place, group in enumerate(groups_of(self.instance, caps)):
            name = f"cap_{place}" if not group.known else f"cap_{group.column}_{group.value}"
            field = MoneyField(label=names.label(*group.key), required=False)
            field.show_hidden_initial = self.instance.pk is not None
            self.fields[name], self.groups[name] = field, group
            stored = [cap.amount for cap in caps if (cap.column, cap.value) == group.key]
            self.initial[name] = int(min(stored) * CENTS) if stored else None

    def cap_rows(self) -> Iterator[forms.BoundField]:
        """The fields of the caps, in their order."""
        return (self[name] for name in self.groups)

    @property
    def has_more(self) -> bool:
        """Whether the rule uses something of this part, or some of it is to be mended."""
        names = {*MoreRulesForm.base_fields, *self.groups}
        usual = {"seen": None, "start": "exact", "step": CENTS}
        set_so = any(self.initial.get(name) not in (None, "", False, usual.get(name))
                     for name in names - {"seen"})  # fmt: skip
        return set_so or any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, group in self.groups.items():
            amount = data.get(name)
            if amount is None:
                continue
            if not group.known:
                self.add_error(name, _("This edition has no such projects. Leave it empty."))
            elif group.cheapest is not None and amount < group.cheapest:
                self.add_error(
                    name, _("The cheapest of these projects costs more: none could win.")
                )
        return data

    def clean_conflicts(self) -> Conflicts:
        """Groups of codes from lines of numbers, each line once."""
        codes = {str(project.number): project.code for project in self.projects}
        lines = enumerate(str(self.cleaned_data["conflicts"]).splitlines(), 1)
        found = [_conflict(place, line, codes) for place, line in lines if line.strip(" ,;")]
        sets = {frozenset(ids): ids for ids in reversed(found)}
        kept = tuple(ids for ids in found if sets.get(frozenset(ids)) is ids)
        if len(kept) > MOST_LIMITS:
            raise forms.ValidationError(_("These are too many lines."))
        return kept

    def _written_conflicts(self) -> str:
        numbers = {project.code: str(project.number) for project in self.projects}
        lines = ([numbers.get(code, code) for code in ids] for ids in self.stored_rule.conflicts)
        return "\n".join(", ".join(line) for line in lines)

    def limits_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """Conflicts and caps as a rule document has them."""
        caps = [
            {"column": group.column, "value": group.value,
             "at_most": format_amount(data[name], CENTS)}
            for name, group in self.groups.items() if data.get(name) is not None
        ]  # fmt: skip
        return {"conflicts": [list(ids) for ids in data.get("conflicts", ())], "caps": caps}

    def more_of(self, data: dict[str, Any], *, shares: bool) -> dict[str, Any]:
        """The other options as a rule document has them; those of Equal Shares only for these."""
        options = {"min_share": data["min_share"], **self.limits_of(data)}
        if not shares:
            return options
        old, step = self.stored_rule, data["step"]
        # A step with parts of a cent stays, as long as nobody writes another one.
        kept = old.step if old.is_mes and _whole_cents(old) is None else "1"
        written = kept if step is None else format_amount(step, CENTS)
        return {**options, "start": data["start"], "step": written} | {
            "comparison": data["comparison"]
        }


def _conflict(place: int, line: str, codes: dict[str, str]) -> tuple[str, ...]:
    words = dict.fromkeys(re.split(r"[\s,;]+", line.strip(" ,;\t")))
    for word in words:
        if word not in codes:
            told = gettext("Line %(line)s: there is no project %(number)s on the list.")
            raise forms.ValidationError(told % {"line": place, "number": word[:60]})
    if len(words) < 2:
        told = gettext("Line %(line)s: name at least two projects.")
        raise forms.ValidationError(told % {"line": place})
    return tuple(codes[word] for word in words)


def _whole_cents(rule: Rule) -> int | None:
    """The step in cents; None for one with parts of a cent."""
    cents = Fraction(rule.step_size) * CENTS
    return int(cents) if cents.denominator == 1 else None


def rule_of(edition: Edition) -> Rule | None:
    """The rule that decides, if this version knows it."""
    try:
        return Rule.from_json(edition.rule)
    except EngineError:
        return None

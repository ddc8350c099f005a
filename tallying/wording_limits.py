"""The limits and smaller options of a rule in plain sentences, for officers and for voters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgeting.languages import active_language
from budgeting.money import format_count, format_money
from proposals.models import Track
from tallying.engine.amounts import MOST_DECIMALS, format_amount
from tallying.engine.limits import Cap
from tallying.engine.rule import Rule
from tallying.wording import decimal_text

TRACK, THEME = "track", "category"
TRACK_GROUPS: Mapping[str, str | Promise] = {
    Track.CITIZEN_GRANT: gettext_lazy("All grants to residents together"),
    Track.CITY_INVESTMENT: gettext_lazy("All projects of the City together"),
}

TRACK_LABELS: Mapping[str, str | Promise] = {
    Track.CITIZEN_GRANT: gettext_lazy("Grants to residents"),
    Track.CITY_INVESTMENT: gettext_lazy("Projects of the City"),
}


@dataclass(frozen=True)
class Names:
    """What a rule may name, in the reader's language: projects and themes by their codes."""

    projects: Mapping[str, str]
    themes: Mapping[str, str]
    currency: str = "EUR"

    def group(self, column: str, value: str) -> str:
        """The projects that a cap counts together."""
        if column == TRACK and value in TRACK_GROUPS:
            return str(TRACK_GROUPS[value])
        if column == THEME:
            return _("All projects of the theme “%(theme)s” together") % {
                "theme": self.themes.get(value, value)
            }
        return _("All projects with “%(value)s” under “%(column)s” together") % {
            "value": value,
            "column": column,
        }

    def label(self, column: str, value: str) -> str:
        """The same in a few words, for a box that stands among others like it."""
        if column == TRACK and value in TRACK_LABELS:
            return str(TRACK_LABELS[value])
        if column == THEME and value in self.themes:
            return _("Theme “%(theme)s”") % {"theme": self.themes[value]}
        return self.group(column, value)

    def money(self, amount: Fraction) -> str:
        """An amount in euro; one with parts of a cent as it is written."""
        cents = amount * 100
        if cents.denominator == 1:
            return format_money(int(cents), self.currency, active_language())
        text = format_amount(int(amount * 10**MOST_DECIMALS), 10**MOST_DECIMALS)
        return f"{decimal_text(text, active_language())} {self.currency}"


def cap_sentence(cap: Cap, names: Names) -> str:
    """“All grants to residents together: at most € 50.000.”"""
    return _("%(group)s: at most %(amount)s.") % {
        "group": names.group(cap.column, cap.value),
        "amount": names.money(Fraction(cap.amount)),
    }


def conflict_sentence(ids: tuple[str, ...], names: Names) -> str:
    """“Of these projects at most one can win: 3 (…), 7 (…).”"""
    listed = ", ".join(names.projects.get(one, one) for one in ids)
    return _("Of these projects at most one can win: %(projects)s.") % {"projects": listed}


def limit_sentences(rule: Rule, names: Names) -> list[str]:
    """What a rule limits: groups of projects, and projects that exclude each other."""
    caps = [cap_sentence(cap, names) for cap in rule.caps]
    return caps + [conflict_sentence(ids, names) for ids in rule.conflicts]


def is_usual(rule: Rule) -> bool:
    """Whether there is nothing to say about a rule beyond its name and what is done with money
    that is left."""
    return rule == Rule(rule.rule, rule.completion, then=rule.then, ties=rule.ties)


def option_sentences(rule: Rule, names: Names) -> list[str]:
    """The options of a rule that are not the usual ones."""
    return list(_options(rule, names))


def _options(rule: Rule, names: Names) -> Iterator[str]:
    if rule.threshold:
        yield ngettext(
            "A project needs at least %(votes)s vote.",
            "A project needs at least %(votes)s votes.",
            rule.threshold,
        ) % {"votes": format_count(rule.threshold, active_language())}
    if rule.min_share is not None:
        yield ngettext(
            "A project that costs the whole budget needs the votes of all voters; one that costs"
            " less needs fewer, in proportion.",
            "A project that costs the whole budget needs the votes of one voter in %(number)s; one"
            " that costs less needs fewer, in proportion.",
            rule.min_share,
        ) % {"number": rule.min_share}
    if rule.no_skip:
        yield _("As soon as a project does not fit any more, no further project is taken.")
    if rule.start == "floor":
        yield _("The first share is rounded down to whole euros.")
    if rule.completion != "none" and rule.step_size != 1:
        amount = names.money(rule.step_size)
        yield _("The shares are raised by %(amount)s at a time.") % {"amount": amount}
    if rule.comparison:
        yield _("If more voters prefer the result of most votes first, that result counts.")

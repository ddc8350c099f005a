"""Why a draw is not possible, and what would make it so, in words for people."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.sortition import Change, Contradiction, Infeasible, SortitionError, TooHard
from budgeting.table_words import sentence_of
from budgeting.tables import Fault

LIST_SENTENCES: dict[str, str | Promise] = {
    "column_missing": gettext_lazy("The list has no column “%(column)s”."),
    "id_empty": gettext_lazy("The id of this candidate is missing."),
    "id_too_long": gettext_lazy("An id has at most %(most)s characters."),
    "id_doubled": gettext_lazy("The id “%(id)s” stands in row %(first)s as well."),
    "value_empty": gettext_lazy("This candidate has no value in the column “%(column)s”."),
    "value_too_long": gettext_lazy("A value for the quotas has at most %(most)s characters."),
    "value_without_quota": gettext_lazy(
        "“%(value)s” has no quota in the column “%(column)s”. Is it a typing error?"
    ),
}
REFUSALS: dict[str, str | Promise] = {
    "extra_missing": gettext_lazy(
        "The solver that the algorithm LEXIMIN needs is not installed on this server (the extra "
        "“leximin”). Choose “random priority”, or ask the administrator."
    ),
    "too_few_candidates": gettext_lazy("There are fewer candidates than seats."),
    "no_seats": gettext_lazy("At least one seat has to be drawn."),
    "no_seed": gettext_lazy("Write the seed, on one line of at most 200 characters."),
    "too_hard": gettext_lazy(
        "These quotas are too intricate: a draw takes too long. Use fewer columns, or wider quotas."
    ),
    "infeasible": gettext_lazy("No choice of candidates meets these quotas."),
}
CONTRADICTIONS: dict[str, str | Promise] = {
    "least_above_most": gettext_lazy(
        "%(column)s, “%(value)s”: at least %(asked)s is more than at most %(there)s."
    ),
    "too_few_of": gettext_lazy(
        "%(column)s, “%(value)s”: at least %(asked)s are asked for, and the list has %(there)s."
    ),
    "least_above_seats": gettext_lazy(
        "%(column)s: the minima together ask for %(asked)s people, and there are %(there)s seats."
    ),
    "most_below_seats": gettext_lazy(
        "%(column)s: the maxima leave room for %(asked)s people, and there are %(there)s seats."
    ),
    "not_together": gettext_lazy(
        "Each column can be met by itself, but not all of them together with the candidates of "
        "this list."
    ),
}


def fault_in_words(fault: Fault) -> str:
    """What is wrong in a list of candidates, in the language of the page."""
    return sentence_of(fault.code, {"word": "", **fault.params}, fault.column, LIST_SENTENCES)


def refusal_in_words(error: SortitionError) -> str:
    """Why there is no draw, in one sentence."""
    return str(REFUSALS.get(error.code, error.message))


def reasons(error: Infeasible) -> list[str]:
    """Why the quotas cannot be met, sentence by sentence."""
    return [_reason(each) for each in error.contradictions]


def _reason(found: Contradiction) -> str:
    return str(CONTRADICTIONS[found.code]) % vars(found)


def ways_out(error: Infeasible | TooHard) -> list[str]:
    """The changes that would make the quotas possible, each as one sentence."""
    return [_together(change_in_words(change) for change in each) for each in error.relaxations]


def change_in_words(change: Change) -> str:
    values = {"column": change.column, "value": change.value, "old": change.old, "new": change.new}
    if change.bound == "min":
        return _("%(column)s, “%(value)s”: the minimum from %(old)s to %(new)s") % values
    return _("%(column)s, “%(value)s”: the maximum from %(old)s to %(new)s") % values


def _together(parts: Iterable[str]) -> str:
    return _(" and ").join(parts)

"""The rules of paper in sentences, for the person at the desk and for everybody."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

REMEDY_SENTENCES: Mapping[tuple[str, str], Sentence] = {
    ("over_limit", "void"): _(
        "More is marked than allowed: the ballot is void. Did the machine misread the page? Then "
        "correct the reading."
    ),
    ("over_limit", "blank"): _(
        "More is marked than allowed: the ballot is blank. Did the machine misread the page? Then "
        "correct the reading."
    ),
    ("over_limit", "intent"): _(
        "More is marked than allowed: look for what the voter meant. Two people have to see the "
        "same; if it is not clear, the ballot is void."
    ),
    ("under_limit", "void"): _(
        "Less is marked than asked: the ballot is void. Did the machine misread the page? Then "
        "correct the reading."
    ),
    ("under_limit", "blank"): _(
        "Less is marked than asked: the ballot is blank. Did the machine misread the page? Then "
        "correct the reading."
    ),
    ("under_limit", "intent"): _(
        "Less is marked than asked: look for what the voter meant. Two people have to see the "
        "same; if it is not clear, the ballot is void."
    ),
}
"""By the code of a page and the edition's rule: for the person who decides."""

CLEAN: Mapping[bool, Sentence] = {
    True: _("A sheet that a machine reads without any doubt counts at once."),
    False: _("A person confirms every sheet, also when a machine reads it without any doubt."),
}
TWICE = _("Whoever enters the marks of a sheet on a phone enters them twice.")
TWO_PEOPLE = _(
    "Every other sheet is looked at by a person, and by a second one who has to say the same "
    "where the first finds something else than the machine."
)
OVER: Mapping[str, Sentence] = {
    "void": _("A sheet with more marks than the rules allow is void."),
    "blank": _("A sheet with more marks than the rules allow is blank."),
    "intent": _(
        "On a sheet with more marks than the rules allow, people look for what the voter meant. If "
        "that is not clear, it is void."
    ),
}
UNDER: Mapping[str, Sentence] = {
    "void": _("A sheet with fewer marks than the rules ask for is void."),
    "blank": _("A sheet with fewer marks than the rules ask for is blank."),
    "intent": _(
        "On a sheet with fewer marks than the rules ask for, people look for what the voter meant. "
        "If that is not clear, it is void."
    ),
}


def rules_of_paper(rules: Mapping[str, Any]) -> list[str]:
    """The stored rules of paper as sentences in the active language."""
    found = [CLEAN[bool(rules.get("clean_counts"))], TWO_PEOPLE]
    found += [TWICE] * bool(rules.get("double_entry"))
    found += [OVER[str(rules["overvote"])], UNDER[str(rules["undervote"])]]
    return [str(sentence) for sentence in found]

"""A change of the frozen rules in words: what it is about, how it was, how it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.dates import written
from budgeting.languages import active_language
from budgeting.money import format_money
from budgeting.services.texts import EDITION
from budgeting.wording import MOMENT_NAMES
from proposals.services.texts import PROPOSAL
from voting.changes import Difference, Path, read_moment

LANGUAGES: Mapping[str, str | Promise] = {
    "nl": gettext_lazy("in Dutch"),
    "fr": gettext_lazy("in French"),
}
BUDGET = gettext_lazy("Budget")
COST = gettext_lazy("Cost")
MONEY = ("budget_cents", "cost_cents")


@dataclass(frozen=True)
class ShownDifference:
    """One difference as a page shows it; `language` is that of a text, "" for anything else."""

    what: str
    before: str
    after: str
    language: str = ""


def shown(found: Iterable[Difference], currency: str) -> list[ShownDifference]:
    """Differences in the page's language; texts stay in the language they are written in."""
    return [_shown(difference, currency) for difference in found]


def _shown(difference: Difference, currency: str) -> ShownDifference:
    path = difference.path
    language = path[-1] if path[-1] in LANGUAGES and len(path) > 2 else ""
    before, after = (
        _value(path, value, currency) for value in (difference.before, difference.after)
    )
    return ShownDifference(what_of(path), before, after, language)


def what_of(path: Path) -> str:
    """What a path of the rules is about, as a page calls it."""
    if path[0] == "calendar":
        return str(MOMENT_NAMES[path[-1]])
    if path[0] == "projects":
        named = COST if path[2] == "cost_cents" else _text(PROPOSAL.texts, path[2:])
        return _("Project %(number)s, %(what)s") % {"number": path[1], "what": _small(named)}
    if path[0] == "texts":
        return _text(EDITION.texts, path[1:])
    return str(BUDGET) if path == ("budget_cents",) else " ".join(path)


def _text(names: Mapping[str, str | Promise], path: Path) -> str:
    name = names.get(path[0], path[0])
    return f"{name} ({LANGUAGES[path[1]]})" if path[-1] in LANGUAGES else str(name)


def _small(words: str | Promise) -> str:
    text = str(words)
    return text[:1].lower() + text[1:]


def _value(path: Path, value: Any, currency: str) -> str:
    if value is None:
        return "–"
    if path[-1] in MONEY:
        return format_money(value, currency, active_language())
    if path[0] == "calendar":
        return moment_in_words(path[-1], value)
    return str(value)


def moment_in_words(name: str, value: str) -> str:
    """A moment or day of the document, moments with their hour."""
    moment = read_moment(name, value)
    if moment is None:
        return "–"
    return written(moment, "j F Y, H:i" if isinstance(moment, datetime) else "j F Y")

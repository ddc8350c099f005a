"""The settings of an edition in words, block by block, as (what, how it is set)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from budgeting.calendar_rules import DATES
from budgeting.dates import written
from budgeting.languages import active_language, in_language
from budgeting.models import Edition
from budgeting.money import format_count, format_money
from budgeting.wording import (
    INFLUENCE_NAMES,
    MOMENT_NAMES,
    RESIDENCE_NAMES,
    VERIFICATION_NAMES,
)

Fact = tuple[str | Promise, str | Promise]
NOTHING = "–"


def facts_of(edition: Edition, block: str) -> list[Fact]:
    """What a block says now; what is not set shows as a dash."""
    return list(FACTS[block](edition))


def _texts(edition: Edition) -> Iterator[Fact]:
    yield _("Dutch"), edition.title_nl or NOTHING
    yield _("French"), edition.title_fr or NOTHING
    yield _("Introduction"), in_language(edition, "intro") or NOTHING


def _money(edition: Edition) -> Iterator[Fact]:
    language, cap = active_language(), edition.investment_cap_cents
    amounts: tuple[tuple[str, int | None], ...] = (
        (_("Budget"), edition.budget_cents),
        (_("Highest grant for a residents’ project"), edition.grant_cap_cents),
        (_("Highest cost of a project of the City"), cap),
    )
    for what, cents in amounts:
        amount = format_money(cents, edition.currency, language) if cents is not None else ""
        yield what, amount or _("no limit")
    yield _("People behind a proposal"), format_count(edition.group_size, language)


def _voters(edition: Edition) -> Iterator[Fact]:
    yield _("Who can vote"), who_votes(edition)
    ways = [str(VERIFICATION_NAMES.get(way, way)) for way in edition.verification]
    yield _("How they show it"), ", ".join(ways) or NOTHING
    yield _("Degree of influence"), INFLUENCE_NAMES[edition.influence_level]
    yield _("Who decides last"), in_language(edition, "decides_last") or NOTHING
    yield _("What is not possible"), in_language(edition, "out_of_scope") or NOTHING


def _calendar(edition: Edition) -> Iterator[Fact]:
    for name in DATES:
        moment = getattr(edition, name)
        pattern = "j F Y, H:i" if isinstance(moment, datetime) else "j F Y"
        yield MOMENT_NAMES[name], written(moment, pattern) if moment else NOTHING


def _subjects(edition: Edition) -> Iterator[Fact]:
    themes = [in_language(theme, "name") for theme in edition.themes.all()]
    needs = [in_language(need, "title") for need in edition.needs.all()]
    yield _("Themes"), ", ".join(themes) or NOTHING
    yield _("Needs"), " · ".join(needs) or _("none, they are not required")


def who_votes(edition: Edition) -> str:
    """Residence and age in one line."""
    who = RESIDENCE_NAMES[edition.residence]
    return _("%(who)s, from %(age)s years on") % {"who": who, "age": edition.min_age}


FACTS: dict[str, Callable[[Edition], Iterator[Fact]]] = {
    "texts": _texts,
    "money": _money,
    "voters": _voters,
    "calendar": _calendar,
    "subjects": _subjects,
}

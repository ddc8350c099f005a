"""What an edition itself demands before it moves; what needs no clock is registered in settings."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from budgeting.calendar_order import BRUSSELS, FROM_THE_VOTE, STEPS, out_of_order
from budgeting.calendar_rules import awaited
from budgeting.dates import written
from budgeting.errors import Missing
from budgeting.models import Edition
from budgeting.models.abstract import LANGUAGES
from budgeting.phases import Phase
from budgeting.services.freezing import is_frozen
from budgeting.services.texts import EDITION, edition_texts_are_settled
from budgeting.wording import MOMENT_NAMES

NEEDED = ("influence", "decides_last", "out_of_scope")
OF_THE_CALL = ("call_opens_at", "call_closes_at")
OF_THE_VOTE = ("opens_at", "closes_at")


def ready_for_the_call(edition: Edition) -> Iterator[Missing]:
    """Before residents may hand in proposals: texts, themes, money and the days of the call."""
    yield from _texts(edition)
    if not edition.themes.exists():
        sentence = _("There is no theme yet: a proposal needs one.")
        yield _at(edition, "edition_subjects", sentence)
    if not edition.budget_cents:
        yield _at(edition, "edition_money", _("The budget is not set."))
    yield from _dates(edition, OF_THE_CALL, STEPS)


def ready_for_the_vote(edition: Edition) -> Iterator[Missing]:
    """Before the rules are fixed: texts, the moments of the vote, and who may vote."""
    yield from _texts(edition)
    yield from _dates(edition, OF_THE_VOTE, FROM_THE_VOTE)
    if not edition.verification:
        sentence = _("It is not set how people show that they may vote.")
        yield _at(edition, "edition_voters", sentence)


def the_calendar_is_kept(edition: Edition, to: Phase, now: datetime) -> Iterator[Missing]:
    """A real call, period of objections or wait for a decision lasts as long as was announced.

    A test edition may go on before; the page of moves says that it does not fit the calendar.
    """
    dates = {name: getattr(edition, name) for name in STEPS}
    name = awaited(Phase(edition.phase), to, dates, now=now, zone=BRUSSELS)
    if edition.is_test or not name:
        return
    if dates[name] is None:
        sentence = _("In the calendar, “%(what)s” has no date.")
        named = {"what": MOMENT_NAMES[name]}
    else:
        sentence = {
            Phase.REVIEW: _("The call lasts until %(day)s. Before that nobody ends it."),
            Phase.DECISION: _("Residents can object until %(day)s. Before that nobody ends it."),
            Phase.REALISATION: _("The municipal council decides on %(day)s, not before."),
        }[to]
        named = {"day": written(dates[name], "l j F Y")}
    address = "rule_changes" if is_frozen(edition) else "edition_calendar"
    yield _at(edition, address, sentence % named)


def _texts(edition: Edition) -> Iterator[Missing]:
    """Influence, who decides last and what is out of scope are written; these and whatever else
    there is of the edition, its themes and its needs say the same in Dutch and French."""
    for name in NEEDED:
        if not any(getattr(edition, f"{name}_{language}").strip() for language in LANGUAGES):
            sentence = _("“%(text)s” is not written yet.") % {"text": EDITION.texts[name]}
            yield _at(edition, "edition_voters", sentence)
    yield from edition_texts_are_settled(edition)


def _dates(edition: Edition, needed: tuple[str, ...], steps: tuple[str, ...]) -> Iterator[Missing]:
    moments = {name: getattr(edition, name) for name in (*STEPS, "destruction_on")}
    for name in needed:
        if moments[name] is None:
            sentence = _("In the calendar, “%(what)s” has no date.")
            named = sentence % {"what": MOMENT_NAMES[name]}
            yield _at(edition, "edition_calendar", named)
    for first, second in out_of_order(moments, steps):
        sentence = _("In the calendar, “%(second)s” has to come after “%(first)s”.")
        names = {"first": MOMENT_NAMES[first], "second": MOMENT_NAMES[second]}
        yield _at(edition, "edition_calendar", sentence % names)


def _at(edition: Edition, address: str, sentence: str) -> Missing:
    """Something that is mended on a page of the edition's settings."""
    return Missing(sentence, address, (edition.council.slug, edition.slug))

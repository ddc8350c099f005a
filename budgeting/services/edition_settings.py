"""The settings of an edition: which blocks there are, what each still lacks, and changing one."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.calendar_order import out_of_order
from budgeting.calendar_rules import DATES
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.languages import in_language
from budgeting.models import Edition, Translated, User
from budgeting.phases import ORDER, Phase
from budgeting.services.freezing import is_frozen, require_not_frozen
from budgeting.services.recording import record
from budgeting.services.texts import EDITION, NEED, THEME, Kind
from budgeting.wording import MOMENT_NAMES

OPEN = ORDER[: ORDER.index(Phase.VOTING)]
INFLUENCE = ("influence", "decides_last", "out_of_scope")
NEEDED_DATES = ("call_opens_at", "call_closes_at", "opens_at", "closes_at")
SENTENCES = {
    ("missing", "nl"): gettext_lazy("“%(text)s” is missing in Dutch."),
    ("missing", "fr"): gettext_lazy("“%(text)s” is missing in French."),
    ("stale", "nl"): gettext_lazy("“%(text)s” was changed in French, but not yet in Dutch."),
    ("stale", "fr"): gettext_lazy("“%(text)s” was changed in Dutch, but not yet in French."),
}


@dataclass(frozen=True)
class Block:
    """One page of settings: its code, the name of its address, its title, what it lacks."""

    code: str
    address: str
    title: str | Promise
    missing: tuple[str, ...]


def is_open(edition: Edition) -> bool:
    """Whether the settings can still be changed: before the vote, and not frozen."""
    return edition.phase in OPEN and not is_frozen(edition)


def blocks_of(edition: Edition) -> list[Block]:
    """The blocks that the ground floor knows, in the order of filling them in."""
    rows: tuple[tuple[str, str | Promise, Iterator[str]], ...] = (
        ("texts", _("Title and introduction"),
         _texts(edition, EDITION, ("title", "intro"), ("title",))),
        ("money", _("Money"), _money(edition)),
        ("voters", _("Who votes, and what the vote decides"), _voters(edition)),
        ("calendar", _("Calendar"), _calendar(edition)),
        ("subjects", _("Themes and needs"), _subjects(edition)),
    )  # fmt: skip
    return [Block(code, f"edition_{code}", title, tuple(lacking)) for code, title, lacking in rows]


def change(
    edition: Edition,
    store: Callable[[], bool],
    *,
    block: str,
    changed: Collection[str],
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> bool:
    """Let a form store its block; False when somebody else was quicker.

    The row is held meanwhile, so that a vote that starts at the same moment freezes what was
    stored before it. Refuses `rules_frozen` and `settings_closed`.
    """
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        require_open(held)
        if not store():
            return False
        data = {"block": block, "fields": sorted(changed)}
        record("edition_settings", edition=held, by=by, role="officer", data=data, clock=clock)
    return True


def require_open(edition: Edition) -> None:
    """Refuses `rules_frozen`, or `settings_closed` for an edition that was never frozen here."""
    require_not_frozen(edition)
    if edition.phase not in OPEN:
        raise Refused("settings_closed", _("The vote is over: the settings stay as they were."))


def is_used(row: models.Model) -> bool:
    """Whether any other row, of this app or of one above, points to this one."""
    for relation in row._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is not None:
            rows = relation.related_model._base_manager
            if rows.filter(**{relation.field.name: row}).exists():
                return True
    return False


def _money(edition: Edition) -> Iterator[str]:
    if not edition.budget_cents:
        yield _("The budget is not set.")


def _voters(edition: Edition) -> Iterator[str]:
    if not edition.verification:
        yield _("It is not set how people show that they may vote.")
    yield from _texts(edition, EDITION, INFLUENCE, INFLUENCE)


def _calendar(edition: Edition) -> Iterator[str]:
    dates = {name: getattr(edition, name) for name in DATES}
    for name in NEEDED_DATES:
        if dates[name] is None:
            yield _("“%(what)s” has no date yet.") % {"what": MOMENT_NAMES[name]}
    for first, second in out_of_order(dates):
        names = {"first": MOMENT_NAMES[first], "second": MOMENT_NAMES[second]}
        yield _("“%(second)s” has to come after “%(first)s”.") % names


def _subjects(edition: Edition) -> Iterator[str]:
    themes = list(edition.themes.all())
    if not themes:
        yield _("There is no theme yet: a proposal needs one.")
    for theme in themes:
        yield from _texts(theme, THEME, ("name",), ("name",))
    for need in edition.needs.all():
        yield from _texts(need, NEED, ("title", "text"), ("title",))


def _texts(
    row: Translated, kind: Kind, names: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[str]:
    for name, language, state in row.unsettled(names, needed=needed):
        what = str(kind.texts[name])
        if kind is not EDITION:
            what = f"{kind.name} {in_language(row, row.TEXTS[0])} · {what}"
        yield str(SENTENCES[state, language]) % {"text": what}

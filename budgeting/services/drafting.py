"""A new edition: from a template, or as a copy of an earlier one; a draft, complete with dates.

Templates are the JSON files of `budgeting/edition_templates`: texts in Dutch, French and English,
themes, money, eligibility, ballot and rule, and a calendar in weeks and days from the first day
of the call.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from budgeting.calendar_rules import DATES, placed, shifted
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Need, Theme, User
from budgeting.services.recording import record

FOLDER = Path(__file__).resolve().parents[1] / "edition_templates"
TEXTS = ("intro", "influence", "decides_last", "out_of_scope")
PLAIN = (
    *("group_size", "min_age", "residence", "verification", "influence_level"),
    *("ballot_format", "rule", "shadow_rules", "publication", "paper_replaces_online"),
)
COPIED = (
    *PLAIN,
    *(f"{name}_{language}" for name in TEXTS for language in ("nl", "fr")),
    *("intro_en", "template", "currency", "grant_cap_cents", "investment_cap_cents"),
)

Template = Mapping[str, Any]


@dataclass(frozen=True)
class Beginning:
    """What an officer gives for a new edition; `first_day` is that of the call."""

    slug: str
    title_nl: str
    title_fr: str
    budget_cents: int
    first_day: date
    title_en: str = ""
    is_test: bool = False

    def columns(self) -> dict[str, Any]:
        names = ("slug", "title_nl", "title_fr", "title_en", "budget_cents", "is_test")
        return {name: getattr(self, name) for name in names}


@cache
def templates() -> dict[str, Template]:
    """Every template by its name, which is that of its file."""
    files = sorted(FOLDER.glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


def draft_from_template(
    council: Council,
    name: str,
    beginning: Beginning,
    *,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Edition:
    """A draft with everything that the template says; refuses `edition_exists`."""
    template = templates()[name]
    edition = Edition(
        council=council, template=name, **beginning.columns(), **_settings(template),
        **planned(template["calendar"], beginning.first_day),
    )  # fmt: skip
    themes = [
        Theme(code=code, **_languages("name", words)) for code, words in template["themes"].items()
    ]
    return _drafted(edition, themes, [], {"template": name}, by=by, clock=clock)


def draft_from_copy(
    earlier: Edition,
    beginning: Beginning,
    *,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Edition:
    """A draft with the settings, texts, themes and needs of an earlier edition of the council.

    The calendar moves along by whole days; proposals, votes, the number drawn for ties and what a
    rule says of single projects stay behind. What apps above keep of an edition they copy
    themselves (`COPIED_WITH`). Refuses `edition_exists`.
    """
    copied = {name: getattr(earlier, name) for name in COPIED}
    copied["rule"] = _without_projects(earlier.rule)
    copied["shadow_rules"] = [_without_projects(rule) for rule in earlier.shadow_rules]
    edition = Edition(
        council=earlier.council, copied_from=earlier, **beginning.columns(), **copied,
        **_moved(earlier, beginning.first_day),
        stale={name: entry for name, entry in earlier.stale.items() if name != "title"},
    )  # fmt: skip
    themes, needs = list(earlier.themes.all()), list(earlier.needs.all())
    for row in (*themes, *needs):
        row.pk, row._state.adding = None, True
    with transaction.atomic():
        _drafted(edition, themes, needs, {"copied_from": earlier.pk}, by=by, clock=clock)
        for path in settings.COPIED_WITH:
            import_string(path)(earlier, edition)
    return edition


def _without_projects(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule without its conflicts: they name projects of another list."""
    return {key: value for key, value in rule.items() if key != "conflicts"}


def _drafted(
    edition: Edition,
    themes: list[Theme],
    needs: list[Need],
    origin: dict[str, Any],
    *,
    by: User | None,
    clock: Clock,
) -> Edition:
    with transaction.atomic():
        _saved(edition)
        for theme in themes:
            theme.edition = edition
            theme.save(force_insert=True)
        for need in needs:
            need.edition = edition
            need.save(force_insert=True)
        record("edition_drafted", edition=edition, by=by, role="officer", data=origin, clock=clock)
    return edition


def _saved(edition: Edition) -> None:
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            "edition_exists", _("This council already has an edition with this address.")
        ) from None


def _settings(template: Template) -> dict[str, Any]:
    texts = {k: v for name in TEXTS for k, v in _languages(name, template[name]).items()}
    return {
        **{name: template[name] for name in PLAIN},
        **texts,
        "grant_cap_cents": _cents(template["grant_cap_eur"]),
        "investment_cap_cents": _cents(template["investment_cap_eur"]),
    }


def _languages(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in words.items()}


def _cents(euro: int | None) -> int | None:
    return None if euro is None else euro * 100


def planned(calendar: Mapping[str, Mapping[str, Any]], first: date) -> dict[str, Any]:
    """The dates of a template whose call starts on a day; those with an hour are moments."""
    zone = timezone.get_default_timezone()
    found: dict[str, Any] = {}
    for name, entry in calendar.items():
        days = 7 * entry.get("weeks", 0) + entry.get("days", 0)
        moment = placed(first, days, time.fromisoformat(entry.get("at", "00:00")), zone)
        found[name] = moment if "at" in entry else moment.date()
    return found


def _moved(earlier: Edition, first: date) -> dict[str, Any]:
    """The calendar of an earlier edition, so that its first date falls on a day."""
    zone = timezone.get_default_timezone()
    dates = {name: moment for name in DATES if (moment := getattr(earlier, name)) is not None}
    if not dates:
        return planned({"call_opens_at": {"at": "00:00"}}, first)
    start = next(iter(dates.values()))
    began = start.astimezone(zone).date() if isinstance(start, datetime) else start
    return {name: shifted(moment, (first - began).days, zone) for name, moment in dates.items()}

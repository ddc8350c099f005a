"""What was recorded with a line of the audit trail, in words as far as there are any."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from budgeting import dates
from budgeting.forms import (
    councils,
    draws,
    edition_calendar,
    edition_settings,
    links,
    meetings,
    quotas,
    seats,
    venues,
)
from budgeting.forms.versioned import VersionedForm
from budgeting.services.texts import COUNCIL, EDITION, LINK, MEETING, NEED, THEME, VENUE
from budgeting.wording import MOMENT_NAMES, PHASE_NAMES, RESULT_STATES, ROLE_NAMES
from proposals.forms.advising import AdviceForm
from proposals.forms.reviewing import ReviewForm
from proposals.services.texts import ADVICE, PROPOSAL
from proposals.wording import FOLLOW_UP_STATES, OUTCOMES, WAYS
from tallying.forms_ballot import BallotForm
from voting.models import CountKind, Way
from voting.wording_changes import LANGUAGES, what_of

KEYS: Mapping[str, str | Promise] = {
    "advice": gettext_lazy("advice no."),
    "announcement": gettext_lazy("fingerprint of the announcement"),
    "asked_by": gettext_lazy("asked for by"),
    "audit": gettext_lazy("check of the paper no."),
    "ballots": gettext_lazy("ballots"),
    "batch": gettext_lazy("batch of sheets"),
    "block": gettext_lazy("part of the settings"),
    "change": gettext_lazy("change no."),
    "channel": gettext_lazy("came in"),
    "copied_from": gettext_lazy("copied from edition no."),
    "count": pgettext_lazy("audit trail", "how many"),
    "day": pgettext_lazy("audit trail", "day"),
    "declaration": gettext_lazy("declaration no."),
    "differences": gettext_lazy("differences"),
    "digest": gettext_lazy("fingerprint"),
    "digests": gettext_lazy("fingerprints of the results"),
    "draw": gettext_lazy("draw no."),
    "ends_on": gettext_lazy("last day"),
    "envelopes": gettext_lazy("sealed votes"),
    "fields": gettext_lazy("what was changed"),
    "from": pgettext_lazy("audit trail", "it was"),
    "id": gettext_lazy("no. in the system"),
    "import": gettext_lazy("table no."),
    "input": gettext_lazy("fingerprint of the ballots"),
    "invitation": gettext_lazy("invitation no."),
    "kind": pgettext_lazy("audit trail", "kind"),
    "language": gettext_lazy("language"),
    "left_on": gettext_lazy("last day"),
    "mails": gettext_lazy("mails sent"),
    "membership": gettext_lazy("role no."),
    "number": gettext_lazy("proposal"),
    "on_slip": gettext_lazy("signed on paper"),
    "outcome": gettext_lazy("decision"),
    "pages": gettext_lazy("pages"),
    "pile": gettext_lazy("pile"),
    "piles": gettext_lazy("piles"),
    "position": gettext_lazy("place in the order"),
    "project": gettext_lazy("project"),
    "proposals": gettext_lazy("proposals"),
    "public_key": gettext_lazy("public key"),
    "result": gettext_lazy("fingerprint of the result"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "seat": gettext_lazy("seat no."),
    "seed": gettext_lazy("seed"),
    "sheets": gettext_lazy("sheets"),
    "state": gettext_lazy("state"),
    "still_right": gettext_lazy("found still right"),
    "template": gettext_lazy("template"),
    "texts": pgettext_lazy("audit trail", "texts"),
    "to": pgettext_lazy("audit trail", "it became"),
    "unreadable": gettext_lazy("unreadable"),
    "venue": gettext_lazy("place"),
    "version": gettext_lazy("version"),
    "via": gettext_lazy("came in"),
    "voters": gettext_lazy("voters"),
    "wrong": gettext_lazy("not as recorded"),
    "way": pgettext_lazy("audit trail", "where"),
}
VALUES: Mapping[str, Mapping[str, str | Promise]] = {
    "from": {**PHASE_NAMES, **RESULT_STATES},
    "to": {**PHASE_NAMES, **RESULT_STATES},
    "role": ROLE_NAMES,
    "outcome": OUTCOMES,
    "state": FOLLOW_UP_STATES,
    "via": WAYS,
    "language": LANGUAGES,
    "kind": {
        kind.code: kind.name
        for kind in (COUNCIL, EDITION, THEME, NEED, VENUE, MEETING, LINK, PROPOSAL, ADVICE)
    }
    | {kind.value: kind.label for kind in CountKind},
    "way": {way.value: way.label for way in Way},
}
# The forms whose fields a line names, by the beginning of its event.
FORMS: Mapping[str, tuple[type[VersionedForm], ...]] = {
    "advice": (AdviceForm,),
    "council": (councils.CouncilForm,),
    "draw": (draws.NewDrawForm, quotas.QuotasForm),
    "edition": (
        edition_settings.TextsForm,
        edition_settings.MoneyForm,
        edition_settings.VotersForm,
        edition_calendar.CalendarForm,
        BallotForm,
    ),
    "link": (links.LinkForm,),
    "meeting": (meetings.MeetingForm,),
    "proposal": (ReviewForm,),
    "seat": (seats.SeatForm,),
    "venue": (venues.VenueForm,),
}


def details_of(event: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, value) of all that was recorded; what has no words stays as it was recorded."""
    about = data.get("kind", "") if event == "texts_translated" else event
    return [(str(KEYS.get(name, name)), _shown(about, name, data[name])) for name in data]


def _shown(event: str, name: str, value: Any) -> str:
    if name in {"fields", "texts", "still_right"} and isinstance(value, list):
        return "; ".join(_field(event, str(one)) for one in value)
    if name == "asked_by":
        return _("Person") + " " + str(value).rpartition(":")[2]
    if name in {"day", "ends_on", "left_on"} and (day := _day(value)):
        return dates.written(day, "j F Y")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(VALUES.get(name, {}).get(str(value), "")) or written(value)


def _field(event: str, name: str) -> str:
    """A field as the form or the list of changes calls it."""
    if event.startswith("rules_change") and "." in name:
        return what_of(tuple(name.split(".")))
    if name in MOMENT_NAMES:
        return str(MOMENT_NAMES[name])
    if name.startswith("cap_"):
        return _("At most so much for a group of projects")
    name = {"cost_cents": "cost"}.get(name, name)
    known = FORMS.get(event.partition("_")[0], ())
    labels: Iterator[Any] = (form.base_fields[name].label for form in known
                             if name in form.base_fields)  # fmt: skip
    return str(next(labels, None) or name)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def written(value: Any) -> str:
    """A recorded value on one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {written(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(written(part) for part in value)
    return str(value)

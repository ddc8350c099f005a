"""The warnings of the desk in words, and the page where each one is mended."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgeting.dates import written
from budgeting.models import Council, Edition
from tallying.services.desk_alerts import Alert
from tallying.services.desk_dates import Due
from tallying.views.desk_words import address

# sentence, name of the address
ALERTS: dict[str, tuple[str | Promise, str]] = {
    "calendar_missing": (gettext_lazy("Dates are missing in the calendar"), "edition_calendar"),
    "calendar_past": (gettext_lazy("The calendar lies in the past"), "edition_calendar"),
    "register_empty": (
        gettext_lazy("Nobody can vote yet: no register is loaded and no codes are made"),
        "opening",
    ),
    "no_trustees": (gettext_lazy("The ballot box has no key yet"), "opening"),
    "server_key": (gettext_lazy("The key of the ballot box is with the server"), "opening"),
    "texts_differ": (
        gettext_lazy("Dutch and French do not say the same on the public page"),
        "texts_desk",
    ),
    "import_faulty": ("", "imports_desk"),
    "role_ends": ("", "people_desk"),
}
# The part of a page that is about the warning.
PARTS = {"register_empty": "#codes"}


@dataclass(frozen=True)
class ShownAlert:
    """A warning in words; `href` is empty where this site has no page for it."""

    code: str
    text: str
    href: str


def shown_alert(alert: Alert, of: Edition | Council) -> ShownAlert:
    """A warning of an edition, or of a council as a whole."""
    name = ALERTS[alert.code][1]
    if isinstance(of, Edition):
        href = address(name, of) + PARTS.get(alert.code, "")
        return ShownAlert(alert.code, alert_text(alert), href)
    try:
        href = reverse(name, args=[of.slug])
    except NoReverseMatch:
        href = ""
    return ShownAlert(alert.code, alert_text(alert), href)


def alert_text(alert: Alert) -> str:
    """The sentence of a warning."""
    if alert.code == "import_faulty":
        sentence = ngettext(
            "A table that was handed in has mistakes",
            "%(count)d tables that were handed in have mistakes",
            alert.count,
        )
        return sentence % {"count": alert.count}
    if alert.code == "role_ends" and alert.on:
        return _("The role of an officer ends on %(day)s") % {"day": written(alert.on, "j F")}
    return str(ALERTS[alert.code][0])


def days_left(due: Due) -> str:
    """How far a date is: "today", "in 3 days", "2 days late"."""
    if due.overdue and due.since:
        late = ngettext("%(count)d day late", "%(count)d days late", due.since)
        return late % {"count": due.since}
    if due.days <= 0:
        return _("today")
    if due.days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", due.days) % {"count": due.days}

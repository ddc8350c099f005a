"""`{% load reminding %}`: dates and warnings of the desk in words, for its mails."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.models import Council, Edition
from budgeting.wording import MOMENT_NAMES
from tallying.services.desk_alerts import Alert
from tallying.services.desk_dates import Due
from tallying.views.alert_words import alert_text, days_left, shown_alert

register = template.Library()
register.filter(alert_text)
register.filter(days_left)

ANNOUNCEMENTS: dict[str, str | Promise] = {
    "call_opens_at": _("The call for proposals opens today"),
    "call_closes_at": _("The call for proposals closes today"),
    "opens_at": _("The vote opens today"),
    "closes_at": _("The vote closes today"),
}


@register.filter
def moment_name(due: Due) -> str | Promise:
    """`{{ line.due|moment_name }}`: what happens on a date."""
    return MOMENT_NAMES[due.name]


@register.filter
def announcement(what: str) -> str | Promise:
    """`{{ what|announcement }}`: the sentence for a field of the calendar."""
    return ANNOUNCEMENTS[what]


@register.simple_tag
def alert_url(alert: Alert, of: Edition | Council) -> str:
    """`{% alert_url alert line.edition as address %}`: where a warning is mended, or ""."""
    return shown_alert(alert, of).href

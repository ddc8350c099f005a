"""The calendar of an edition: each date beside its neighbours, and each mistake beside its date."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.calendar_rules import DATES, DAYS, Clash, clashes, is_fixed, refusals
from budgeting.dates import written
from budgeting.forms.edition_settings import SettingsForm
from budgeting.forms.fields import DayField, MomentField
from budgeting.models import Edition
from budgeting.wording import MOMENT_NAMES

CLASHES = {
    "early": _("%(this)s is too early: “%(name)s” is on %(other)s, and comes first."),
    "late": _("%(this)s is too late: “%(name)s” is on %(other)s, and comes after it."),
}
REFUSALS = {
    "fixed": _("This is past and stays as it is."),
    "into_the_past": _("Choose a moment that is still to come."),
    "shortened": _(
        "Residents were told that they have until %(old)s. The call can be made longer, not "
        "shorter."
    ),
    "taken_away": _("This date is public: choose another one, it cannot be left out."),
}
FIXED = _("This is past and stays as it is.")


class CalendarForm(SettingsForm):
    """All dates of an edition; once it is public, only those that are still to come change."""

    ROWS = (DATES[0:2], DATES[2:3], DATES[3:5], DATES[5:6], DATES[6:8], DATES[8:9])

    class Meta:
        model = Edition
        fields = DATES
        labels = {name: MOMENT_NAMES[name] for name in DATES}
        field_classes = {name: DayField if name in DAYS else MomentField for name in DATES}

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, timezone.get_default_timezone()
        self.before = {name: getattr(self.instance, name) for name in DATES}
        self.fixed = {name for name in DATES if self._is_fixed(name)}
        for name in self.fixed:
            self.fields[name].disabled = True
            self.fields[name].help_text = FIXED

    def _is_fixed(self, name: str) -> bool:
        phase, moment = self.instance.phase, self.before[name]
        return is_fixed(name, moment, phase=phase, now=self.now, zone=self.zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.has_error(NON_FIELD_ERRORS, "changed_meanwhile"):
            return data  # the dates that were sent are checked beside those of the other person
        # What is past comes back from the row, not from the page: a page knows no microseconds.
        data |= {name: self.before[name] for name in self.fixed}
        after = {name: data.get(name) for name in DATES}
        phase = self.instance.phase
        for name, why in refusals(self.before, after, phase=phase, now=self.now, zone=self.zone):
            old = self.before[name]
            words = {"old": _moment(old) if old else ""}
            self._mistake(name, REFUSALS[why] % words, why)
        changed = {name for name in DATES if after[name] != self.before[name]}
        for clash in clashes(after, changed=changed, fixed=self.fixed):
            self._mistake(clash.field, _sentence(clash, after), "out_of_order")
        return data

    def _mistake(self, name: str, sentence: Any, code: str) -> None:
        """One mistake a date is enough."""
        if name not in self.errors:
            self.add_error(name, forms.ValidationError(str(sentence), code))


def _sentence(clash: Clash, dates: dict[str, date | datetime | None]) -> str:
    this, other = dates[clash.field], dates[clash.other]
    assert this is not None
    assert other is not None
    name = MOMENT_NAMES[clash.other]
    return str(CLASHES[clash.too] % {"this": _moment(this), "name": name, "other": _moment(other)})


def _moment(moment: date | datetime) -> str:
    return written(moment, "j F Y, H:i" if isinstance(moment, datetime) else "j F Y")

"""Fields that several forms share: texts on one line, amounts, moments by the clock of Brussels."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.calendar_rules import YEARS, clock_change
from budgeting.dates import written
from budgeting.languages import active_language
from budgeting.lines import one_line
from budgeting.money import NoAmount, read_money, write_amount
from budgeting.table_words import CALENDAR

Day = TypeVar("Day", datetime | None, date | None)


class LineField(forms.CharField):
    """A text on one line. A form on a row needs it not: its fields see to that themselves."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class MoneyField(forms.Field):
    """An amount in euro as people write it; its value is whole cents, None when left open."""

    MISTAKES: Mapping[str, str | Promise] = {
        "unreadable": _("Write only an amount, for example 12500."),
        "zero": _("Write an amount above zero."),
        "too_high": _("This amount is too high. Please check the zeros."),
    }

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "12", "maxlength": 30}
        super().__init__(widget=forms.TextInput(attributes), **options)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_money(text[:40])
        except NoAmount as error:
            raise forms.ValidationError(
                str(self.MISTAKES[error.code]), f"cost_{error.code}"
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return write_amount(value, active_language()) if isinstance(value, int) else value


class MomentInput(forms.DateTimeInput):
    """A day and an hour; seconds show only where there are any."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%dT%H:%M" + (":%S" if value.second else ""))
        return value


class MomentField(forms.DateTimeField):
    """A moment by the clock of Brussels; an hour that summer time skips or repeats is refused."""

    widget = MomentInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": _("Choose a day and an hour.")})
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return _within_years(super().to_python(value))
        except forms.ValidationError as error:
            typed = (error.params or {}).get("datetime")
            if not isinstance(typed, datetime):
                raise
            change = clock_change(typed, timezone.get_default_timezone())
            day = {"day": written(typed, "j F Y")}
            raise forms.ValidationError(CALENDAR[change], change, day) from error


class DayField(forms.DateField):
    """A whole day, chosen in the browser's own calendar."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": _("Choose a day.")})
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        return _within_years(super().to_python(value))


def _within_years(moment: Day) -> Day:
    """A typing mistake in the year is told before a calendar has to work with it."""
    if moment is not None and moment.year not in YEARS:
        years = {"first": YEARS[0], "last": YEARS[-1]}
        raise forms.ValidationError(CALENDAR["year"], "year", years)
    return moment


def multiline(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})

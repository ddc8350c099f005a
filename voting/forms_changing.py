"""Asking for a change of the frozen rules: a form for each sort of change, with a public reason."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import (
    DayField,
    LineField,
    MomentField,
    MomentInput,
    MoneyField,
    multiline,
)
from budgeting.models import Edition
from budgeting.services.texts import EDITION
from budgeting.wording import MOMENT_NAMES
from proposals.models import BallotProject
from proposals.services.texts import PROPOSAL
from voting.changes import DAYS, EDITION_TEXTS, LANGUAGES, PROJECT_TEXTS, Path

LONG = {"intro", "influence", "out_of_scope", "summary"}


class ChangeForm(forms.Form):
    """Values as they stand, to be written over, and why. `paths` say where each one belongs in
    the frozen document; what was left as it is, is no part of the change."""

    reason_nl = forms.CharField(label=_("Reason in Dutch"), widget=multiline(3), max_length=2000)
    reason_fr = forms.CharField(label=_("Reason in French"), widget=multiline(3), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths: dict[str, Path] = {}

    def put(self, name: str, field: forms.Field, path: Path, value: Any) -> None:
        self.fields[name] = field
        self.initial[name] = value
        self.paths[name] = path

    def changes(self) -> dict[str, Any]:
        """What was changed, in the shape of the frozen document."""
        found: dict[str, Any] = {}
        for name, path in self.paths.items():
            if name in self.changed_data:
                part = found
                for key in path[:-1]:
                    part = part.setdefault(key, {})
                part[path[-1]] = _written(self.cleaned_data[name])
        return found

    def pairs(self) -> list[list[forms.BoundField]]:
        """The fields of the change, both languages of a text beside each other."""
        rows: dict[Path, list[forms.BoundField]] = {}
        for name, path in self.paths.items():
            rows.setdefault(path[:-1] if path[-1] in LANGUAGES else path, []).append(self[name])
        return list(rows.values())


def _written(value: Any) -> Any:
    """As the frozen document writes it: moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class MinuteInput(MomentInput):
    def format_value(self, value: Any) -> Any:
        return super().format_value(_minute(value))


class AnnouncedMoment(MomentField):
    """Shown to the minute: a vote that closes at 23:59:59 is no change when it stays 23:59."""

    widget = MinuteInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(_minute(initial), data)


def _minute(value: Any) -> Any:
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


class CalendarChange(ChangeForm):
    """The dates that may still be moved."""

    def __init__(self, *args: Any, edition: Edition, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            made = DayField if name in DAYS else AnnouncedMoment
            known = getattr(edition, name)
            # A date that was announced can be moved, not taken away.
            field = made(label=MOMENT_NAMES[name], required=known is not None)
            self.put(name, field, ("calendar", name), known)


class BudgetChange(ChangeForm):
    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = MoneyField(label=_("Budget in euro"))
        self.put("budget_cents", field, ("budget_cents",), edition.budget_cents)


class TextsChange(ChangeForm):
    """The texts of the edition that were fixed."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EDITION_TEXTS:
            for language in LANGUAGES:
                column = f"{name}_{language}"
                field = _text_field(edition, column, EDITION.texts[name])
                self.put(column, field, ("texts", name, language), getattr(edition, column))


class ProjectChange(ChangeForm):
    """Texts of a project and, but for a knapsack, its cost."""

    def __init__(self, *args: Any, project: BallotProject, with_cost: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PROJECT_TEXTS:
            for language in LANGUAGES:
                column = f"{name}_{language}"
                field = _text_field(project, column, PROPOSAL.texts[name])
                here = ("projects", project.code, name, language)
                self.put(column, field, here, getattr(project, column))
        if with_cost:
            cost = MoneyField(label=_("Cost in euro"))
            path = ("projects", project.code, "cost_cents")
            self.put("cost_cents", cost, path, project.cost_cents)


def _text_field(row: Edition | BallotProject, column: str, label: Any) -> forms.CharField:
    name, language = column.rsplit("_", 1)
    longest = getattr(row._meta.get_field(column), "max_length", None)
    in_language = _("%(what)s in Dutch") if language == "nl" else _("%(what)s in French")
    field = forms.CharField if name in LONG else LineField
    return field(
        label=in_language % {"what": label},
        max_length=longest,
        widget=multiline(4) if name in LONG else forms.TextInput,
    )

"""What an officer fills in for a new edition: where it comes from, its name, money, first day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.dates import written
from budgeting.forms.fields import DayField, LineField, MoneyField
from budgeting.languages import in_language
from budgeting.models import Council, Edition, User
from budgeting.models.edition import not_reserved
from budgeting.services.drafting import (
    Beginning,
    draft_from_copy,
    draft_from_template,
    templates,
)
from budgeting.services.proposing import Proposed, proposed_copy, proposed_from_template

TEMPLATE, COPY = "template", "copy"
AS_PROPOSED = _("Left empty: as written beside your choice above.")


class DraftForm(forms.Form):
    """A draft edition of a council from one page; each source proposes what is left empty."""

    source = forms.ChoiceField(
        label=_("Start from"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a template or an earlier edition.")},
    )
    title_nl = LineField(
        label=_("Title in Dutch"), max_length=160, required=False, help_text=AS_PROPOSED
    )
    title_fr = LineField(
        label=_("Title in French"), max_length=160, required=False, help_text=AS_PROPOSED
    )
    slug = forms.SlugField(
        label=_("Last part of the address"),
        help_text=_("Mostly the year of the vote. Left empty: as written beside your choice."),
        validators=[not_reserved],
        required=False,
    )
    budget = MoneyField(label=_("Budget in euro"))
    first_day = DayField(
        label=_("First day of the call"),
        help_text=_(
            "Left empty: as written beside your choice. All other dates follow from it; you can "
            "change each of them afterwards."
        ),
        required=False,
    )
    is_test = forms.BooleanField(label=_("This is an exercise, not a real vote"), required=False)

    def __init__(self, *args: Any, council: Council, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.today = council, today
        self.earlier = {edition.slug: edition for edition in council.editions.order_by("-id")}
        taken = frozenset(self.earlier)
        self.proposals: dict[str, Proposed] = {
            f"{TEMPLATE}:{name}": proposed_from_template(name, council, taken, today)
            for name in templates()
        } | {
            f"{COPY}:{slug}": proposed_copy(edition, taken, today)
            for slug, edition in self.earlier.items()
        }
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = self._sources()
        last = next(iter(self.earlier.values()), None)
        first = {"source": next(iter(self.proposals)), "is_test": council.fictional}
        self.initial = {**first, "budget": last.budget_cents if last else None, **self.initial}

    def _sources(self) -> list[tuple[str, SafeString]]:
        texts = {
            f"{TEMPLATE}:{name}": (in_language(each, "name"), in_language(each, "about"))
            for name, each in templates().items()
        }
        follows = _("With its settings, texts, themes and needs; without its proposals and votes.")
        texts |= {
            f"{COPY}:{slug}": (
                _("Copy of “%(title)s”") % {"title": in_language(each, "title")},
                str(follows),
            )
            for slug, each in self.earlier.items()
        }
        pattern = '<span><strong>{}</strong><br><span class="soft small">{}<br>{}</span></span>'
        return [
            (code, format_html(pattern, name, about, self._proposes(code)))
            for code, (name, about) in texts.items()
        ]

    def _proposes(self, source: str) -> str:
        """What comes of a source when the fields below are left empty."""
        proposed = self.proposals[source]
        return _("Becomes “%(title)s”, address %(slug)s, call from %(day)s.") % {
            "title": in_language(proposed, "title"),
            "slug": proposed.slug,
            "day": written(proposed.first_day, "j F Y"),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        proposed = self.proposals.get(data.get("source", ""))
        empty = [name for name in ("title_nl", "title_fr") if data.get(name) == ""]
        if len(empty) == 1:
            self.add_error(empty[0], _("Write the title in both languages, or in none."))
        elif proposed:
            data["title_en"] = proposed.title_en if empty else ""
            for name in ("title_nl", "title_fr", "slug", "first_day"):
                if name in data and not data[name]:
                    data[name] = getattr(proposed, name)
        return data

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in self.earlier:
            raise forms.ValidationError(
                _("This council already has an edition with this address."), "edition_exists"
            )
        return slug

    def clean_first_day(self) -> date | None:
        day: date | None = self.cleaned_data["first_day"]
        if day and day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."), "not_ahead")
        return day

    def draft(self, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Edition:
        """The draft that was asked for; the form is valid."""
        kind, _mark, name = self.cleaned_data["source"].partition(":")
        if kind == COPY:
            return draft_from_copy(self.earlier[name], self._beginning(), by=by, clock=clock)
        return draft_from_template(self.council, name, self._beginning(), by=by, clock=clock)

    def _beginning(self) -> Beginning:
        data = self.cleaned_data
        return Beginning(
            slug=data["slug"],
            title_nl=data["title_nl"],
            title_fr=data["title_fr"],
            title_en=data["title_en"],
            budget_cents=data["budget"],
            first_day=data["first_day"],
            is_test=data["is_test"],
        )

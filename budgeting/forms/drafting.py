"""What an officer fills in for a new edition: where it comes from, its name, money, first day."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.forms.fields import DayField, MoneyField
from budgeting.languages import in_language
from budgeting.models import Council, Edition, User
from budgeting.models.edition import not_reserved
from budgeting.services.drafting import (
    Beginning,
    draft_from_copy,
    draft_from_template,
    templates,
)

TEMPLATE, COPY = "template", "copy"
FOUR_WEEKS = timedelta(weeks=4)


class DraftForm(forms.Form):
    """A draft edition of a council from one page; what can be proposed is filled in already."""

    source = forms.ChoiceField(
        label=_("Start from"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a template or an earlier edition.")},
    )
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=160)
    title_fr = forms.CharField(label=_("Title in French"), max_length=160)
    slug = forms.SlugField(
        label=_("Last part of the address"),
        help_text=_("Mostly the year. Small letters, digits and hyphens."),
        validators=[not_reserved],
    )
    budget = MoneyField(label=_("Budget in euro"))
    first_day = DayField(
        label=_("First day of the call"),
        help_text=_("All other dates follow from it; you can change each of them afterwards."),
    )
    is_test = forms.BooleanField(label=_("This is an exercise, not a real vote"), required=False)

    def __init__(self, *args: Any, council: Council, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.today = council, today
        self.earlier = {edition.slug: edition for edition in council.editions.order_by("-id")}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = self._sources()
        self.year = free_year(council, today)
        self.initial = {**proposal(council, self.year, today), **self.initial}

    def _sources(self) -> list[tuple[str, SafeString]]:
        texts = [
            (f"{TEMPLATE}:{name}", in_language(each, "name"), in_language(each, "about"))
            for name, each in templates().items()
        ]
        follows = _("With its settings, texts, themes and needs; without its proposals and votes.")
        texts += [
            (f"{COPY}:{slug}", _("Copy of “%(title)s”") % {"title": in_language(each, "title")},
             str(follows))
            for slug, each in self.earlier.items()
        ]  # fmt: skip
        pattern = '<span><strong>{}</strong><br><span class="soft small">{}</span></span>'
        return [(code, format_html(pattern, name, about)) for code, name, about in texts]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in self.earlier:
            raise forms.ValidationError(
                _("This council already has an edition with this address."), "edition_exists"
            )
        return slug

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."), "not_ahead")
        return day

    def draft(self, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Edition:
        """The draft that was asked for; the form is valid."""
        kind, _mark, name = self.cleaned_data["source"].partition(":")
        if kind == COPY:
            return draft_from_copy(self.earlier[name], self._beginning(), by=by, clock=clock)
        english = self._title_en(name)
        beginning = self._beginning(title_en=english)
        return draft_from_template(self.council, name, beginning, by=by, clock=clock)

    def _beginning(self, title_en: str = "") -> Beginning:
        data = self.cleaned_data
        return Beginning(
            slug=data["slug"],
            title_nl=data["title_nl"],
            title_fr=data["title_fr"],
            title_en=title_en,
            budget_cents=data["budget"],
            first_day=data["first_day"],
            is_test=data["is_test"],
        )

    def _title_en(self, name: str) -> str:
        """The English title of a template, if both others are still as proposed."""
        if {"title_nl", "title_fr"} & set(self.changed_data):
            return ""
        return titles(name, self.council, self.year)["title_en"]


def free_year(council: Council, today: date) -> int:
    """The first year from now on that is not the address of an edition, with or without more."""
    taken = {
        int(year[0])
        for slug in council.editions.values_list("slug", flat=True)
        if (year := re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", slug))
    }
    latest = max(taken, default=0)
    return latest + 1 if latest >= (today + FOUR_WEEKS).year else (today + FOUR_WEEKS).year


def proposal(council: Council, year: int, today: date) -> dict[str, Any]:
    """What the page shows before anything is typed: the last budget, a Monday in four weeks."""
    last = council.editions.order_by("-id").first()
    monday = today + FOUR_WEEKS
    monday += timedelta(days=-monday.weekday() % 7)
    words = titles(next(iter(templates())), council, year)
    return {
        "source": f"{TEMPLATE}:{next(iter(templates()))}",
        "title_nl": words["title_nl"],
        "title_fr": words["title_fr"],
        "slug": str(year),
        "budget": last.budget_cents if last else None,
        "first_day": monday,
        "is_test": council.fictional,
    }


def titles(template: str, council: Council, year: int) -> dict[str, str]:
    """`title_nl`, `title_fr` and `title_en` as a template proposes them."""
    place = council.area or council
    return {
        f"title_{language}": pattern.format(area=in_language(place, "name", language), year=year)
        for language, pattern in templates()[template]["title"].items()
    }

"""What an officer fills in about a draw: the list, what is asked, the source of the seed."""

import unicodedata
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from budgeting.forms.fields import DayField, LineField, MomentField
from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council, SortitionDraw
from budgeting.services.drawing_lots import put_candidates
from budgeting.sortition import (
    LEXIMIN,
    RANDOM_PRIORITY,
    ListRefused,
    read_candidates,
    values_of,
)
from budgeting.sortition_words import fault_in_words

MOST_BYTES = 5 << 20  # it is read while the officer waits
SHOWN_FAULTS = 500
MOST_VALUES = 40  # more different values in a column are no categories
MOST_SEATS = 500
ALGORITHM_NAMES = {
    RANDOM_PRIORITY: _("Random priority: an order by lot, whoever still fits takes a seat"),
    LEXIMIN: _("LEXIMIN: the smallest chance is as large as possible"),
}


class DrawForm(VersionedForm):
    """What is asked of a draw, but for the list and the quotas."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    substitutes = forms.IntegerField(
        label=_("Substitutes"),
        help_text=_("They are drawn after the seats, so that every category has a replacement."),
        min_value=0,
        max_value=MOST_SEATS,
    )
    algorithm = forms.ChoiceField(
        label=_("How is it drawn?"), choices=list(ALGORITHM_NAMES.items()), widget=forms.RadioSelect
    )
    seed_known_at = MomentField(
        label=_("From when is the seed known?"),
        help_text=_(
            "At least 24 hours after the draw is announced: nobody may be able to choose it."
        ),
    )

    instance: SortitionDraw

    class Meta:
        model = SortitionDraw
        fields: ClassVar = (
            *("seats", "substitutes", "algorithm"),
            *("seed_source_nl", "seed_source_fr", "seed_known_at"),
        )
        labels: ClassVar = {
            "seed_source_nl": _("Source of the seed, in Dutch"),
            "seed_source_fr": _("Source of the seed, in French"),
        }
        help_texts: ClassVar = {
            "seed_source_nl": _("What anybody can look up later and nobody can know now, such as "
                                "the numbers of the Lotto on a given day."),
        }  # fmt: skip


class NewDrawForm(DrawForm):
    """A draw with its list. Of the file only the ids and the named columns are kept."""

    table = forms.FileField(
        label=_("List of candidates"),
        help_text=_("CSV with a column “id”, without names or addresses if you can. At most 5 MB."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    columns = forms.CharField(
        label=_("Columns for the quotas"),
        help_text=_("As the first row calls them, with commas between them: age, sex, area. "
                    "Nothing else of the list is kept."),
        max_length=400,
    )  # fmt: skip
    field_order = ("table", "columns", *DrawForm.Meta.fields)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.council = council
        self.faults: list[tuple[int, str, str]] = []
        noon = timezone.localtime().replace(hour=12, minute=0, second=0)
        self.initial.update(
            seats=council.drawn_members,
            substitutes=council.drawn_members // 2,
            algorithm=RANDOM_PRIORITY,
            seed_known_at=noon + timedelta(days=14),
        )

    def clean_columns(self) -> list[str]:
        parts = unicodedata.normalize("NFC", self.cleaned_data["columns"]).split(",")
        names = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if not names or "id" in [name.casefold() for name in names] or len(names) > 8:
            raise forms.ValidationError(_("Name 1 to 8 columns, other than “id”."), "columns")
        return names

    def clean_table(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["table"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB."), "too_large")
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("table") and data.get("columns"):
            self._read(data["table"].read(), data["columns"])
        return data

    def _read(self, content: bytes, columns: list[str]) -> None:
        try:
            candidates = read_candidates(content, columns)
        except ListRefused as error:
            shown = error.faults[: SHOWN_FAULTS + 1]
            self.faults = [(each.row, each.column, fault_in_words(each)) for each in shown]
            sentence = ngettext_lazy(
                "There is %(count)s mistake in the list; you find it below.",
                "There are %(count)s mistakes in the list; you find them below.", "count",
            )  # fmt: skip
            self.add_error("table", str(sentence % {"count": len(error.faults)}))
            return
        for column, values in values_of(candidates).items():
            if len(values) > MOST_VALUES:
                text = _("“%(column)s” has %(count)s different values: too many for quotas.")
                self.add_error("columns", str(text % {"column": column, "count": len(values)}))
        put_candidates(self.instance, candidates)

    def store(self) -> bool:
        self.instance.quotas = {
            column: {
                value: list(_share(self.instance.seats, count, self.instance.candidate_count))
                for value, count in values.items()
            }
            for column, values in values_of(self.instance.candidates).items()
        }
        return super().store()


def _share(seats: int, count: int, total: int) -> tuple[int, int]:
    """The seats that a value has by its part of the list, rounded down and up."""
    return seats * count // total, -(-seats * count // total)


class SeedForm(forms.Form):
    """The seed, as its source gave it."""

    seed = LineField(
        label=_("Seed"),
        help_text=_(
            "Exactly as the source gives it. It is public, and so is what follows from it."
        ),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the seed.")},
    )


class TermForm(forms.Form):
    """From when to when those who were drawn sit in the council."""

    starts_on = DayField(label=_("The term starts on"))
    ends_on = DayField(label=_("The term ends on"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The term ends after it starts."))
        return data

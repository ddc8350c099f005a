"""Themes and needs of an edition on one page: change, add, and remove what no proposal uses."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import multiline
from budgeting.languages import in_language
from budgeting.models import Edition, Need, Theme, Translated
from budgeting.services.edition_settings import is_used

ADDED = 2
BOTH = _("Write it in Dutch and in French.")


class _SubjectForm(forms.ModelForm):
    """A row of an edition with a code that nobody has to think of."""

    title_of = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used = self.instance.pk is not None and is_used(self.instance)
        for name, field in self.fields.items():
            field.widget.attrs["lang"] = name.rpartition("_")[2]
            field.error_messages["required"] = BOTH


class ThemeForm(_SubjectForm):
    class Meta:
        model = Theme
        fields = ("name_nl", "name_fr", "name_en")
        labels = {
            "name_nl": _("Name in Dutch"),
            "name_fr": _("Name in French"),
            "name_en": _("Name in English"),
        }


class NeedForm(_SubjectForm):
    title_of = "title"

    class Meta:
        model = Need
        fields = ("title_nl", "title_fr", "text_nl", "text_fr")
        labels = {
            "title_nl": _("The need in Dutch"),
            "title_fr": _("The need in French"),
            "text_nl": _("Explanation in Dutch"),
            "text_fr": _("Explanation in French"),
        }
        widgets = {"text_nl": multiline(2), "text_fr": multiline(2)}


# Typed for the checker only: at run time this class of Django takes no parameter.
if TYPE_CHECKING:
    Rows = forms.BaseInlineFormSet[Any, Edition, Any]
else:
    Rows = forms.BaseInlineFormSet


class SubjectRows(Rows):
    """Rows of which those in use stay. A row that is removed tells no mistakes of its own."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.used:
                name = in_language(form.instance, form.title_of)
                sentence = _("A proposal uses “%(name)s”: it can be renamed, not removed.")
                raise forms.ValidationError(sentence, "in_use", {"name": name})


LIST: dict[str, Any] = {
    "extra": ADDED,
    "max_num": 40,
    "validate_max": True,
    "can_delete_extra": False,
}
ThemeRows = forms.inlineformset_factory(Edition, Theme, form=ThemeForm, formset=SubjectRows, **LIST)
NeedRows = forms.inlineformset_factory(Edition, Need, form=NeedForm, formset=SubjectRows, **LIST)


class SubjectsForm:
    """Both lists as one form: it is valid, tells its mistakes and is stored as a whole."""

    def __init__(self, data: QueryDict | None = None, *, instance: Edition) -> None:
        self.themes = ThemeRows(data, instance=instance, prefix="themes")
        self.needs = NeedRows(data, instance=instance, prefix="needs")

    @property
    def lists(self) -> tuple[Any, Any]:
        return self.themes, self.needs

    def is_valid(self) -> bool:
        themes, needs = (rows.is_valid() for rows in self.lists)
        return bool(themes and needs)

    @property
    def errors(self) -> list[Any]:
        return [each for rows in self.lists for each in rows.errors if each]

    @property
    def changed_data(self) -> list[str]:
        return [name for name in ("themes", "needs") if getattr(self, name).has_changed()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return chain.from_iterable(chain.from_iterable(self.lists))

    def non_field_errors(self) -> list[str]:
        """What concerns a whole row or list."""
        of_rows = [e for rows in self.lists for form in rows for e in form.non_field_errors()]
        return [*of_rows, *(e for rows in self.lists for e in rows.non_form_errors())]

    def store(self) -> bool:
        for rows, name in zip(self.lists, ("name_nl", "title_nl"), strict=True):
            taken = {each.code for each in rows.queryset}
            kept = rows.save(commit=False)
            for gone in rows.deleted_objects:
                gone.delete()
            for each in kept:
                each.code = each.code or _code(each, name, taken)
                each.save()
        return True


def _code(row: Translated, name: str, taken: set[str]) -> str:
    """A code from the Dutch name that no other row of the edition has."""
    stem = slugify(getattr(row, name))[:40] or "x"
    tries = chain([stem], (f"{stem}-{number}" for number in range(2, 1000)))
    code = next(each for each in tries if each not in taken)
    taken.add(code)
    return code

"""Themes and needs of an edition on one page: change, add, and remove what no proposal uses."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from budgeting.digests import digest_of
from budgeting.forms.fields import multiline
from budgeting.forms.subject_rows import SubjectRows
from budgeting.forms.versioned import MEANWHILE
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
            field.show_hidden_initial = True


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


LIST: dict[str, Any] = {
    "extra": ADDED,
    "max_num": 40,
    "absolute_max": 60,
    "validate_max": True,
    "can_delete_extra": False,
}
ThemeRows = forms.inlineformset_factory(Edition, Theme, form=ThemeForm, formset=SubjectRows, **LIST)
NeedRows = forms.inlineformset_factory(Edition, Need, form=NeedForm, formset=SubjectRows, **LIST)


class SeenForm(forms.Form):
    """The digest of both lists as the page showed them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class SubjectsForm:
    """Both lists as one form: it is valid, tells its mistakes and is stored as a whole.

    When somebody else changed a list since the page was made, nothing is stored and the page
    comes back with the work of both.
    """

    def __init__(self, data: QueryDict | None = None, *, instance: Edition) -> None:
        self.instance = instance
        self.themes = ThemeRows(data, instance=instance, prefix="themes")
        self.needs = NeedRows(data, instance=instance, prefix="needs")
        self.seen = SeenForm(data, initial={"seen": lists_digest(instance)})["seen"]
        self.meanwhile = False

    @property
    def lists(self) -> tuple[Any, Any]:
        return self.themes, self.needs

    def is_valid(self) -> bool:
        if self._is_met():
            return False
        themes, needs = (rows.is_valid() for rows in self.lists)
        return bool(themes and needs)

    def _is_met(self) -> bool:
        """Whether the lists are no longer those of the page; then the page holds them by now."""
        now = lists_digest(self.instance)
        if self.seen.data == now:
            return False
        self.themes, self.needs = (rows.met() for rows in self.lists)
        self.seen = SeenForm({"seen": now})["seen"]
        self.meanwhile = True
        return True

    @property
    def errors(self) -> list[Any]:
        return [each for rows in self.lists for each in rows.errors if each]

    @property
    def changed_data(self) -> list[str]:
        return [name for name in ("themes", "needs") if getattr(self, name).has_changed()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return chain([self.seen], chain.from_iterable(chain.from_iterable(self.lists)))

    def non_field_errors(self) -> list[str]:
        """What concerns a whole row or list."""
        told = [str(MEANWHILE)] if self.meanwhile else []
        of_rows = [e for rows in self.lists for form in rows for e in form.non_field_errors()]
        return [*told, *of_rows, *(e for rows in self.lists for e in rows.non_form_errors())]

    def store(self) -> bool:
        """Write both lists, inside the lock of the edition; False when somebody was quicker."""
        if self._is_met():
            return False
        for rows, name in zip(self.lists, ("name_nl", "title_nl"), strict=True):
            taken = {each.code for each in rows.queryset}
            kept = rows.save(commit=False)
            for gone in rows.deleted_objects:
                gone.delete()
            for each in kept:
                each.code = each.code or _code(each, name, taken)
                each.save()
        return True


def lists_digest(edition: Edition) -> str:
    """What tells whether somebody changed a theme or a need since they were seen."""
    rows = (
        edition.themes.order_by("pk").values_list("pk", *ThemeForm.Meta.fields),
        edition.needs.order_by("pk").values_list("pk", *NeedForm.Meta.fields),
    )
    return digest_of([[list(row) for row in each] for each in rows])


def _code(row: Translated, name: str, taken: set[str]) -> str:
    """A code from the Dutch name that no other row of the edition has."""
    stem = slugify(getattr(row, name))[:40] or "x"
    tries = chain([stem], (f"{stem}-{number}" for number in range(2, 1000)))
    code = next(each for each in tries if each not in taken)
    taken.add(code)
    return code

"""Handing in a table: what it is about, and the file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Council, Edition
from budgeting.services.tables.flow import MAX_BYTES
from budgeting.services.tables.kinds import kinds

TOO_LARGE = _("This file is larger than 20 MB. Send it in parts.")


class TableForm(forms.Form):
    """`cleaned_data["kind"]` is (name of the kind, edition or None)."""

    kind = forms.ChoiceField(
        label=_("What is in the table?"),
        error_messages={
            "required": _("Choose what is in the table."),
            "invalid_choice": _("Choose what is in the table."),
        },
    )
    table = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV as any spreadsheet saves it, or JSON. At most 20 MB and 200,000 rows. Nothing is "
            "added before you have seen what was found."
        ),
        max_length=400,
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.json,text/csv,application/json"}),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editions = {one.slug: one for one in council.editions.select_related("council")}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose …")), *self._groups(council)]

    def _groups(self, council: Council) -> list[tuple[Any, list[tuple[str, Any]]]]:
        """Kinds of the council, then those that each edition still takes."""
        known = kinds().items()
        own = [(name, kind.title) for name, kind in known if not kind.of_edition]
        groups: list[tuple[Any, list[tuple[str, Any]]]] = [(_("The council"), own)]
        for slug, edition in self._editions.items():
            open_now = [
                (f"{name}/{slug}", kind.title)
                for name, kind in known
                if kind.of_edition and not kind.closed(council, edition)
            ]
            groups += [(in_language(edition, "title"), open_now)] if open_now else []
        return groups

    def clean_kind(self) -> tuple[str, Edition | None]:
        name, _slash, slug = self.cleaned_data["kind"].partition("/")
        return name, self._editions.get(slug)

    def clean_table(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["table"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE, "too_large")
        return file

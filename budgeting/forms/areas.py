"""The boundary of an area: a file to look at first, then the decision to keep it."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from budgeting.models.area import SENTENCES
from budgeting.perimeters import MOST_BYTES, Perimeter, read_perimeter
from budgeting.shapes import NotDrawable

MISTAKES = {
    **SENTENCES,
    "too_large": _("This file is larger than 1 MB. Export the area with fewer details."),
    "not_json": _(
        "This is not a GeoJSON file. Choose GeoJSON when you export the area; a KML file, a "
        "shapefile or a picture does not work."
    ),
    "in_metres": _(
        "The positions in this file are in metres (Belgian Lambert, for instance). Export the area "
        "once more, in degrees: WGS 84, also called EPSG:4326."
    ),
    "too_many_positions": _(
        "This boundary has more than 2,000 positions. Export the area with fewer details."
    ),
}
UNCONFIRMED = _("Tick that this is the right place, or choose another file.")


class BoundaryFileForm(forms.Form):
    """The first step: a file. Nothing is stored; `found` is the area in it."""

    file = forms.FileField(
        label=_("File with the boundary"),
        help_text=_("GeoJSON in degrees (WGS 84), at most 1 MB. One area, with holes if it has."),
        widget=forms.FileInput({"accept": ".geojson,.json,application/geo+json"}),
        error_messages={
            "required": _("Choose the file with the boundary."),
            "empty": _("This file is empty."),
        },
    )
    source = forms.CharField(
        label=_("Where does the boundary come from?"),
        help_text=_("The public map says so. For example: UrbIS, 2026, edited by the council."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write where the boundary comes from.")},
    )
    found: Perimeter

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        self.found = _read(file.read(MOST_BYTES + 1))
        return file


class BoundaryForm(forms.Form):
    """The second step: the area of the first one, seen on the map, and whether to keep it."""

    document = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(max_length=200, widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(label=_("Yes, this is the right place"), required=False)
    found: Perimeter

    def clean_document(self) -> str:
        document: str = self.cleaned_data["document"]
        self.found = _read(document.encode())
        return document

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "document" in data and self.found.doubt and not data.get("confirmed"):
            self.add_error("confirmed", forms.ValidationError(UNCONFIRMED, "unconfirmed"))
        return data


def second_step(found: Perimeter, source: str, seen: str) -> BoundaryForm:
    """The form that carries what was read to the decision."""
    document = json.dumps(found.document, separators=(",", ":"))
    return BoundaryForm(initial={"document": document, "source": source, "seen": seen})


def _read(raw: bytes) -> Perimeter:
    try:
        return read_perimeter(raw)
    except NotDrawable as error:
        raise forms.ValidationError(MISTAKES[error.code], error.code) from None

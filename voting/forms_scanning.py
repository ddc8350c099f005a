"""The form in which scans are handed in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from voting.forms_paper import AtVenueForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files, together within the limit of an upload."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]
        if sum(file.size or 0 for file in files) > settings.MAX_SCAN_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("Together these files are larger than 200 MB. Send them in parts."), "too_large"
            )
        return files


class UploadForm(AtVenueForm):
    """Scans of filled-in sheets, and where they come from."""

    field_order = ["scans", "venue"]
    scans = ManyFilesField(
        label=_("Scans"),
        help_text=_(
            "PDF, PNG, JPEG or TIFF, at best 200 dots per inch; at most 500 pages a file and "
            "200 MB in all. One side of a sheet a page, in any order and any way up."
        ),
        widget=ManyFilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
    )

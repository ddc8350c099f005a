"""Forms of phones: enrolling one, and what it posts when it sends a scan."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from voting.errors import reason_of
from voting.forms_paper import AtVenueForm
from voting.services.devices_receiving import MAX_SEALED_BYTES, Sent

HIGHEST = 2**31 - 1


class DeviceForm(AtVenueForm):
    """What people call the phone, and where it is used."""

    field_order = ["name", "venue"]
    name = forms.CharField(
        label=_("Name of the phone or tablet"),
        max_length=80,
        help_text=_("So that everybody at the voting place knows which one it is: “Blue tablet”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ScanForm(forms.Form):
    """One queued scan: read by a program, so its codes matter and its sentences do not."""

    nonce = forms.UUIDField()
    sequence = forms.IntegerField(min_value=1, max_value=HIGHEST)
    pending = forms.IntegerField(min_value=0, max_value=HIGHEST)
    sealed = forms.FileField()

    def clean_sealed(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["sealed"]
        if (file.size or 0) > MAX_SEALED_BYTES:
            raise forms.ValidationError(reason_of("too_large"), "too_large")
        return file

    def sent(self) -> Sent:
        """What was posted, once it is valid."""
        given = self.cleaned_data
        return Sent(given["nonce"], given["sequence"], given["sealed"].read(), given["pending"])

    @property
    def code(self) -> str:
        """Why it is not valid: `too_large` or `malformed`."""
        return "too_large" if self.has_error("sealed", "too_large") else "malformed"

"""Forms of the opening ceremony."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.models import Edition
from voting.services.ceremony import holder_of


class SharesForm(forms.Form):
    """One field for each key share that is needed; each is checked on its own."""

    def __init__(self, *args: Any, edition: Edition, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        for number in range(1, count + 1):
            self.fields[f"share_{number}"] = forms.CharField(
                label=_("Share of key holder %(number)d") % {"number": number},
                max_length=80,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, typed in list(cleaned.items()):
            try:
                holder_of(self.edition, typed)
            except Refused as refusal:
                self.add_error(name, str(refusal.sentence))
        return cleaned

    def shares(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


class DigestForm(forms.Form):
    """The end of the announced digest, typed from paper: proof that it was copied."""

    tail = forms.CharField(
        label=_("The last 8 characters of the fingerprint, from your own note"),
        min_length=8,
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, digest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digest = digest

    def clean_tail(self) -> str:
        typed: str = self.cleaned_data["tail"].strip().lower()
        if not self.digest.endswith(typed):
            raise forms.ValidationError(
                _("This is not how the fingerprint on this page ends."), code="digest_differs"
            )
        return typed

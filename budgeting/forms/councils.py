"""What an officer fills in about the council itself."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import multiline
from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council

PHONE = re.compile(r"\+?[\d\s./()-]{8,30}")
MOST_SEATS = 99


class CouncilForm(VersionedForm):
    """Names, text, contact, ombudsman and the number of seats."""

    class Meta:
        model = Council
        fields = (
            *("name_nl", "name_fr", "name_en", "text_nl", "text_fr", "text_en"),
            *("contact_email", "contact_phone", "ombudsman_nl", "ombudsman_fr"),
            *("drawn_members", "delegate_members"),
        )
        labels = {
            "name_nl": _("Name in Dutch"),
            "name_fr": _("Name in French"),
            "name_en": _("Name in English"),
            "text_nl": _("About the council, in Dutch"),
            "text_fr": _("About the council, in French"),
            "text_en": _("About the council, in English"),
            "contact_email": _("E-mail address for residents"),
            "contact_phone": _("Telephone number for residents"),
            "ombudsman_nl": _("Ombudsman, in Dutch"),
            "ombudsman_fr": _("Ombudsman, in French"),
            "drawn_members": _("Seats for residents, drawn by lot"),
            "delegate_members": _("Seats for delegates of associations and traders"),
        }
        widgets = {
            **{f"text_{code}": multiline(7) for code in ("nl", "fr", "en")},
            **{f"ombudsman_{code}": multiline(3) for code in ("nl", "fr")},
            "contact_phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("drawn_members", "delegate_members"):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.widget.attrs["max"] = MOST_SEATS

    def clean_contact_phone(self) -> str:
        number: str = self.cleaned_data["contact_phone"].strip()
        if number and not PHONE.fullmatch(number):
            raise forms.ValidationError(
                _("Write only the number, for example 02 279 00 00 or +32 2 279 00 00."), "phone"
            )
        return number

    def clean(self) -> dict[str, object]:
        data = super().clean()
        for name in ("drawn_members", "delegate_members"):
            if (data.get(name) or 0) > MOST_SEATS:
                self.add_error(name, forms.ValidationError(_("At most 99 seats."), "too_many"))
        return data

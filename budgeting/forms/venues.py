"""What an officer fills in about a place where residents can go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council, Venue
from budgeting.perimeters import in_brussels
from budgeting.services.venues import free_slug

ACCESS_HINT = _("Which entrance, a lift, a bell, a toilet, public transport.")


class DegreesField(forms.FloatField):
    """Degrees of latitude or longitude, with a comma or a point."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attributes), **options)
        self.error_messages["invalid"] = _("Write only the degrees, for example 50.8792.")

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class YesNoField(forms.NullBooleanField):
    """Yes, no, or not known; `choices` are the words for what is stored."""

    choices = ((True, _("Yes")), (False, _("No")))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = [("unknown", _("Not known")), ("true", _("Yes")), ("false", _("No"))]
        self.widget.choices = words


class VenueForm(VersionedForm):
    """Name, address, hours, access and the point on the map."""

    step_free = YesNoField(label=_("Can one get in and around without steps?"))
    lat = DegreesField(label=_("Latitude"), help_text=_("In Brussels about 50.8"))
    lon = DegreesField(label=_("Longitude"), help_text=_("In Brussels about 4.3"))

    instance: Venue

    class Meta:
        model = Venue
        fields = (
            *("name_nl", "name_fr", "name_en", "address", "hours_nl", "hours_fr"),
            *("step_free", "access_nl", "access_fr", "lat", "lon"),
        )
        labels = {
            "name_nl": _("Name in Dutch"),
            "name_fr": _("Name in French"),
            "name_en": _("Name in English"),
            "address": _("Address"),
            "hours_nl": _("Opening hours in Dutch"),
            "hours_fr": _("Opening hours in French"),
            "access_nl": _("Access in Dutch"),
            "access_fr": _("Access in French"),
        }
        help_texts = {
            "address": _("Street, number, postal code and place, in both languages if you can."),
            "access_nl": ACCESS_HINT,
            "access_fr": ACCESS_HINT,
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.council = council
        self.fields["address"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lat, lon = data.get("lat"), data.get("lon")
        known = not {"lat", "lon"} & set(self.errors)
        if known and (lat is None) != (lon is None):
            missing = "lat" if lat is None else "lon"
            self.add_error(missing, _("Fill in both numbers, or leave both empty."))
        elif known and lat is not None and lon is not None and not in_brussels(lat, lon):
            swapped = _("Are latitude and longitude the wrong way round?")
            elsewhere = _("This point does not lie in Brussels.")
            self.add_error("lat", swapped if in_brussels(lon, lat) else elsewhere)
        if self.instance.pk is None and data.get("name_nl"):
            self.instance.slug = free_slug(self.instance.council, data["name_nl"])
        return data

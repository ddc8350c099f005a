"""What an officer fills in about a link of the council."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council, CouncilLink

WRONG = _("Write a whole address that starts with https:// or http://.")


class WebAddressField(forms.URLField):
    """An address of the web: http and https, nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"], message=WRONG)]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)
        self.error_messages |= {"invalid": WRONG, "required": WRONG}


class LinkForm(VersionedForm):
    """A link with its name and a line about it, in both languages."""

    url = WebAddressField(label=_("Address"), max_length=400)

    instance: CouncilLink

    class Meta:
        model = CouncilLink
        fields = ("url", "title_nl", "title_fr", "title_en", "note_nl", "note_fr")
        labels = {
            "title_nl": _("Name in Dutch"),
            "title_fr": _("Name in French"),
            "title_en": _("Name in English"),
            "note_nl": _("What is there, in Dutch"),
            "note_fr": _("What is there, in French"),
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.council = council
        if self.instance.pk is None:
            self.instance.position = council.links.count() + 1

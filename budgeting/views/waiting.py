"""Telling who just changed a text that its other language now waits for a translator."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from budgeting.models import Translated
from budgeting.models.abstract import LANGUAGES

WAITS = {
    "nl": _("The Dutch text does not say the same yet: it waits for the translator."),
    "fr": _("The French text does not say the same yet: it waits for the translator."),
}


def tell_what_waits(request: HttpRequest, row: object, changed: Collection[str]) -> None:
    """A message for each language that is missing or stale now, among the `changed` columns."""
    if not isinstance(row, Translated):
        return
    columns = {f"{name}_{code}": name for name in row.TEXTS for code in LANGUAGES}
    names = sorted({columns[column] for column in changed if column in columns})
    waiting = {language for _name, language, _state in row.unsettled(names)} if names else set()
    for language in sorted(waiting):
        messages.info(request, WAITS[language])

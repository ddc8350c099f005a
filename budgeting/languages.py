"""Content that exists in some languages only: read it in the page's language, else in another."""

from django.utils.translation import get_language

ORDER = ("nl", "fr", "en")


def active_language() -> str:
    """The two letters of the language of this page."""
    return (get_language() or ORDER[0])[:2]


def in_language(row: object, name: str, language: str = "") -> str:
    """`name_nl`, `name_fr` or `name_en` of a row: the wanted language first, then the others."""
    for code in dict.fromkeys((language or active_language(), *ORDER)):
        if text := getattr(row, f"{name}_{code}", ""):
            return str(text)
    return ""

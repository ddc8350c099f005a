"""Content that exists in some languages only: read it in the page's language, else in another."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

ORDER = ("nl", "fr", "en")
_OF_ADDRESS = re.compile(rf"/({'|'.join(ORDER)})(?=[/?#]|$)")


def address_language(address: str) -> str:
    """The language an address names, `fr` of `/fr/about/`; "" for one without a language."""
    found = _OF_ADDRESS.match(address)
    return found[1] if found else ""


def same_page(address: str, language: str) -> str:
    """The same page in another language, its query kept; an address without one stays as it is.

    Only the first part of an address differs between languages, so that this holds for pages
    that do not exist too.
    """
    return _OF_ADDRESS.sub(f"/{language}", address, count=1)


def active_language() -> str:
    """The two letters of the language of this page."""
    return (get_language() or ORDER[0])[:2]


def localised(row: object, name: str, language: str = "") -> tuple[Any, str]:
    """`name_nl`, `name_fr` or `name_en` of a row or mapping, and the language it is in.

    The wanted language first (default: the page's), then the others, then `name_source` in the
    row's `source_language`; an empty text in the wanted language when there is nothing. In a
    mapping the texts may also stand together, as `{name: {"nl": …, "fr": …}}`.
    """
    wanted = language or active_language()
    for code in dict.fromkeys((wanted, *ORDER)):
        if value := _read(row, f"{name}_{code}"):
            return value, code
    return _read(row, f"{name}_source") or "", _read(row, "source_language") or wanted


def in_language(row: object, name: str, language: str = "") -> str:
    """The text of `localised` alone."""
    return str(localised(row, name, language)[0])


def _read(row: object, name: str) -> Any:
    if not isinstance(row, Mapping):
        return getattr(row, name, None)
    together, _mark, code = name.rpartition("_")
    texts = row.get(together)
    return texts.get(code) if isinstance(texts, Mapping) else row.get(name)

"""The addresses that the matrix is about, and its table by address and method."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from tests.journeys.matrix import MATRIX, WORDS


@dataclass(frozen=True)
class Address:
    """The name of an address and the names of its arguments."""

    name: str
    arguments: frozenset[str]

    @property
    def line(self) -> str:
        """The name in the table: all of the administration is one."""
        own = self.name in {"admin:logout"} or not self.name.startswith("admin:")
        return self.name if own else "admin:*"

    @property
    def names_a_row(self) -> bool:
        """Whether it names something that belongs to one council, below its edition."""
        words = set(WORDS.get(self.name, {}))
        return "council" in self.arguments and bool(self.arguments - {"council", "edition"} - words)


def addresses() -> list[Address]:
    """Every address of the site; one that stands in two places comes once."""
    with override("nl"):
        found = {one.name: one for one in _walk(get_resolver().url_patterns)}
    return [found[name] for name in sorted(found)]


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    route: str = "",
    space: str = "",
    before: frozenset[str] = frozenset(),
) -> Iterator[Address]:
    for pattern in patterns:
        here = f"{route}{pattern.pattern}"
        names = before | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            if pattern.name or not space:  # the administration ends with a pattern for the rest
                yield Address(space + (pattern.name or here), names)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner, names)


def table() -> dict[str, dict[str, str]]:
    """Name of an address → method → who is let in; a name in two lines that differ is an error."""
    found: dict[str, dict[str, str]] = {}
    for who, methods, names in MATRIX:
        for name in names.split():
            for method in methods.split():
                if method in found.setdefault(name, {}):
                    raise ValueError(f"{name} {method} stands in two lines")
                found[name][method] = who
    return found

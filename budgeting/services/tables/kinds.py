"""Kinds of tables that can be handed in: their columns, and how a row becomes a row of ours.

Apps register theirs in `TABLE_KINDS` by dotted path.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from budgeting.languages import ORDER
from budgeting.models import Council, Edition
from budgeting.tables import Cells, Table, read_table

Row = TypeVar("Row", bound=models.Model)
SLUG = 50
LANGUAGE_WORDS = {
    "nl": ("nl", "nederlands", "néerlandais", "dutch"),
    "fr": ("fr", "frans", "français", "french"),
}

IN_LANGUAGE = {"nl": _("{text}, in Dutch"), "fr": _("{text}, in French")}


@dataclass(frozen=True)
class Column:
    """A column: what stands in it (`about`), other words for it in a header, and an example.

    `words` are written by language, Dutch; French; English: "titel, opschrift; titre; title".
    """

    name: str
    about: str | Promise
    words: str = ""
    example: str = ""
    needed: bool = False

    def spellings(self) -> list[str]:
        """Every other word for it."""
        return [word for words in self.words.split("; ") for word in words.split(", ") if word]

    def heading(self, language: str) -> str:
        """How a header calls it in a language; its name where there is no word."""
        by_language = dict(zip(ORDER, self.words.split("; "), strict=False))
        return by_language.get(language, "").split(", ")[0] or self.name


class Kind(ABC, Generic[Row]):
    """One table on its way in. It remembers its rows, to find those that stand there twice.

    `page` is the name of the address at the desk that shows them afterwards; `sentences` say what
    only this kind finds wrong, by code.
    """

    title: ClassVar[str | Promise]
    model: ClassVar[type[models.Model]]
    columns: ClassVar[tuple[Column, ...]]
    of_edition: ClassVar[bool] = False
    page: ClassVar[str]
    sentences: ClassVar[Mapping[str, str | Promise]] = {}

    def __init__(self, council: Council, edition: Edition | None, now: datetime) -> None:
        self.council, self.now = council, now
        self._edition = edition
        self._seen: dict[Hashable, int] = {}
        self._stored = set(self.stored_keys())
        self._limits = {column.name: (most, column.needed) for column, most in self.described()}

    @property
    def edition(self) -> Edition:
        """The edition that a table `of_edition` belongs to."""
        assert self._edition is not None
        return self._edition

    @classmethod
    def closed(cls, council: Council, edition: Edition | None) -> str:
        """The code of why nothing can be taken over now; "" while it can."""
        return ""

    @classmethod
    def described(cls) -> list[tuple[Column, int]]:
        """The columns, each with the most characters it takes (0 for no limit of its own)."""
        fields = {
            field.name: getattr(field, "max_length", None) for field in cls.model._meta.fields
        }
        return [(column, fields.get(column.name) or 0) for column in cls.columns]

    @abstractmethod
    def row_of(self, cells: Cells) -> Row:
        """The row of these cells; what is wrong is noted in them."""

    @abstractmethod
    def keys_of(self, row: Row) -> Iterable[tuple[str, Hashable]]:
        """(column, what may stand there only once) of a row."""

    @abstractmethod
    def stored_keys(self) -> Iterable[Hashable]:
        """The same keys of the rows that are there already."""

    @classmethod
    def read(cls, data: bytes) -> Table:
        known = {column.name: column.spellings() for column in cls.columns}
        needed = [column.name for column in cls.columns if column.needed]
        return read_table(data, needed=needed, known=known)

    def take(self, cells: Cells) -> Row:
        """The row of these cells. Notes `there_already` and `twice` beside what it reads wrong."""
        row = self.row_of(cells)
        for column, key in self.keys_of(row):
            if not cells.filled(column):
                column = self.columns[0].name  # the key was made from the first one
            if key in self._stored:
                cells.wrong(column, "there_already")
            elif key in self._seen:
                cells.wrong(column, "twice", first=self._seen[key])
            else:
                self._seen[key] = cells.row
        return row

    def store(self, rows: list[Row]) -> None:
        """Add some of the rows, inside the transaction of them all."""
        self.model._base_manager.bulk_create(rows)

    def text(self, cells: Cells, name: str) -> str:
        """A text that fits its field, and is there if the column is needed."""
        most, needed = self._limits[name]
        return cells.text(name, most, needed=needed)

    def texts(self, cells: Cells, *names: str) -> dict[str, str]:
        """Texts by the name of their field."""
        return {name: self.text(cells, name) for name in names}

    def address(self, cells: Cells, name: str, otherwise: str) -> str:
        """A short name for addresses: what stands in the cell, or made from another text."""
        given = cells.text(name)
        if given and (slugify(given) != given.lower() or len(given) > SLUG):
            cells.wrong(name, "not_a_slug", most=SLUG)
        made = given.lower() or slugify(otherwise)[:SLUG].strip("-")
        if otherwise and not made:
            cells.wrong(name, "no_slug")
        return made


def alike(text: str) -> str:
    """What two names or titles share that are the same but for spaces and capitals."""
    return " ".join(text.casefold().split())


def kinds() -> "dict[str, type[Kind[models.Model]]]":
    """Every kind by its name, in the order of the settings."""
    return {name: import_string(path) for name, path in settings.TABLE_KINDS.items()}


def in_two(
    name: str,
    words: tuple[str, str, str],
    about: str | Promise,
    examples: tuple[str, str] = ("", ""),
    *,
    needed: bool = False,
) -> tuple[Column, Column]:
    """The Dutch and the French column of a text, by its words in Dutch, French and English."""
    nl, fr = (
        Column(
            f"{name}_{language}",
            format_lazy(IN_LANGUAGE[language], text=about),
            "; ".join(", ".join(each) for each in _in_language(words, language)),
            example,
            needed,
        )
        for language, example in zip(("nl", "fr"), examples, strict=True)
    )
    return nl, fr


def _in_language(words: tuple[str, str, str], language: str) -> Iterator[list[str]]:
    """By language, what a header may call the column in `language`: its own word also alone."""
    for code, word in zip(ORDER, words, strict=True):
        tagged = [f"{word} {tag}" for tag in LANGUAGE_WORDS[language]]
        yield [*tagged, word] if code == language else tagged

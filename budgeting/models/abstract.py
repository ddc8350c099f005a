"""What several tables share: texts in two languages that follow each other, and a version."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused

LANGUAGES = ("nl", "fr")


class ChangedMeanwhile(Refused):
    """Somebody else saved the row after it was read; `current` is how it stands now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(
            "changed_meanwhile",
            _("Somebody else changed this meanwhile. Nothing of yours is lost: compare and save."),
        )
        self.current = current


class Versioned(models.Model):
    """A row that two people may edit at once: the second one is told, and decides."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_over(self, seen: int, fields: Collection[str]) -> None:
        """Write `fields` if the stored row still has version `seen`; raises ChangedMeanwhile."""
        with transaction.atomic():
            stored = type(self)._base_manager.select_for_update().get(pk=self.pk)
            if stored.version != seen:
                raise ChangedMeanwhile(stored)
            self.version = seen + 1
            self.save(update_fields={*fields, "version"})


class Translated(models.Model):
    """A row with texts in Dutch and in French (`title_nl`, `title_fr`), named in `TEXTS`.

    `stale` says which text no longer follows the other language:
    `{"title": {"language": "fr", "was": "the Dutch title that the French one still follows"}}`.
    It is kept by `save`, whoever edits; only `QuerySet.update` passes it by. Spaces and the ends
    of lines are no change: browsers send their own.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()
    stale = models.JSONField(default=dict, blank=True, editable=False)
    _loaded: dict[str, str]

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        written = None if update_fields is None else set(update_fields)
        before = dict(self.stale)
        self._follow(written)
        if written is not None and self.stale != before:
            written.add("stale")
        super().save(*args, update_fields=written, **kwargs)
        self._remember(written)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._remember()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def own_language(self, name: str) -> str:
        """The language of somebody's own words, which follow no translation; "" for a text that
        may be written in either language first."""
        return ""

    def settle(self, *names: str) -> None:
        """Both languages say the same again; the caller saves, with `stale` among its fields."""
        self.stale = {name: entry for name, entry in self.stale.items() if name not in names}
        self._remember([f"{name}_{language}" for name in names for language in LANGUAGES])

    def text_state(self, name: str, language: str) -> str:
        """`missing` (the other language has one), `stale`, or "" for a text that is fine."""
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        if not getattr(self, f"{name}_{language}").strip():
            return "missing" if getattr(self, f"{name}_{other}").strip() else ""
        return "stale" if self.stale.get(name, {}).get("language") == language else ""

    def unsettled(self, names: Sequence[str] = (), *, needed: Sequence[str] = ()) -> list[
        tuple[str, str, str]
    ]:  # fmt: skip
        """(text, language, state) of all that is missing or stale; `needed` may not be empty
        in either language."""
        found = []
        for name in names or self.TEXTS:
            for language in LANGUAGES:
                state = self.text_state(name, language)
                if not state and name in needed and not getattr(self, f"{name}_{language}").strip():
                    state = "missing"
                if state:
                    found.append((name, language, state))
        return found

    def _remember(self, written: Collection[str] | None = None) -> None:
        """Keep the texts as they are stored: all of them, or those just written."""
        columns = {f"{name}_{language}" for name in self.TEXTS for language in LANGUAGES}
        columns &= self.__dict__.keys() if written is None else set(written)
        known = {} if written is None else getattr(self, "_loaded", {})
        self._loaded = known | {name: self.__dict__[name] for name in columns}

    def _follow(self, written: Collection[str] | None) -> None:
        """Note what each change means for the other language, before it is written."""
        loaded = getattr(self, "_loaded", {})
        stale = dict(self.stale)
        for name in self.TEXTS:
            columns = [f"{name}_{language}" for language in LANGUAGES]
            if not loaded.keys() >= set(columns):
                continue
            old = [loaded[column] or "" for column in columns]
            new = [
                getattr(self, column) if written is None or column in written else stored
                for column, stored in zip(columns, old, strict=True)
            ]
            entry = _followed(stale.pop(name, None), old, new)
            if entry and entry["language"] != self.own_language(name):
                stale[name] = entry
        self.stale = stale


def _followed(
    entry: dict[str, str] | None, old: Sequence[str], new: Sequence[str]
) -> dict[str, str] | None:
    """The note on one pair of texts after a change of one, both or neither of them."""
    changed = [before.split() != after.split() for before, after in zip(old, new, strict=True)]
    if not all(text.strip() for text in new) or all(changed):
        return None
    if not any(changed):
        return entry
    source = changed.index(True)
    other = LANGUAGES[1 - source]
    if entry and entry["language"] != other:
        return None  # the stale one was written anew
    was = entry["was"] if entry else old[source]
    follows = was.split() == new[source].split()
    return {"language": other, "was": was} if was.strip() and not follows else None

"""What a translator fills in: the texts of one row, each beside the text it follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.forms.left_open import OpenText
from budgeting.glossary import terms_in
from budgeting.languages import ORDER
from budgeting.models.abstract import LANGUAGES
from budgeting.services.text_queue import Job, Pair
from budgeting.services.translating import Change
from budgeting.translating import Piece, plain, remarks, word_diff

IN_LANGUAGE = {"nl": _("%(text)s in Dutch"), "fr": _("%(text)s in French")}
REMARKS = {
    "paragraphs": _("The two texts do not have the same number of paragraphs."),
    "marks": _("A link, an address or a placeholder is not the same in both texts."),
    "figures": _("The figures are not the same in both texts."),
}
SOURCE_CHANGED = _("The text to translate was changed while you were writing.")
TARGET_CHANGED = _("Meanwhile somebody else wrote: %(text)s")
MEANWHILE = _(
    "These texts were changed while you were writing. Nothing of yours is lost, and nothing is "
    "saved yet: check and save again."
)
LIMIT = _("At most %(most)d characters. The text to translate has %(now)d.")
LINE = 60
"""Characters on a line of the page, to make room for a translation."""


@dataclass(frozen=True)
class ShownPair:
    """A text on the page: its source, what changed in it, its terms, and the fields."""

    pair: Pair
    label: str
    own_words: bool
    pieces: list[Piece]
    terms: list[tuple[str, str]]
    field: forms.BoundField
    right: forms.BoundField | None
    accept: forms.BoundField | None
    hidden: list[forms.BoundField]


class TextsForm(forms.Form):
    """A field for each translation, and what the translator saw of both texts.

    A mistake, a remark or somebody else's change shows beside the field; what was typed stays.
    """

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, job: Job) -> None:
        super().__init__(data)
        self.job = job
        self.pairs = list(_pairs(job, data))
        self.sources_before: dict[str, str] = {}
        for pair in self.pairs:
            self._add(pair)

    def todo(self) -> list[ShownPair]:
        """What there is to do, and what has a mistake."""
        return [self._shown(pair) for pair in self.pairs if self._is_open(pair)]

    def done(self) -> list[ShownPair]:
        """The texts that are fine."""
        return [self._shown(pair) for pair in self.pairs if not self._is_open(pair)]

    def changes(self) -> list[Change]:
        """What was sent of each pair; the form is valid."""
        return [_change(pair, self.cleaned_data) for pair in self.pairs]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for pair in self.pairs:
            key = _key(pair)
            if key not in data or not _change(pair, data).is_written:
                continue
            if not plain(data[key]):
                self.add_error(key, _("A translation cannot be made empty here."))
            elif not data.get(f"accept_{key}"):
                for code in remarks(pair.source_text, data[key]):
                    self.add_error(key, forms.ValidationError(REMARKS[code], "remark"))
        return data

    def met(self, current: Job) -> "TextsForm":
        """The same page after somebody else saved: what they changed is told, what one typed
        oneself stays, and the next time is saved over what is shown now."""
        data, notes = cast(QueryDict, self.data).copy(), []
        before: dict[str, str] = {}
        for pair in self.pairs:
            change, key = _change(pair, self.cleaned_data), _key(pair)
            row = current.row.row
            source = str(getattr(row, f"{pair.name}_{pair.source}"))
            target = str(getattr(row, f"{pair.name}_{pair.target}"))
            touched = change.is_written or change.still_right
            if touched and plain(source) != plain(change.source_seen):
                before[key] = change.source_seen
                notes.append((key, str(SOURCE_CHANGED)))
                data.pop(f"right_{key}", None)
            if plain(target) != plain(change.target_seen):
                if change.is_written:
                    notes.append((key, str(TARGET_CHANGED) % {"text": target or "–"}))
                else:
                    data[key] = target
            data[f"source_{key}"], data[f"seen_{key}"] = source, target
        form = TextsForm(data, job=current)
        form.sources_before = before
        for key, sentence in notes:
            form.add_error(key, sentence)
        form.add_error(None, forms.ValidationError(MEANWHILE, "changed_meanwhile"))
        return form

    def _add(self, pair: Pair) -> None:
        key, column = _key(pair), _column(pair)
        most = column.max_length
        self.fields[key] = OpenText(
            label=str(IN_LANGUAGE[pair.target]) % {"text": pair.label},
            max_length=most,
            initial=pair.target_text,
            help_text=str(LIMIT) % {"most": most, "now": len(pair.source_text)} if most else "",
            widget=forms.Textarea({"rows": _rows(pair), "lang": pair.target}),
        )
        # A browser that stops at the limit would cut what is pasted; the answer says the number.
        self.fields[key].widget.attrs.pop("maxlength", None)
        for name, value in (
            ("source", pair.source_text),
            ("seen", pair.target_text),
            ("from", pair.source),
        ):
            self.fields[f"{name}_{key}"] = forms.CharField(
                initial=value, required=False, strip=False, widget=forms.HiddenInput
            )
        self.fields[f"right_{key}"] = forms.BooleanField(
            label=_("Still right as it is"), required=False
        )
        self.fields[f"accept_{key}"] = forms.BooleanField(
            label=_("My translation is right like this, save it"), required=False
        )

    def _is_open(self, pair: Pair) -> bool:
        return bool(pair.state or self.errors.get(_key(pair)))

    def _shown(self, pair: Pair) -> ShownPair:
        key = _key(pair)
        before = self.sources_before.get(key) or pair.was
        remarked = self.has_error(key, "remark") or self.data.get(f"accept_{key}")
        return ShownPair(
            pair=pair,
            label=pair.label,
            own_words=pair.row.row.own_language(pair.name) == pair.source,
            pieces=word_diff(before, pair.source_text) if before else [],
            terms=[
                (term.in_language(pair.source), term.in_language(pair.target))
                for term in terms_in(pair.source_text, pair.source)
            ],
            field=self[key],
            right=self[f"right_{key}"] if pair.state == "stale" and not remarked else None,
            accept=self[f"accept_{key}"] if remarked else None,
            hidden=[self[f"{name}_{key}"] for name in ("source", "seen", "from")],
        )


def _pairs(job: Job, data: QueryDict | None) -> Iterator[Pair]:
    """The texts of a row in their order; what was sent stays a pair, whatever happened to it."""
    known = {(pair.name, pair.target): pair for pair in (*job.todo, *job.done)}
    for name in job.row.row.TEXTS:
        sent = [code for code in LANGUAGES if data is not None and f"{name}_{code}" in data]
        for target in sent or LANGUAGES:
            if pair := known.get((name, target)):
                yield pair
            elif data is not None and sent:
                source = data.get(f"from_{name}_{target}", "")
                if (
                    source in ORDER
                    and source != target
                    and hasattr(job.row.row, f"{name}_{source}")
                ):
                    yield Pair(job.row, name, source, target, "")


def _key(pair: Pair) -> str:
    return f"{pair.name}_{pair.target}"


def _column(pair: Pair) -> "models.CharField[str, str] | models.TextField[str, str]":
    column = type(pair.row.row)._meta.get_field(_key(pair))
    assert isinstance(column, models.CharField | models.TextField)
    return column


def _change(pair: Pair, data: dict[str, Any]) -> Change:
    key = _key(pair)
    text = data.get(key, "")
    if isinstance(_column(pair), models.CharField):
        text = " ".join(text.split())
    return Change(
        pair.name,
        pair.source,
        pair.target,
        text,
        source_seen=data.get(f"source_{key}", ""),
        target_seen=data.get(f"seen_{key}", ""),
        still_right=bool(data.get(f"right_{key}")),
    )


def _rows(pair: Pair) -> int:
    """Lines of room, by the longer of both texts."""
    texts = (pair.source_text, pair.target_text)
    lines = max(sum(ceil(len(line) / LINE) or 1 for line in one.split("\n")) for one in texts)
    return min(max(lines + 1, 2), 16)

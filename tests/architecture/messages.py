"""Which sentences need a translation, and what is wrong with a catalogue. Needs no gettext.

Python is read from its syntax tree; templates by Django's own `templatize`, the step that
`makemessages` takes before it hands a template to xgettext.
"""

import ast
import re
from collections.abc import Iterable, Iterator

import polib
from django.utils.translation.template import templatize

Message = tuple[str, str]
"""Context ("" without one) and msgid; a plural goes by its singular."""

Entry = polib.POEntry | polib.MOEntry

MODULE = "django.utils.translation."
FUNCTIONS = {
    f"{prefix}gettext{lazy}": (prefix.startswith(("p", "np")), prefix.startswith("n"))
    for prefix in ("", "n", "p", "np")
    for lazy in ("", "_lazy")
} | {"gettext_noop": (False, False)}

LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?<!\w)(n?p?gettext|_)\({LITERAL}(?:, {LITERAL})?")
NAMED = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)[^{}]*\}(?!\})|%([sd])")


def in_python(source: str) -> Iterator[tuple[int, Message | None]]:
    """The line and message of each gettext call; None where a sentence is put together.

    A bare variable is left alone: its text was marked where it was written.
    """
    tree = ast.parse(source)
    known = _gettext_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else None
        called = known.get(node.func.id) if isinstance(node.func, ast.Name) else called
        if called not in FUNCTIONS:
            continue
        has_context, _plural = FUNCTIONS[called]
        wanted = node.args[: 2 if has_context else 1]
        if all(isinstance(arg, ast.Constant) for arg in wanted):
            texts = [str(arg.value) for arg in wanted if isinstance(arg, ast.Constant)]
            yield node.lineno, (texts[0] if has_context else "", texts[-1])
        elif any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in wanted):
            yield node.lineno, None


def _gettext_names(tree: ast.Module) -> dict[str, str]:
    """Local names of the functions: `{"_": "gettext_lazy"}`."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE.rstrip(".")
        for alias in node.names
    }


def in_template(source: str) -> Iterator[Message]:
    """The messages of `translate`, `blocktranslate` and `_()` in a Django template."""
    for function, first, second in CALL.findall(templatize(source)):
        text = ast.literal_eval(first)
        if function in {"pgettext", "npgettext"}:
            yield text, ast.literal_eval(second)
        else:
            yield "", text


def missing(catalogue: polib.POFile, wanted: Iterable[Message]) -> list[Message]:
    """Messages in use that the catalogue does not have."""
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}
    return sorted(set(wanted) - known)


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """Entries without a translation, marked fuzzy, or with other placeholders than the msgid."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid}"
        if not all(_translations(entry)):
            yield f"empty: {entry.msgid}"
        elif not _placeholders_match(entry):
            yield f"placeholders: {entry.msgid}"


def out_of_step(catalogue: polib.POFile, compiled: polib.MOFile) -> list[str]:
    """Messages whose compiled translation is not the one in the catalogue, or is missing."""
    text, binary = (
        {_key(entry): _translations(entry) for entry in _live(c)} for c in (catalogue, compiled)
    )
    return sorted(key[1] for key in text.keys() | binary.keys() if text.get(key) != binary.get(key))


def _live(catalogue: Iterable[Entry]) -> Iterator[Entry]:
    return (
        e
        for e in catalogue
        if not e.obsolete and not getattr(e, "fuzzy", False) and all(_translations(e))
    )


def _key(entry: Entry) -> Message:
    return entry.msgctxt or "", entry.msgid


def _translations(entry: Entry) -> list[str]:
    if entry.msgid_plural:
        return [text for _number, text in sorted(entry.msgstr_plural.items())]
    return [entry.msgstr]


def _placeholders(text: str) -> set[str]:
    return {found[0] for found in NAMED.finditer(text.replace("%%", ""))}


def _placeholders_match(entry: polib.POEntry) -> bool:
    """Every form says what the last one must; a form for exactly one may leave the number out."""
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    needed = _placeholders(entry.msgid_plural or entry.msgid)
    forms = [_placeholders(text) for text in _translations(entry)]
    return forms[-1] == needed and all(form <= allowed for form in forms)

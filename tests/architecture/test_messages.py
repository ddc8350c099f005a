"""Every sentence on a screen exists in Dutch and in French, whole and compiled."""

from pathlib import Path

import polib
import pytest

from tests.architecture.messages import (
    Message,
    faults,
    in_python,
    in_template,
    missing,
    out_of_step,
)
from tests.architecture.source import app_of, dotted
from tests.architecture.tree import ROOT, none, project_files, python_files, read

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from django.utils import translation
_("one"); gettext_lazy("two " "halves"); ngettext("%(n)s vote", "%(n)s votes", 2)
pgettext("desk", "open"); translation.gettext("by module"); _(name); print("not this")
"""

TEMPLATE = """
{% load i18n %}<h1 title="{% translate "a title" %}">{{ _("a constant") }}</h1>
{% blocktranslate trimmed with name=user.name %}
  Welcome {{ name }},
  you save 5 %.
{% endblocktranslate %}
{% blocktranslate count n=votes context "tally" %}{{ n }} vote{% plural %}{{ n }} votes{% endblocktranslate %}
{% translate "open" context "desk" as label %}{{ x|default:_("nothing yet") }}{# _("no") #}
"""  # noqa: E501


def messages_in_use() -> set[Message]:
    """Every message of the four apps and of the templates."""
    apps = {path: text for path, text in python_files().items() if app_of(dotted(path))}
    found = {m for text in apps.values() for _line, m in in_python(text) if m is not None}
    for path in project_files():
        if path.endswith((".html", ".txt")) and "templates" in path.split("/")[:2]:
            found.update(in_template(read(path)))
    return found


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile()
    made.extend(entries)
    return made


def path_of(language: str) -> Path:
    return ROOT / "budgeting" / "locale" / language / "LC_MESSAGES" / "django.po"


def opened(language: str) -> polib.POFile:
    path = path_of(language)
    assert path.exists(), f"no catalogue yet for {language}: run `make messages`"
    return polib.pofile(str(path))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_sentence_in_use_is_in_the_catalogue(language: str) -> None:
    none(missing(opened(language), messages_in_use()))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_entry_is_translated_and_keeps_its_placeholders(language: str) -> None:
    none(faults(opened(language)))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_compiled_catalogue_is_in_step(language: str) -> None:
    compiled = path_of(language).with_suffix(".mo")
    assert compiled.exists(), f"no compiled catalogue for {language}: run `make messages`"
    none(out_of_step(opened(language), polib.mofile(str(compiled))))


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    found = [
        f"{path}:{line}"
        for path, text in python_files().items()
        for line, message in in_python(text)
        if message is None
    ]
    none(found)


def test_messages_are_found_in_python() -> None:
    texts = {"one", "two halves", "%(n)s vote", "by module"}
    assert {m for _line, m in in_python(PYTHON)} == {("", t) for t in texts} | {("desk", "open")}


def test_a_sentence_put_together_is_caught() -> None:
    start = "from django.utils.translation import gettext as _\n"
    assert [m for _line, m in in_python(start + "_(f'hello {name}')\n_('a' + b)")] == [None, None]


def test_messages_are_found_in_templates() -> None:
    assert set(in_template(TEMPLATE)) == {
        ("", "a title"),
        ("", "a constant"),
        ("", "nothing yet"),
        ("", "Welcome %(name)s, you save 5 %%."),
        ("tally", "%(n)s vote"),
        ("desk", "open"),
    }


def test_a_missing_sentence_is_caught() -> None:
    known = catalogue(polib.POEntry(msgid="known", msgstr="gekend"))
    assert missing(known, {("", "known"), ("desk", "known"), ("", "new")}) == [
        ("", "new"),
        ("desk", "known"),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="a", msgstr=""), "empty: a"),
        (polib.POEntry(msgid="a", msgstr="b", flags=["fuzzy"]), "fuzzy: a"),
        (polib.POEntry(msgid="%(n)s a", msgstr="a"), "placeholders: %(n)s a"),
        (polib.POEntry(msgid="{n} a", msgstr="{m} a"), "placeholders: {n} a"),
        (
            polib.POEntry(msgid="a", msgid_plural="%(n)s a", msgstr_plural={0: "b", 1: "bs"}),
            "placeholders: a",
        ),
        (polib.POEntry(msgid="a", msgid_plural="as", msgstr_plural={0: "b", 1: ""}), "empty: a"),
    ],
)
def test_a_faulty_entry_is_caught(entry: polib.POEntry, fault: str) -> None:
    assert list(faults(catalogue(entry))) == [fault]


def test_the_form_for_one_may_leave_the_number_out() -> None:
    forms = {0: "een stem", 1: "%(n)s stemmen"}
    entry = polib.POEntry(msgid="%(n)s vote", msgid_plural="%(n)s votes", msgstr_plural=forms)
    assert list(faults(catalogue(entry))) == []


def test_a_stale_compiled_catalogue_is_caught(tmp_path: Path) -> None:
    one = polib.POEntry(msgid="a", msgstr="b", msgctxt="desk")
    many = polib.POEntry(msgid="c", msgid_plural="cs", msgstr_plural={0: "d", 1: "ds"})
    whole = catalogue(one, many)
    whole.save_as_mofile(str(tmp_path / "django.mo"))
    compiled = polib.mofile(str(tmp_path / "django.mo"))
    assert out_of_step(whole, compiled) == []
    many.msgstr_plural[1] = "changed"
    assert out_of_step(whole, compiled) == ["c"]
    assert out_of_step(catalogue(), compiled) == ["a", "c"]

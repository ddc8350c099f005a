"""Dutch is Dutch and French is French, down to the spaces and the quotes."""

import polib
import pytest

from tests.architecture.leftover import ill_set, untranslated, unused_words
from tests.architecture.test_messages import catalogue, opened
from tests.architecture.tree import none


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_no_translation_was_left_in_english(language: str) -> None:
    none(untranslated(opened(language), language))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_signs_stand_as_the_language_sets_them(language: str) -> None:
    none(ill_set(opened(language), language))


def test_every_word_that_may_stay_is_still_needed() -> None:
    none(unused_words({language: opened(language) for language in ("nl", "fr")}))


def entry(english: str, text: str) -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=text)


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize(
    "made",
    [
        entry("Sign in", "Sign in"),
        entry("You decide", "De and het"),
        entry("Wait", "Please wachten"),
        polib.POEntry(msgid="a vote", msgid_plural="votes", msgstr_plural={0: "a vote", 1: "x"}),
    ],
)
def test_english_in_a_translation_is_caught(language: str, made: polib.POEntry) -> None:
    assert len(list(untranslated(catalogue(made), language))) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Budget: %(amount)s"),
        ("nl", "Kijk in de lijst van de wijk, of vraag het."),
        ("fr", "Budget"),
        ("fr", "Vous avez %(count)s points."),
        ("nl", "%(number)s"),
        ("fr", '<a href="https://the.example/of/">ici</a>'),
    ],
)
def test_words_that_are_the_same_are_fine(language: str, text: str) -> None:
    english = text if text.startswith(("Budget", "%(number)")) else "English"
    assert not list(untranslated(catalogue(entry(english, text)), language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Twee  spaties"),
        ("nl", "Zeg 'ja' of \"nee\""),
        ("nl", "Druk op «Ja»"),
        ("nl", "Druk op ‘Ja’"),
        ("nl", "Waarom ?"),
        ("nl", "50 %% van het geld"),
        ("fr", "Deux  espaces"),
        ("fr", "C'est fait"),
        ("fr", "Dites “oui”"),
        ("fr", "Pourquoi?"),
        ("fr", "Pourquoi ?"),
        ("fr", "Budget: 3"),
        ("fr", "Budget : 3"),
        ("fr", "Dites « oui »"),
        ("fr", "«\u00a0oui»"),
        ("fr", "50 %% de l’argent"),
    ],
)
def test_a_sign_set_wrongly_is_caught(language: str, text: str) -> None:
    assert list(ill_set(catalogue(entry("a", text)), language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Zeg “ja”: dat kan, ’s avonds tot 20:00 uur. Klopt het? 50\u00a0%%!"),
        ("nl", 'Schrijf naar <a href="mailto:%(mail)s">%(mail)s</a>.'),
        (
            "fr",
            "Dites «\u00a0oui\u00a0»\u00a0: jusqu’à 20:00. C’est juste\u00a0? 50\u00a0%%\u00a0!",
        ),
        ("fr", 'Écrivez à <a href="mailto:%(mail)s">%(mail)s</a>.'),
    ],
)
def test_signs_set_well_are_fine(language: str, text: str) -> None:
    assert not list(ill_set(catalogue(entry("a", text)), language))

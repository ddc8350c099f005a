"""What changed in a source, what a translation should have in common with it, and its terms."""

import pytest

from budgeting.glossary import TERMS, terms_in
from budgeting.translating import MOST_WORDS, Piece, plain, remarks, word_diff


def test_a_changed_word_is_shown_between_those_that_stayed() -> None:
    assert word_diff("Een bank in het park.", "Twee banken in het park.") == [
        Piece("gone", "Een bank "),
        Piece("new", "Twee banken "),
        Piece("same", "in het park."),
    ]


def test_an_added_sentence_is_new_and_nothing_else() -> None:
    pieces = word_diff("Een bank.", "Een bank.\n\nEn een boom.")
    assert [piece.kind for piece in pieces] == ["same", "new"]


def test_ends_of_lines_and_spaces_are_no_change() -> None:
    assert {piece.kind for piece in word_diff("Een.\r\n\r\nTwee. ", "Een.\n\nTwee.")} == {"same"}


@pytest.mark.parametrize(("was", "now"), [("", "Nieuw"), ("Oud", ""), ("<b>a", "<b>b&")])
def test_nothing_of_either_text_is_lost(was: str, now: str) -> None:
    pieces = word_diff(was, now)
    assert "".join(one.text for one in pieces if one.kind != "new").strip() == was
    assert "".join(one.text for one in pieces if one.kind != "gone").strip() == now


def test_a_very_long_text_is_compared_by_lines() -> None:
    long = "woord " * (MOST_WORDS + 1)
    pieces = word_diff(f"{long}\nlaatste", f"{long}\nandere")
    assert [piece.kind for piece in pieces] == ["same", "gone", "new"]


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Eerste.\n\nTweede.", "Premier. Deuxième.", ["paragraphs"]),
        ("Eerste.\r\n\r\nTweede.", "Premier.\n\nDeuxième.", []),
        ("Tot € 20.000 om 14.30 uur", "Jusqu’à 20 000 € à 14 h 30", []),
        ("Tot € 20.000", "Jusqu’à 2 000 €", ["figures"]),
        ("Zie https://a.example/b2.", "Voir https://a.example/b2 !", []),
        ("Mail wijk@a.example", "Envoyez un mail à quartier@a.example", ["marks"]),
        ("Beste {name}", "Cher {nom}", ["marks"]),
    ],
)
def test_what_does_not_match_is_remarked(source: str, target: str, found: list[str]) -> None:
    assert remarks(source, target) == found


def test_plain_is_what_the_database_keeps() -> None:
    assert plain(" a\r\nb\rc ") == "a\nb\nc"


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("De wijkraden kiezen.", "nl", ["wijkraad"]),
        ("Alle voorstellen en stemmen", "nl", ["voorstel", "stem"]),
        ("Le CONSEIL COMMUNAL et les conseils de quartier", "fr", ["gemeenteraad", "wijkraad"]),
        ("les réclamations", "fr", ["bezwaar"]),
        ("Een stemming in de wijkbibliotheek", "nl", []),
        ("the neighbourhood councils", "en", ["wijkraad"]),
        ("méthode des parts égales", "fr", ["methode van gelijke delen"]),
    ],
)
def test_terms_are_found_in_their_forms(text: str, language: str, terms: list[str]) -> None:
    assert [term.nl for term in terms_in(text, language)] == terms


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_term_is_found_by_itself(language: str) -> None:
    for term in TERMS:
        assert terms_in(term.in_language(language), language)

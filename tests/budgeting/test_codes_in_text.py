"""What people type is kept to the letter; a voting code in it is cut out however it is written."""

import random
import time

import pytest

from budgeting.codes_in_text import HIDDEN, LONGEST_TEXT, has_code, without_codes
from voting.codes import VOTING_CODE_SYMBOLS, grouped, new_code, with_check

CODE = with_check("zy7ctag7y9kjyx2g8")
PRINTED = grouped(CODE)
GROUPS = PRINTED.split("-")
GAPS = ["-", " ", "\u00a0", "\u202f", "\t", "\n", "\r\n", "\u00ad", "\u200b", "\u2011", "\u2013",
        "\u2212", "  -", "  - ", " \u2013 ", "-\r\n", "--", ".", "_", "/"]  # fmt: skip
WRITTEN = {
    "as printed": PRINTED,
    "in capitals": PRINTED.upper(),
    "without a gap": CODE,
    "every symbol by itself": " ".join(CODE),
    "every sign by itself": " ".join(PRINTED),
    "one symbol too few": CODE[:-1],
    "one symbol too few, in groups": PRINTED[:-1],
    "two too few": CODE[:-2],
    "two too few, in groups": PRINTED[:-3],
    "two too few, with spaces": " ".join(GROUPS[:-1]),
    "one left out inside": " ".join([GROUPS[0], GROUPS[1][1:], *GROUPS[2:]]),
    "a letter before it": f"x{CODE}",
    "a letter before its groups": f"x{PRINTED}",
    "another letter before it": f"o{CODE}",
    "a letter behind it": f"{CODE}x",
    "a letter behind its groups": f"{PRINTED}x",
    "groups of its own": " ".join([CODE[:5], CODE[5:9], CODE[9:14], CODE[14:]]),
    "letters alone, in groups": "abcd-efgh-jkmn-pqrs-tu",
}
ORDINARY = [
    "The page of the council has a text that nobody can read.",
    "Deze zeer vage tekst va nergens heen",
    "vaak geprobeerd. Wacht even",
    "bestuderen, veranderen en",
    "de namen, de straat, de markt, het park en een berg",
    "bus 49 naar de markt en terug naar het park",
    "van de Steenweg 22b naar het park",
    "de rue du Champ 7b, en face du parc",
    "peut-être que ce texte-ci ne marche pas",
    "internationalisering",
    "2026-11-26 12:30",
    "+32 2 123 45 67",
    "BE71 0961 2345 6769",
    "https://stem.example.org/nl/c/schaerbeek-neptunus/2026/",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_stay(text: str) -> None:
    assert without_codes(text) == text


@pytest.mark.parametrize("gap", GAPS)
def test_a_code_is_cut_out_whatever_stands_between_its_groups(gap: str) -> None:
    assert without_codes(f"Mijn {gap.join(GROUPS)} einde") == f"Mijn {HIDDEN} einde"


@pytest.mark.parametrize("name", WRITTEN)
def test_a_code_is_cut_out_however_it_is_written(name: str) -> None:
    kept = without_codes(f"Mijn code: {WRITTEN[name]}. Die werkt niet")
    assert HIDDEN in kept
    assert kept.startswith("Mijn code: ")
    assert kept.endswith(". Die werkt niet")
    assert len(kept) <= len("Mijn code: x…. Die werkt niet")


def test_nearly_every_code_that_is_drawn_is_found() -> None:
    draw = random.Random(2026)
    codes = [new_code(draw.randbytes, VOTING_CODE_SYMBOLS) for _ in range(1000)]
    for write in (str, grouped, lambda code: grouped(code).replace("-", " ")):
        kept = [code for code in codes if without_codes(f"zei {write(code)} en") != "zei … en"]
        assert len(kept) <= 15, "only what is drawn without a digit passes for words"


def test_words_around_a_code_stay() -> None:
    text = f"Deze zeer vage {' '.join(GROUPS)} en deze {PRINTED}: waarom?"
    assert without_codes(text) == f"Deze zeer vage {HIDDEN} en deze {HIDDEN}: waarom?"


@pytest.mark.parametrize("piece", ["a ", "aa 2a ", f"{PRINTED} ", "2345 ", "a" * 9, "-"])
def test_a_very_long_text_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    assert len(without_codes(piece * 100_000)) <= LONGEST_TEXT
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("address", [f"/v:{CODE}", f"/{PRINTED}", f"/x?c={'+'.join(GROUPS)}",
                                     "/abcd-efgh-jkmn-pqrs-tu", f"/{'%'.join(CODE)}"])  # fmt: skip
def test_a_code_in_an_address_is_seen(address: str) -> None:
    assert has_code(address)


@pytest.mark.parametrize(
    "address",
    ["/nl/c/schaerbeek-neptunus/2026/", "/nl/c/parc-de-neder-hembeek/2027/",
     "/?theme=green&page=23", "/nl/desk/a/b/scanning/a3b4c5d6-a7b8-4999-8abc-defa2345bcde/"],
)  # fmt: skip
def test_an_ordinary_address_holds_no_code(address: str) -> None:
    assert not has_code(address)

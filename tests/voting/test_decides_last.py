"""Who decides last stands on the ballot too: on the screen and on paper."""

from typing import Any

import pytest
from django.test import Client

from tests import build
from tests.voting import booth
from voting.services.sheet_words import heading_of

pytestmark = pytest.mark.django_db

LAST: dict[str, Any] = {
    "decides_last_nl": "De gemeenteraad",
    "decides_last_fr": "Le conseil communal",
}


def test_the_booth_says_who_decides_last(resident: Client) -> None:
    edition = booth.open_now(**LAST)
    booth.Booth(resident).enter(booth.code_for(edition))
    assert (
        "Wie als laatste beslist: de gemeenteraad."
        in resident.get("/nl/vote/ballot/").content.decode()
    )
    assert "dernier\xa0: le conseil communal." in resident.get("/fr/vote/ballot/").content.decode()


def test_a_sheet_says_it_in_both_languages() -> None:
    edition = build.edition(influence_nl="U beslist mee.", influence_fr="Vous décidez.", **LAST)
    heading = heading_of(edition)
    assert heading.influence_nl == "U beslist mee. Wie als laatste beslist: de gemeenteraad."
    assert heading.influence_fr == "Vous décidez. Qui décide en dernier : le conseil communal."


def test_a_sheet_is_silent_about_it_where_one_language_lacks() -> None:
    texts: dict[str, Any] = {"influence_nl": "U beslist mee.", "decides_last_fr": ""}
    assert heading_of(build.edition(**texts)).influence_nl == "U beslist mee."


@pytest.mark.parametrize(
    ("nl", "fr", "printed"),
    [
        ("Het college", "L'échevin", ("het college.", "l'échevin.")),
        ("Een jury", "L’assemblée", ("een jury.", "l’assemblée.")),
        ("Dezelfde raad", "Lesage et Unger", ("Dezelfde raad.", "Lesage et Unger.")),
        ("Brussel", "Bruxelles", ("Brussel.", "Bruxelles.")),
    ],
)
def test_an_article_behind_the_colon_has_no_capital_and_a_name_keeps_its_own(
    nl: str, fr: str, printed: tuple[str, str]
) -> None:
    heading = heading_of(build.edition(decides_last_nl=nl, decides_last_fr=fr))
    assert heading.influence_nl.endswith(f"beslist: {printed[0]}")
    assert heading.influence_fr.endswith(f"dernier : {printed[1]}")

"""Changing the language in the booth loses no page and no choice."""

import re

import pytest

from tests.voting.booth import Booth, code_for, open_now, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("check", "Vérifiez votre vote"),
        ("done", "Votre vote est déposé"),
        ("receipt", "Mon enveloppe est-elle dans l’urne"),
    ],
)
def test_each_page_of_the_booth_has_its_french_one(name: str, words: str) -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    booth.fill(project=["1"])
    if name == "done":
        booth.cast()
    text = text_of(booth.page(name))
    # No warning about an unfinished vote: the draft goes along.
    assert f'href="/fr/vote/{name}/" hreflang="fr" lang="fr" data-leave-freely' in text
    assert words in text_of(booth.client.get(f"/fr/vote/{name}/"))


def test_what_is_ticked_goes_along_into_the_other_language() -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    text = text_of(booth.page("ballot"))
    assert re.search(r'<form id="ballot"', text)
    button = re.search(r'<button form="ballot" formaction="(/fr/[^"]*)" name="recount"', text)
    assert button
    sent = booth.client.post(button[1], {"project": ["2", "3"], "recount": "1"})
    assert sent["Location"] == "/fr/vote/ballot/"
    french = text_of(booth.client.get(sent["Location"]))
    assert re.findall(r'value="(\d)" id="p\d"[^>]*checked', french) == ["2", "3"]
    assert "Votre bulletin" in french


def test_the_enter_key_changes_no_language() -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    first = re.search(r"<button form=\"ballot\"[^>]*>", text_of(booth.page("ballot")))
    assert first
    assert "formaction" not in first[0]


def test_a_wrong_code_comes_back_with_the_switch() -> None:
    answer = Booth().enter("not-a-code")
    assert answer.status_code == 422
    assert 'href="/fr/vote/" hreflang="fr"' in text_of(answer)


def test_a_letter_is_opened_in_the_language_of_the_device() -> None:
    booth, code = Booth(), code_for(open_now())
    booth.client.get("/fr/protection/")
    assert booth.client.get(f"/v/{code}")["Location"] == "/fr/vote/ballot/"

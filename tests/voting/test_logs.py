"""No log line and no page repeats a code, however somebody came to put it into an address."""

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.voting.booth import code_for, open_now, text_of
from voting.codes import grouped
from voting.logs import WithoutCodes

CODE = "abcdefghjkmnpqrst2"
SPELLINGS = [
    CODE,
    CODE.upper(),
    grouped(CODE),
    grouped(CODE).replace("-", " "),
    grouped(CODE).replace("-", "%20"),
    grouped(CODE).replace("-", "+"),
    grouped(CODE).replace("-", "%2D"),
    grouped(CODE).replace("-", "\u2011"),
    grouped(CODE).replace("-", "  "),
]
PLACES = [
    "Not Found: /V/{}",
    "Not Found: /vote/{}/",
    "Not Found: /nl/vote/{}",
    "Not Found: /council/{}",
    "GET /nl/?code={} HTTP/1.1",
    "somebody typed {}.",
]


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def written(line: str, *args: object) -> str:
    record = logging.LogRecord("x", logging.WARNING, "", 0, line, args, None)
    assert WithoutCodes().filter(record)
    return record.getMessage()


def bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", SPELLINGS)
def test_a_code_in_any_spelling_and_place_is_cut_out(place: str, code: str) -> None:
    line = written("%s", place.format(code))
    assert "…" in line
    assert not any(code[at : at + 4].lower() in line.lower() for at in range(len(code) - 3))


@pytest.mark.parametrize("path", ["/v/abcd efgh/", "/V/abcd efgh", "/vote/abcd efgh", "/v/x/y z"])
def test_half_a_code_behind_a_short_address_is_cut_out_to_its_end(path: str) -> None:
    line = written("Not Found: %s", path)
    assert line.lower() in {"not found: /v/…", "not found: /vote/…"}


def test_an_access_line_keeps_its_end() -> None:
    line = written('"GET /v/abcd efgh HTTP/1.1" 302 0')
    assert line == '"GET /v/… HTTP/1.1" 302 0'


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /nl/vote/ballot/",
        "Internal Server Error: /nl/vote/check/",
        "Forbidden (CSRF token missing.): /fr/vote/",
        "Not Found: /nl/c/demo-laken/2026/proposals/12/",
    ],
)
def test_other_addresses_stay_as_they_are(line: str) -> None:
    assert written(line) == line


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/v/{}",
        "/v/{}/",
        "/V/{}",
        "/V/{}/",
        "/vote/{}",
        "/vote/{}/",
        "/Vote/{}",
        "/nl/v/{}",
        "/fr/v/{}/",
        "/nl/vote/{}",
        "/fr/vote/{}/",
        "/FR/V/{}",
    ],
)
def test_a_short_address_typed_in_another_way_leads_to_the_ballot(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    code = grouped(code_for(open_now()))
    client = Client()
    answer = client.get(address.format(code))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/vote/ballot/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    told = text_of(answer) + str(answer.headers) + str(answer.cookies) + caplog.text
    assert bare(code) not in bare(told)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/v/{}", "/nl/v/{}/", "/vote/{}", "/fr/vote/{}/x", "/V/{} y"])
def test_a_wrong_code_in_an_address_is_repeated_by_no_page(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Client().get(address.format(CODE))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/vote/")
    assert CODE not in text_of(answer) + answer["Location"] + caplog.text


@pytest.mark.django_db
def test_a_code_with_gaps_in_its_address_is_the_same_code() -> None:
    code = code_for(open_now())
    for written_as in (grouped(code).replace("-", "%20"), grouped(code).replace("-", "+")):
        assert Client().get(f"/v/{written_as}/")["Location"] == "/nl/vote/ballot/"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "ballot/", "check/", "done/", "receipt/", "leave/"])
def test_the_pages_of_the_booth_keep_their_addresses(name: str) -> None:
    client = Client()
    assert client.get(f"/vote/{name}")["Location"] == f"/nl/vote/{name}"
    assert client.get(f"/fr/vote/{name}").status_code in {200, 302, 405}
    assert client.get(f"/nl/vote/{name.rstrip('/')}x").status_code in {302, 404}
    if name:
        assert client.get(f"/nl/vote/{name[:-1]}")["Location"] == f"/nl/vote/{name}"

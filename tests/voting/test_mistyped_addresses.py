"""Whoever mistypes the address in a letter does not find the code again in the page."""

import html
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from budgeting.addresses import looks_like_code
from budgeting.models import User
from tests.people import SignIn
from voting.codes import encode_bytes, grouped, with_check

CODE = with_check("zy7ctag7y9kjyx2g8")
WITHOUT_DIGITS = "abcd-efgh-jkmn-pqrs-tu"
ADDRESSES = ("/v:{}", "/v?{}", "/v?code={}", "/v-{}", "/{}", "/{}/", "/nl/{}", "/nl/{}/",
             "/nl/v:{}", "/nl/vote/?code={}", "/nl/vote/?{}", "/nl/c/{}/",
             "/nl/c/{}/2026/proposals/", "/nl/?theme={}", "/nl/about/?x=1&y={}",
             "/fr/about{}")  # fmt: skip
SPELLINGS = (CODE, CODE.upper(), grouped(CODE), grouped(CODE).replace("-", " "), CODE[:-1],
             grouped(CODE).replace("-", "\u2011"), WITHOUT_DIGITS)  # fmt: skip

pytestmark = pytest.mark.django_db


def pieces(code: str) -> Iterator[str]:
    """Any five signs of the code in a row."""
    bare = code.casefold()
    return (bare[start : start + 5] for start in range(len(bare) - 4))


def holds_part_of(code: str, text: str) -> bool:
    shown = unquote(unquote(html.unescape(text))).casefold()
    return any(piece in shown for piece in pieces(code))


def told(client: Client, address: str) -> str:
    """The page at an address, and that to which a redirect leads without repeating the code."""
    answer = client.get(address, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("code", SPELLINGS, ids=ascii)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_repeats_a_code_out_of_its_address(
    resident: Client, address: str, code: str
) -> None:
    assert not holds_part_of(code, told(resident, address.format(quote(code))))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nor_for_who_is_signed_in(stranger: User, address: str) -> None:
    assert not holds_part_of(CODE, told(SignIn(stranger), address.format(CODE)))


@pytest.mark.parametrize("page", ["/v/{}", "/nl/{}", "{}"])
def test_nor_does_a_form_that_comes_back(resident: Client, page: str) -> None:
    address = f"/nl/feedback/?page={quote(page.format(CODE))}"
    answer = resident.post(address, {"message": ""})
    assert answer.status_code == 200
    assert not holds_part_of(CODE, answer.content.decode())
    referer = f"http://testserver/nl/{CODE}/"
    answer = resident.post("/nl/feedback/", {"message": ""}, HTTP_REFERER=referer)
    assert not holds_part_of(CODE, answer.content.decode())


def test_the_switch_still_works_there(resident: Client) -> None:
    for address in (f"/v:{CODE}", f"/nl/{CODE}"):
        assert '<a href="/fr/" hreflang="fr"' in told(resident, address)


def test_receipts_look_like_codes_and_keys_of_scans_do_not() -> None:
    assert looks_like_code(f"/nl/c/x/2026/receipts/?receipt={encode_bytes(b'abcdefghij')}")
    assert not looks_like_code("/nl/desk/x/2026/scanning/a3b4c5d6-a7b8-4999-8abc-defa2345bcde/")

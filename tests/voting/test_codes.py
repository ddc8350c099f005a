"""Codes: one alphabet, one spelling, and a check character that finds slips of the hand."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.codes import (
    ALPHABET,
    MAX_TEXT,
    VOTING_CODE_SYMBOLS,
    CodeError,
    bytes_of,
    decode_bytes,
    encode_bytes,
    grouped,
    new_code,
    parse_code,
    symbols_of,
    with_check,
)

bodies = st.text(ALPHABET, min_size=1, max_size=60)


def code_of(error: pytest.ExceptionInfo[CodeError]) -> str:
    return error.value.code


def test_the_alphabet_has_nothing_that_looks_like_nought_or_one() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("01oli")
    assert ALPHABET.islower()


def test_a_voting_code_cannot_be_guessed() -> None:
    code = new_code(secrets.token_bytes, VOTING_CODE_SYMBOLS)
    assert len(code) == VOTING_CODE_SYMBOLS + 1
    assert 31**VOTING_CODE_SYMBOLS > 2**80
    assert parse_code(code, VOTING_CODE_SYMBOLS) == code


def test_every_symbol_is_equally_likely_because_the_odd_byte_is_thrown_away() -> None:
    every_byte = bytes(range(256))
    code = new_code(lambda n: (every_byte * n)[:n], 31 * 8)
    counts = {symbol: code[:-1].count(symbol) for symbol in ALPHABET}
    assert set(counts.values()) == {8}


def test_a_broken_random_source_gives_an_error_and_no_endless_loop() -> None:
    with pytest.raises(RuntimeError):
        new_code(lambda n: b"\xff" * n, 17)
    with pytest.raises(RuntimeError):
        new_code(lambda n: b"", 17)
    with pytest.raises(ValueError, match="at least one"):
        new_code(secrets.token_bytes, 0)


def test_a_short_draw_is_made_up_by_the_next_one() -> None:
    draws: Iterator[bytes] = chain([b"\xff\x00"], repeat(b"\x01\x02"))
    assert new_code(lambda n: next(draws), 2) == with_check("23")


@given(bodies)
def test_every_single_wrong_symbol_is_found(body: str) -> None:
    code = with_check(body)
    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(CodeError) as refused:
                parse_code(code[:place] + wrong + code[place + 1 :])
            assert code_of(refused) == "code_mistyped"


@given(bodies)
def test_every_exchange_of_two_neighbours_is_found(body: str) -> None:
    code = with_check(body)
    for place in range(len(code) - 1):
        first, second = code[place], code[place + 1]
        swapped = code[:place] + second + first + code[place + 2 :]
        if first != second:
            with pytest.raises(CodeError, match="code_mistyped"):
                parse_code(swapped)


@given(bodies, st.integers(0, 5))
def test_zeros_lost_or_added_in_front_are_found(body: str, zeros: int) -> None:
    code = with_check("2" * zeros + body)
    for other in ("2" + code, code[1:]):
        if len(other) > 1 and (other[0] == "2" or code[0] == "2"):
            with pytest.raises(CodeError):
                parse_code(other)


@given(bodies, st.sampled_from([" ", "-", "\u2013", "\u00a0", "\t", "\n", "\u2011"]))
def test_spacing_hyphens_and_capitals_do_not_matter(body: str, between: str) -> None:
    code = with_check(body)
    typed = between.join(code.upper()) + between
    if len(typed) <= MAX_TEXT:
        assert parse_code(typed) == code
    assert parse_code(grouped(code)) == code == parse_code(parse_code(code))


@pytest.mark.parametrize(
    "text", ["", "-", "a", "  ", "abc0", "abco", "ab!c", "é2", "٣٤٥", "a" * 201]
)
def test_what_cannot_be_a_code_is_malformed(text: str) -> None:
    with pytest.raises(CodeError) as refused:
        parse_code(text)
    assert code_of(refused) == "code_malformed"


@given(st.text(max_size=250))
def test_no_text_at_all_crashes_the_reader(text: str) -> None:
    with suppress(CodeError):
        assert set(parse_code(text)) <= set(ALPHABET)


def test_a_code_of_another_length_is_refused_where_one_length_is_expected() -> None:
    with pytest.raises(CodeError, match="code_malformed"):
        parse_code(with_check("abc"), symbols=4)


def test_a_refusal_does_not_repeat_the_code_it_refuses() -> None:
    with pytest.raises(CodeError) as refused:
        parse_code("abcdefghjkmnp!")
    assert "abc" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_codes_are_printed_in_groups_of_four() -> None:
    assert grouped("abcdefghjk") == "abcd-efgh-jk"
    assert grouped("") == ""


@given(st.binary(min_size=1, max_size=64))
def test_bytes_come_back_from_their_code(data: bytes) -> None:
    code = encode_bytes(data)
    assert decode_bytes(grouped(code).upper()) == data
    assert len(code) == len(encode_bytes(bytes(len(data))))


def test_ten_bytes_make_seventeen_symbols_and_a_check_character() -> None:
    assert len(encode_bytes(bytes(10))) == 18


@given(st.integers(1, 64))
def test_symbols_that_stand_for_too_large_a_number_are_refused(size: int) -> None:
    with pytest.raises(CodeError, match="code_malformed"):
        bytes_of("z" * len(symbols_of(bytes(size))))


def test_symbols_of_a_length_that_no_bytes_have_are_refused() -> None:
    lengths = {len(symbols_of(bytes(size))) for size in range(1, 65)}
    assert len(lengths) == 64
    with pytest.raises(CodeError, match="code_malformed"):
        bytes_of("2")
    with pytest.raises(ValueError, match="1 to 64"):
        encode_bytes(b"")

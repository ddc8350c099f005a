"""Shares: any k of n rebuild the key; fewer, doubled or wrong ones never pass for right."""

import pickle
import secrets
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.codes import ALPHABET, grouped, symbols_of, with_check
from voting.sealing import ElectionKey, generate_election_key
from voting.shares import Share, ShareError, combine, parse_share, share_digest, split

EDITION = UUID("11111111-1111-4111-8111-111111111111")
OTHER_EDITION = UUID("22222222-2222-4222-8222-222222222222")
shares = st.builds(Share, st.integers(1, 16), st.binary(min_size=16, max_size=16))


@pytest.fixture
def key() -> ElectionKey:
    return generate_election_key(secrets.token_bytes)


def test_any_two_of_three_trustees_rebuild_the_key(key: ElectionKey) -> None:
    for pair in combinations(split(key.seed, 2, 3), 2):
        assert combine(pair, threshold=2, public=key.public) == key


def test_more_trustees_than_needed_rebuild_it_too(key: ElectionKey) -> None:
    parts = split(key.seed, 3, 5)
    for given_parts in (parts, parts[::-1], parts[1:]):
        assert combine(given_parts, threshold=3, public=key.public).private == key.private


def test_one_trustee_short_is_refused_with_the_number_that_is_missing(key: ElectionKey) -> None:
    with pytest.raises(ShareError) as refused:
        combine(split(key.seed, 3, 5)[:2], threshold=3, public=key.public)
    assert refused.value.code == "too_few_shares"
    assert refused.value.params == {"given": 2, "needed": 3}


def test_a_wrong_threshold_does_not_open_with_fewer_shares(key: ElectionKey) -> None:
    parts = split(key.seed, 3, 5)
    with pytest.raises(ShareError, match="shares_do_not_fit"):
        combine(parts[:2], threshold=2, public=key.public)
    with pytest.raises(ShareError, match="too_few_shares"):
        combine(parts[:1], threshold=1, public=key.public)
    with pytest.raises(ShareError, match="too_few_shares"):
        combine([], threshold=0, public=key.public)


def test_the_same_share_twice_is_refused_even_with_another_value(key: ElectionKey) -> None:
    first, *_ = split(key.seed, 2, 3)
    for twin in (first, Share(first.index, bytes(16))):
        with pytest.raises(ShareError) as refused:
            combine([first, twin], threshold=2, public=key.public)
        assert refused.value.code == "same_share_twice"
        assert refused.value.params == {"index": first.index}


def test_a_wrong_share_with_a_right_check_character_does_not_fit(key: ElectionKey) -> None:
    first, second, third = split(key.seed, 2, 3)
    flipped = Share(second.index, bytes([second.value[0] ^ 1]) + second.value[1:])
    assert parse_share(flipped.text) == flipped  # nothing is wrong with its spelling
    for given_parts in ([first, flipped], [first, flipped, third]):
        with pytest.raises(ShareError, match="shares_do_not_fit"):
            combine(given_parts, threshold=2, public=key.public)
    assert share_digest(EDITION, flipped) != share_digest(EDITION, second)


def test_shares_of_two_editions_do_not_fit_together(key: ElectionKey) -> None:
    other = generate_election_key(secrets.token_bytes)
    mine, theirs = split(key.seed, 2, 3), split(other.seed, 2, 3)
    with pytest.raises(ShareError, match="shares_do_not_fit"):
        combine([mine[0], theirs[1]], threshold=2, public=key.public)
    with pytest.raises(ShareError, match="shares_do_not_fit"):
        combine(theirs, threshold=2, public=key.public)


def test_two_splits_of_one_seed_do_not_mix(key: ElectionKey) -> None:
    once, again = split(key.seed, 2, 3), split(key.seed, 2, 3)
    assert once != again
    with pytest.raises(ShareError, match="shares_do_not_fit"):
        combine([once[0], again[1]], threshold=2, public=key.public)


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (3, 3), (4, 3), (0, 0), (2, 17), (-1, 2)])
def test_a_senseless_threshold_is_refused(threshold: int, count: int) -> None:
    with pytest.raises(ShareError, match="bad_threshold"):
        split(bytes(16), threshold, count)


def test_the_largest_board_of_trustees_works(key: ElectionKey) -> None:
    parts = split(key.seed, 15, 16)
    assert [part.index for part in parts] == list(range(1, 17))
    assert combine(parts[1:], threshold=15, public=key.public) == key


def test_only_a_sixteen_byte_seed_is_split() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        split(bytes(32), 2, 3)


@given(shares, st.sampled_from(["-", " ", "", "\u2013", " - "]))
def test_a_share_typed_from_paper_is_read_back(share: Share, between: str) -> None:
    assert share.text.startswith(f"wks1-{share.index}-")
    assert parse_share(share.text) == share
    assert parse_share(share.text.replace("-", between).upper()) == share


@given(shares)
def test_a_wrong_symbol_or_index_in_a_typed_share_is_found(share: Share) -> None:
    head, symbols = f"wks1-{share.index}-", share.text.replace("-", "")[-27:]
    for place in range(27):
        wrong = ALPHABET[(ALPHABET.index(symbols[place]) + 1) % 31]
        with pytest.raises(ShareError, match="share_mistyped"):
            parse_share(head + symbols[:place] + wrong + symbols[place + 1 :])
    with pytest.raises(ShareError, match="share_mistyped"):
        parse_share(f"wks1-{share.index % 16 + 1}-{symbols}")


@pytest.mark.parametrize("index", ["0", "17", "99", "01", "100", "x", "-1", "٣"])
def test_an_index_outside_the_board_is_malformed(index: str) -> None:
    code = with_check(ALPHABET[3] + symbols_of(bytes(16)))[1:]
    with pytest.raises(ShareError) as refused:
        parse_share(f"wks1-{index}-{grouped(code)}")
    # "-1" reads as 1, for which the check character is wrong
    assert refused.value.code == ("share_mistyped" if index == "-1" else "share_malformed")


def test_symbols_that_stand_for_no_sixteen_bytes_are_malformed() -> None:
    code = with_check(ALPHABET[1] + "z" * 26)
    with pytest.raises(ShareError, match="share_malformed"):
        parse_share(f"wks1-1-{code[1:]}")


@given(st.text(max_size=250))
def test_no_text_at_all_crashes_the_reader(text: str) -> None:
    with pytest.raises(ShareError, match="share_malformed"):
        parse_share(text)


def test_a_share_has_an_index_and_sixteen_bytes() -> None:
    for index, value in ((0, bytes(16)), (17, bytes(16)), (1, bytes(15))):
        with pytest.raises(ShareError, match="share_malformed"):
            Share(index, value)


def test_the_published_digest_differs_per_edition_and_index() -> None:
    share = Share(1, b"s" * 16)
    digests = {
        share_digest(EDITION, share),
        share_digest(OTHER_EDITION, share),
        share_digest(EDITION, Share(2, b"s" * 16)),
    }
    assert len(digests) == 3
    assert all(len(digest) == 7 + 64 for digest in digests)


def test_a_share_leaves_no_trace_in_logs_or_caches() -> None:
    share = Share(1, b"s" * 16)
    assert repr(share) == "Share(index=1)"
    with pytest.raises(TypeError):
        pickle.dumps(share)


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ShareError) as refused:
        parse_share("wks1-1-abcd-efgh")
    assert "abcd" not in str(refused.value)

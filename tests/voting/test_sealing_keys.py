"""Keys, drafts and digests: each secret alone in its place, and nothing told by a size."""

import pickle
import secrets
from dataclasses import fields
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.sealing import (
    MAX_DRAFT,
    EditionKeys,
    ElectionKey,
    SealingError,
    ballots_digest,
    credential_binding,
    decrypt_draft,
    derive_edition_keys,
    election_key_from_seed,
    encrypt_draft,
    envelope_mac,
    generate_election_key,
    lookup_digest,
    open_intake,
    public_of,
    receipt_of,
    seal_for_intake,
)

EDITION = UUID("11111111-1111-4111-8111-111111111111")
OTHER_EDITION = UUID("22222222-2222-4222-8222-222222222222")
ROOT = bytes(range(32))
KEYS = derive_edition_keys(ROOT, EDITION)
ELECTION = election_key_from_seed(b"sixteen bytes ok")


def test_each_key_of_each_edition_is_its_own() -> None:
    other = derive_edition_keys(ROOT, OTHER_EDITION)
    every = [getattr(keys, part.name) for keys in (KEYS, other) for part in fields(EditionKeys)]
    assert len(set(every)) == len(every) == 14
    assert all(len(key) == 32 for key in every)
    assert derive_edition_keys(ROOT, EDITION) == KEYS
    assert derive_edition_keys(bytes(32), EDITION).mac != KEYS.mac


def test_the_keys_stay_what_they_are_from_release_to_release() -> None:
    """Changing a label or the layout would make every kept envelope unreadable."""
    assert KEYS.lookup.hex() == "08846b01aad67bbc6b21fea02b16477d4d0edfbb4d5eee56709402e2bb798e24"
    assert (
        ELECTION.public.hex() == "fb894e23f2b2373ac54829e1f7e9ef82617c5b250eddfd99c2f3d60f94650949"
    )
    assert (
        lookup_digest(KEYS.lookup, "abc")
        == "e02961c98b4bf585bae42a582d59811fa37444b37758e59add09562c3639faa3"
    )
    assert receipt_of(b"sealed") == "3c5vp2734mte35uvxh"


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_the_wrong_length_is_refused_everywhere(size: int) -> None:
    key = bytes(size)
    for use in (
        lambda: derive_edition_keys(key, EDITION),
        lambda: lookup_digest(key, "abc"),
        lambda: credential_binding(key, EDITION),
        lambda: envelope_mac(key, edition=EDITION, binding="", channel="", sealed=b""),
        lambda: public_of(key),
        lambda: open_intake(key, b""),
        lambda: seal_for_intake(key, b""),
        lambda: encrypt_draft(key, b"", 0),
        lambda: generate_election_key(lambda n: bytes(size + 1)),
    ):
        with pytest.raises(SealingError, match="bad_key"):
            use()


def test_a_public_key_with_which_everyone_could_read_is_refused() -> None:
    with pytest.raises(SealingError, match="bad_key"):
        seal_for_intake(bytes(32), b"choices")


def test_the_trustees_seed_alone_gives_the_key_back() -> None:
    key = generate_election_key(secrets.token_bytes)
    assert election_key_from_seed(key.seed) == key
    assert len(key.seed) == 16
    assert public_of(key.private) == key.public


@pytest.mark.parametrize("secret", [KEYS, ELECTION])
def test_secrets_leave_no_trace_in_logs_or_caches(secret: EditionKeys | ElectionKey) -> None:
    shown = repr(secret)
    private = (part.name for part in fields(secret) if part.name != "public")
    assert not any(repr(getattr(secret, name)) in shown for name in private)
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_code_is_looked_up_under_its_editions_key_only() -> None:
    digest = lookup_digest(KEYS.lookup, "abcd")
    assert len(digest) == 64
    assert digest != lookup_digest(derive_edition_keys(ROOT, OTHER_EDITION).lookup, "abcd")
    assert digest != lookup_digest(KEYS.lookup, "abce")


ballots = st.lists(
    st.tuples(
        st.sampled_from(["online", "paper"]),
        st.text('[a,]"\n', max_size=5),
        st.none() | st.text("0123456789/", max_size=3),
    ),
    max_size=8,
)


@given(ballots, st.randoms(use_true_random=False))
def test_the_ballots_digest_does_not_depend_on_their_order(
    box: list[tuple[str, str, str | None]], chance: object
) -> None:
    shuffled = list(box)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ballots_digest(shuffled) == ballots_digest(iter(box))


@given(ballots, ballots)
def test_other_ballots_have_another_digest(
    box: list[tuple[str, str, str | None]], other: list[tuple[str, str, str | None]]
) -> None:
    same = sorted(map(repr, box)) == sorted(map(repr, other))
    assert (ballots_digest(box) == ballots_digest(other)) is same
    assert ballots_digest([*box, ("paper", "[]", None)]) != ballots_digest(box)


def test_a_repeated_ballot_counts_twice_in_the_digest() -> None:
    ballot = ("paper", '["a"]', "3/17")
    assert ballots_digest([ballot]) != ballots_digest([ballot, ballot])
    assert ballots_digest([ballot]) != ballots_digest([("paper", '["a"]', None)])
    assert ballots_digest([]).startswith("sha256:")


def test_scans_are_sealed_on_their_way_in() -> None:
    sealed = seal_for_intake(public_of(KEYS.intake_private), b"an image")
    assert open_intake(KEYS.intake_private, sealed) == b"an image"
    with pytest.raises(SealingError, match="unreadable"):
        open_intake(ELECTION.private, sealed)


@given(st.binary(max_size=MAX_DRAFT), st.binary(max_size=40))
def test_a_draft_comes_back_and_its_cookie_says_nothing_by_its_size(
    data: bytes, context: bytes
) -> None:
    cookie = encrypt_draft(KEYS.draft, data, MAX_DRAFT, context=context)
    assert decrypt_draft(KEYS.draft, cookie, context=context) == data
    assert len(cookie) == len(encrypt_draft(KEYS.draft, b"", MAX_DRAFT)) <= 2000
    assert decrypt_draft(KEYS.draft, cookie, context=context + b"x") is None
    assert decrypt_draft(KEYS.mac, cookie, context=context) is None


@given(st.text(max_size=300))
def test_a_cookie_that_we_did_not_make_is_no_draft(text: str) -> None:
    assert decrypt_draft(KEYS.draft, text) is None


def test_a_changed_or_endless_cookie_is_no_draft() -> None:
    cookie = encrypt_draft(KEYS.draft, b"a,b", 64)
    changed = ("B" if cookie[40] == "A" else "A").join([cookie[:40], cookie[41:]])
    assert decrypt_draft(KEYS.draft, changed) is None
    assert decrypt_draft(KEYS.draft, cookie[:-4]) is None
    assert decrypt_draft(KEYS.draft, cookie * 50) is None


def test_a_draft_that_does_not_fit_is_refused() -> None:
    with pytest.raises(SealingError, match="draft_too_long"):
        encrypt_draft(KEYS.draft, b"abc", 2)
    with pytest.raises(ValueError, match="at most"):
        encrypt_draft(KEYS.draft, b"", MAX_DRAFT + 1)

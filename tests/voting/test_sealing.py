"""Sealing: what a thief of the database, a forger or a mover of envelopes cannot do."""

import json
import secrets
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from voting.codes import parse_code
from voting.formats import longest_choices, parse_format
from voting.sealing import (
    SEAL_OVERHEAD,
    SealingError,
    credential_binding,
    derive_edition_keys,
    election_key_from_seed,
    envelope_mac,
    generate_election_key,
    mac_matches,
    receipt_of,
    seal,
    sealed_length,
    unseal,
)

EDITION = UUID("11111111-1111-4111-8111-111111111111")
OTHER_EDITION = UUID("22222222-2222-4222-8222-222222222222")
ROOT = bytes(range(32))
KEYS = derive_edition_keys(ROOT, EDITION)
ELECTION = election_key_from_seed(b"sixteen bytes ok")
BINDING = credential_binding(KEYS.code_binding, OTHER_EDITION)
CHOICES = '["a","b"]'


def sealed_choices(choices: str = CHOICES, *, edition: UUID = EDITION, length: int = 256) -> bytes:
    return seal(ELECTION.public, edition=edition, binding=BINDING, choices=choices, length=length)


def opened(sealed: bytes, *, edition: UUID = EDITION, binding: str = BINDING) -> str:
    return unseal(ELECTION.private, sealed, edition=edition, binding=binding)


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(0, 300))
def test_choices_come_back_from_their_envelope(choices: str, extra: int) -> None:
    sealed = sealed_choices(choices, length=sealed_length(len(choices.encode())) + extra)
    assert opened(sealed) == choices


def test_one_choice_and_sixty_make_envelopes_of_one_length() -> None:
    projects = [str(UUID(int=n)) for n in range(60)]
    length = sealed_length(longest_choices(parse_format({"type": "approval"}), projects))
    sizes = {
        len(sealed_choices(json.dumps(projects[:n], separators=(",", ":")), length=length))
        for n in (0, 1, 30, 60)
    }
    assert sizes == {length + SEAL_OVERHEAD}


def test_the_same_choices_never_look_the_same() -> None:
    assert sealed_choices() != sealed_choices()
    assert receipt_of(sealed_choices()) != receipt_of(sealed_choices())


def test_choices_that_do_not_fit_are_refused_and_not_cut() -> None:
    fits = "x" * (256 - 20 - 64)
    assert opened(sealed_choices(fits)) == fits
    for choices in (fits + "x", "x" * 70_000):
        with pytest.raises(SealingError, match="choices_too_long"):
            sealed_choices(choices)


def test_an_envelope_of_another_edition_is_refused_even_under_one_key() -> None:
    with pytest.raises(SealingError) as refused:
        opened(sealed_choices(edition=OTHER_EDITION))
    assert refused.value.code == "not_sealed_for_this_edition"


def test_an_envelope_moved_to_another_credential_is_refused() -> None:
    for binding in (credential_binding(KEYS.code_binding, uuid4()), "", "é"):
        with pytest.raises(SealingError, match="wrong_binding"):
            opened(sealed_choices(), binding=binding)


@given(st.integers(0, 256 + SEAL_OVERHEAD - 1), st.integers(0, 7))
def test_any_flipped_bit_makes_an_envelope_unreadable(place: int, bit: int) -> None:
    sealed = bytearray(sealed_choices())
    sealed[place] ^= 1 << bit
    # The top bit of an X25519 public key is ignored when agreeing (RFC 7748), but the sealed
    # box also hashes the whole key into its nonce, so that this flip is found as well.
    with pytest.raises(SealingError, match="unreadable"):
        opened(bytes(sealed))


@given(st.binary(max_size=400))
def test_hostile_bytes_are_unreadable_and_crash_nothing(data: bytes) -> None:
    with pytest.raises(SealingError, match="unreadable"):
        opened(data)


@given(st.binary(max_size=120))
def test_a_forger_with_the_public_key_gets_no_odd_content_through(content: bytes) -> None:
    with pytest.raises(SealingError):
        opened(SealedBox(PublicKey(ELECTION.public)).encrypt(content))


@pytest.mark.parametrize(
    "content",
    [
        b"\x02" + EDITION.bytes + b"\x01\x00\x02b[]",  # a version of tomorrow
        b"\x01" + EDITION.bytes + b"\x01\x00\x02b[",  # shorter than it says
        b"\x01" + EDITION.bytes + b"\x01\x00\x02b[]\0x",  # something hidden in the padding
        b"\x01" + EDITION.bytes + b"\x01\x00\x02b\xff\xfe",  # no UTF-8
    ],
)
def test_a_layout_that_we_did_not_write_is_unreadable(content: bytes) -> None:
    with pytest.raises(SealingError, match="unreadable"):
        opened(SealedBox(PublicKey(ELECTION.public)).encrypt(content), binding="b")


def test_another_elections_key_opens_nothing() -> None:
    other = generate_election_key(secrets.token_bytes)
    with pytest.raises(SealingError, match="unreadable"):
        unseal(other.private, sealed_choices(), edition=EDITION, binding=BINDING)


def test_a_forged_envelope_opens_but_its_mac_gives_it_away() -> None:
    forged = sealed_choices('["bought"]')  # needs nothing but the public key and the binding
    assert opened(forged) == '["bought"]'
    guess = envelope_mac(
        bytes(32), edition=EDITION, binding=BINDING, channel="online", sealed=forged
    )
    assert not mac_matches(
        KEYS.mac, guess, edition=EDITION, binding=BINDING, channel="online", sealed=forged
    )


def test_the_mac_holds_edition_binding_channel_and_seal_together() -> None:
    sealed = sealed_choices()
    mac = envelope_mac(KEYS.mac, edition=EDITION, binding=BINDING, channel="online", sealed=sealed)

    def holds(
        edition: UUID = EDITION,
        binding: str = BINDING,
        channel: str = "online",
        seal_: bytes = sealed,
        mac_: str = mac,
    ) -> bool:
        return mac_matches(
            KEYS.mac, mac_, edition=edition, binding=binding, channel=channel, sealed=seal_
        )

    assert holds()
    assert not holds(edition=OTHER_EDITION)
    assert not holds(binding=BINDING[:-1])
    assert not holds(channel="paper")
    assert not holds(seal_=sealed + b"\0")
    assert not holds(binding=BINDING + "o", channel="nline")  # no sliding between the parts
    assert not any(holds(mac_=other) for other in ("", mac[:-1], mac.upper(), "é", "\ud800"))


def test_a_receipt_is_eighty_bits_in_the_one_alphabet() -> None:
    receipt = receipt_of(sealed_choices())
    assert parse_code(receipt, symbols=17) == receipt


def test_a_replaced_key_does_not_open_the_box() -> None:
    swapped = replace(ELECTION, private=KEYS.mac)
    with pytest.raises(SealingError, match="unreadable"):
        unseal(swapped.private, sealed_choices(), edition=EDITION, binding=BINDING)

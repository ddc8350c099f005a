"""What a phone seals: opened by this server, under the same device, nonce and number, and else not.

The vectors are read by the page's own script too: tests/journeys/test_phone_vectors.py.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.codes import CodedError, decode_bytes, parse_code
from voting.paper.code import authentic, device_hash, parse, serial_text
from voting.phone_sealing import Context, public_of, seal, unseal
from voting.sealing import SealingError

VECTORS = json.loads((Path(__file__).parent / "paper" / "vectors.json").read_text())
SECRET, OTHER = bytes(range(32)), bytes(range(1, 33))
CONTEXT = Context(uuid4(), uuid4(), uuid4(), 7)


def sealed(note: bytes = b"{}", image: bytes = b"picture") -> bytes:
    secret = secrets.token_bytes(32)
    return seal(public_of(SECRET), note, image, context=CONTEXT, secret=secret)


def refusal(secret: bytes, box: bytes, context: Context = CONTEXT) -> str:
    with pytest.raises(SealingError) as caught:
        unseal(secret, box, context=context)
    return caught.value.code


def test_a_note_and_a_picture_come_out_as_they_went_in() -> None:
    note, image = unseal(SECRET, sealed(b'{"a":1}', b"\x00" * 100), context=CONTEXT)
    assert (note.rstrip(), image) == (b'{"a":1}', b"\x00" * 100)


def test_how_much_was_marked_does_not_show_in_the_length() -> None:
    assert len(sealed(b"x" * 10)) == len(sealed(b"x" * 4000)) != len(sealed(b"x" * 5000))


@pytest.mark.parametrize(
    "changed", [{"edition": uuid4()}, {"device": uuid4()}, {"nonce": uuid4()}, {"sequence": 8}]
)
def test_a_scan_opens_under_its_own_name_only(changed: dict[str, object]) -> None:
    other = replace(CONTEXT, **changed)  # type: ignore[arg-type]
    assert refusal(SECRET, sealed(), other) == "unreadable"


def test_another_key_or_a_changed_byte_opens_nothing() -> None:
    box = sealed()
    assert refusal(OTHER, box) == "unreadable"
    for place in (0, 1, 2, 40, 66, len(box) - 1):
        changed = bytearray(box)
        changed[place] ^= 1
        assert refusal(SECRET, bytes(changed)) == "unreadable"


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_politely(data: bytes) -> None:
    assert refusal(SECRET, data) == "unreadable"
    assert refusal(SECRET, b"\x01\x04" + data) == "unreadable"


def test_no_key_is_made_of_what_is_none() -> None:
    for public in (b"", b"\x04" + b"\x00" * 64):
        with pytest.raises(SealingError, match="bad_key"):
            seal(public, b"{}", b"", context=CONTEXT, secret=SECRET)


def test_the_vectors_hold_here() -> None:
    edition = UUID(VECTORS["edition"])
    for one in VECTORS["codes"]:
        parsed = parse(one["text"])
        serial = bytes.fromhex(one["serial"])
        read = (parsed.code.edition, parsed.code.layout, parsed.code.side, parsed.code.serial)
        assert read == (one["edition"], one["layout"], one["side"], serial)
        key, digest = bytes.fromhex(VECTORS["key"]), VECTORS["layout_digest"]
        assert authentic(parsed, key=key, edition_uuid=edition, layout_digest=digest)
        assert serial_text(serial) == one["typed"]
        assert device_hash(edition, serial) == one["device_hash"]
    for text in VECTORS["no_codes"]:
        with pytest.raises(CodedError):
            parse(text)
    for text, code in VECTORS["no_serials"]:
        with pytest.raises(CodedError, match=code.replace("serial_", "code_")):
            decode_bytes(parse_code(text, 17))


def test_the_vector_of_a_seal_holds_here() -> None:
    one = VECTORS["seal"]
    secret, once = bytes.fromhex(one["secret"]), bytes.fromhex(one["once"]["secret"])
    public, image = base64.b64decode(one["public"]), bytes.fromhex(one["image"])
    assert public_of(secret) == public
    names = (UUID(VECTORS["edition"]), UUID(one["device"]), UUID(one["nonce"]))
    context = Context(*names, one["sequence"])
    note = json.dumps(one["note"], separators=(",", ":")).encode()
    box = seal(public, note, image, context=context, secret=once)
    assert hashlib.sha256(box).hexdigest() == one["sealed_sha256"]
    opened = unseal(secret, box, context=context)
    assert (json.loads(opened[0]), opened[1]) == (one["note"], image)

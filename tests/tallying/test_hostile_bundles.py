"""Zips made to hurt: whatever was done to one, a recount refuses it with a code."""

import io
import json
import random
import zipfile
from pathlib import Path

import pytest

from tallying.engine import bundle
from tallying.engine.bundle import read_bundle
from tallying.engine.errors import EngineError
from tests.tallying.test_bundle import published, refused, resealed
from tests.tallying.test_commands import run


def packed(method: int) -> bytes:
    """The published bundle, its members packed by another method."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(published())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), compress_type=method)
    return buffer.getvalue()


def test_a_bundle_that_was_packed_again_is_read() -> None:
    assert read_bundle(packed(zipfile.ZIP_DEFLATED)).seed == "graine"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("damaged", [False, True])
def test_other_ways_of_packing_are_refused(tmp_path: Path, method: int, *, damaged: bool) -> None:
    data = bytearray(packed(method))
    if damaged:
        data[60:90] = b"\xff" * 30
    assert refused(bytes(data)).code in {"member_broken", "not_a_zip"}
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    assert run("recount", str(path))[0] == 3


@pytest.mark.parametrize("data", ["stored", "deflated"])
def test_no_flipped_byte_of_the_directory_ends_in_a_traceback(data: str) -> None:
    whole = published() if data == "stored" else packed(zipfile.ZIP_DEFLATED)
    at = whole.index(b"PK\x01\x02")
    for place in range(at, len(whole)):
        for value in (0, 1, 0xFF):
            _read_or_refuse(whole[:place] + bytes([value]) + whole[place + 1 :])


def test_no_random_damage_ends_in_a_traceback() -> None:
    whole, chance = published(), random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        _read_or_refuse(bytes(damaged))
        _read_or_refuse(whole[: chance.randrange(len(whole))])


def test_half_a_character_in_a_result_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(published())) as archive:
        results = json.loads(archive.read(bundle.RESULT))
    results[0]["digest"] = "\ud800"
    wild = resealed(bundle.RESULT, json.dumps(results).encode())
    assert refused(wild).code == "bundle_not_readable"


def _read_or_refuse(data: bytes) -> None:
    try:
        read_bundle(data)
    except EngineError as error:
        assert error.code  # noqa: PT017

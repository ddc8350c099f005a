"""The published bundle: the same bytes each time, and refused when anything was changed."""

import io
import json
import zipfile

import pytest

from tallying.engine import bundle
from tallying.engine.bundle import read_bundle, write_bundle
from tallying.engine.election import sha256
from tallying.engine.errors import EngineError
from tallying.engine.outcome import digest_of_input
from tallying.engine.recounting import recount
from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN, real, reference

RULES = (Rule("mes-cost", completion="add1", then="greedy-votes"), Rule("greedy-votes"))


def published(seed: str = "graine") -> bytes:
    """A bundle of Assen 2024: Equal Shares, with greedy as its shadow."""
    outcomes = [reference(ASSEN).run(rule, seed) for rule in RULES]
    return write_bundle(real(ASSEN), outcomes, software="wijkstem 0.1.0")


def changed(data: bytes, name: str, content: bytes | None) -> bytes:
    """The zip with one member replaced, or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        if content is not None:
            new.writestr(name, content)
    return buffer.getvalue()


def refused(data: bytes) -> EngineError:
    """The refusal of a zip."""
    with pytest.raises(EngineError) as refusal:
        read_bundle(data)
    return refusal.value


def test_two_bundles_of_one_result_are_the_same_bytes() -> None:
    assert published() == published()


def test_a_bundle_reads_back_and_recounts_to_the_same_digests() -> None:
    found = read_bundle(published())
    assert digest_of_input(found.election) == digest_of_input(real(ASSEN))
    assert (found.rules, found.seed) == (RULES, "graine")
    assert all(item.same and item.same_winners and item.same_digest for item in recount(found))


def test_the_bundle_says_in_three_languages_how_to_recount() -> None:
    with zipfile.ZipFile(io.BytesIO(published())) as archive:
        text = archive.read("README.txt").decode()
        assert sorted(archive.namelist()) == sorted([*bundle.COVERED, bundle.DIGESTS])
    assert all(word in text for word in ("ENGLISH", "NEDERLANDS", "FRANÇAIS", "recount"))


@pytest.mark.parametrize("name", bundle.COVERED)
def test_a_changed_file_is_named(name: str) -> None:
    refusal = refused(changed(published(), name, b"something else"))
    assert (refusal.code, refusal.details["file"]) == ("digest_mismatch", name)
    assert name in refusal.message


@pytest.mark.parametrize("name", [*bundle.COVERED, bundle.DIGESTS])
def test_a_missing_file_is_named(name: str) -> None:
    refusal = refused(changed(published(), name, None))
    assert (refusal.code, refusal.details["file"]) == ("member_missing", name)


def test_what_is_no_zip_is_refused() -> None:
    assert refused(b"PK not really").code == "not_a_zip"
    assert refused(b"").code == "not_a_zip"
    assert refused(published()[:-30]).code == "not_a_zip"


def test_a_zip_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bundle._MOST, bundle.RESULT, 1000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*bundle.COVERED, bundle.DIGESTS):
            archive.writestr(name, b"0" * (1001 if name == bundle.RESULT else 10))
    assert refused(buffer.getvalue()).code == "member_too_large"


def test_a_damaged_member_is_refused() -> None:
    data = bytearray(published())
    at = data.index(b"PROJECTS")
    data[at] ^= 1
    assert refused(bytes(data)).code == "member_broken"


def resealed(name: str, content: bytes) -> bytes:
    """A bundle with one file replaced and the digests made to fit."""
    data = changed(published(), name, content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        digests = {item: sha256(archive.read(item)) for item in bundle.COVERED}
    return changed(data, bundle.DIGESTS, json.dumps(digests).encode())


def test_files_that_fit_their_digests_but_make_no_sense_are_refused() -> None:
    for name in (bundle.RULE, bundle.RESULT):
        assert refused(resealed(name, b"not json")).code == "bundle_not_readable"
    assert refused(resealed(bundle.RESULT, b"[]")).code == "bundle_not_readable"
    assert refused(resealed(bundle.ELECTION, b"META\n")).code == "section_missing"


def test_a_recount_notices_another_winner() -> None:
    with zipfile.ZipFile(io.BytesIO(published())) as archive:
        results = json.loads(archive.read(bundle.RESULT))
    results[0]["selected"].pop()
    first, second = recount(read_bundle(resealed(bundle.RESULT, json.dumps(results).encode())))
    assert (first.same, first.same_winners, first.same_digest) == (False, False, True)
    assert second.same


def test_nothing_and_two_seeds_cannot_be_published() -> None:
    with pytest.raises(EngineError, match="at least one"):
        write_bundle(real(ASSEN), [])
    two = [reference(ASSEN).run(RULES[1], seed) for seed in ("a", "b")]
    with pytest.raises(EngineError, match="different seeds"):
        write_bundle(real(ASSEN), two)

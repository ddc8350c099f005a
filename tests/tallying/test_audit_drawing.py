"""Which sheets are drawn: the same for everybody, and every place alike."""

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Any

import pytest

from tallying.audit.drawing import (
    ALL,
    WITH,
    WITHOUT,
    Manifest,
    Pile,
    Ticket,
    numbers,
    read_manifest,
    sample,
    seed_from,
)
from tallying.audit.errors import AuditError

ZEROS, SEED = "sha256:" + "0" * 64, "31415926535897932384"
PILES = (
    Pile(1, "Bibliotheek, doos 1", 4, (1,), ("1-1", "1-2", "1-5", "1-6")),
    Pile(2, "Buurthuis", 3, (2, 3), ("2-1", "3-1")),
    Pile(3, "Blanco", 1),
    Pile(4, "Telefoon", 0, (4,), ("4-1", "4-2")),
)
MANIFEST = Manifest("demo-laken/2026", ZEROS, WITHOUT, 5, PILES, 12, 5)
VECTOR_DIGEST = "sha256:55a7689dc56c692568814f2789e0fc8c23dc484039c9e723d90e10fb4e9d41c3"
VECTOR = [(1, 3), (4, 2), (2, 2), (2, 1), (1, 1)]


def test_the_published_vectors_come_out() -> None:
    assert list(islice(numbers(ZEROS, SEED, 10), 12)) == [8, 9, 8, 9, 6, 3, 2, 1, 6, 9, 0, 5]
    drawn = [24368, 19169, 32738, 14789, 65066]
    assert list(islice(numbers(ZEROS, SEED, 100_000), 5)) == drawn


def test_anybody_gets_the_same_numbers_with_a_few_lines() -> None:
    text = f"{ZEROS},{SEED},1"
    assert int(sha256(text.encode()).hexdigest(), 16) % 10 == 8


def test_the_whole_sample_of_a_manifest_is_a_vector_too() -> None:
    assert MANIFEST.digest == VECTOR_DIGEST
    assert [(one.pile, one.sheet) for one in sample(MANIFEST, SEED)] == VECTOR


def test_a_sheet_that_nobody_recorded_has_a_place_and_so_has_a_record_without_a_sheet() -> None:
    assert MANIFEST.places == 4 + 3 + 1 + 2
    assert MANIFEST.ticket(0) == Ticket(1, 1)
    assert MANIFEST.ticket(6) == Ticket(2, 3)
    assert MANIFEST.pile(2).imprint(2) == "3-1"
    assert MANIFEST.pile(2).imprint(3) is None
    assert MANIFEST.ticket(9) == Ticket(4, 2)
    assert MANIFEST.pile(4).imprint(2) == "4-2"


def test_without_replacement_every_sheet_comes_once() -> None:
    drawn = sample(MANIFEST, SEED, 9)
    assert len(set(drawn)) == 9
    assert len(sample(MANIFEST, SEED, 99)) == len(set(sample(MANIFEST, SEED, 99))) == 10


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    for method in (WITH, WITHOUT):
        of = replace(MANIFEST, method=method)
        assert sample(of, SEED, 8)[:5] == sample(of, SEED, 5)


def test_with_replacement_a_sheet_may_come_twice() -> None:
    drawn = sample(replace(MANIFEST, method=WITH, size=400), SEED)
    often = Counter(drawn)
    assert len(drawn) == 400
    assert len(often) == 10
    assert min(often.values()) > 20


def test_all_means_every_sheet_whatever_the_dice_say() -> None:
    drawn = sample(replace(MANIFEST, method=ALL), SEED)
    assert len(drawn) == 10
    assert drawn == sorted(drawn)


def test_another_manifest_or_other_dice_give_another_sample() -> None:
    many = replace(MANIFEST, piles=(Pile(1, "Doos", 5_000),), size=30)
    other = replace(many, piles=(Pile(1, "Doos", 5_001),))
    drawn = sample(many, SEED)
    assert drawn != sample(other, SEED)
    assert drawn != sample(many, SEED + "5")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "seed_not_digits"), ("six" * 9, "seed_not_digits"), ("1234", "seed_too_short")],
)
def test_the_seed_is_twenty_digits_or_more(text: str, code: str) -> None:
    assert seed_from(" 31415 92653\n58979 32384 ") == SEED
    with pytest.raises(AuditError) as refused:
        seed_from(text)
    assert refused.value.code == code


def test_a_published_manifest_is_read_back() -> None:
    read = read_manifest(json.loads(json.dumps(MANIFEST.to_json())))
    assert read == MANIFEST
    assert read.digest == MANIFEST.digest


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "something"},
        {"version": 2},
        {"method": "as we like"},
        {"record": "sha256:0"},
        {"size": -1},
        {"size": True},
        {"margin": "12"},
        {"more": 1},
        {"piles": {}},
        {"piles": [[]]},
        {"piles": [PILES[0].to_json() | {"places": 5}]},
        {"piles": [PILES[0].to_json() | {"imprints": [1]}]},
        {"piles": [PILES[0].to_json() | {"sheets": 10**9 - 1, "places": 10**9 - 1}]},
        {"edition": "x" * 300},
    ],
)
def test_a_broken_manifest_is_refused_with_its_code(change: dict[str, Any]) -> None:
    documents: list[object] = [MANIFEST.to_json() | change, [], None]
    for document in documents:
        with pytest.raises(AuditError) as refused:
            read_manifest(document)
        assert refused.value.code == "manifest_broken"

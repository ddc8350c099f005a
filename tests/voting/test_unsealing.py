"""Files of an opening: whatever is wrong with one is said in a line, never in a traceback."""

import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from budgeting.digests import digest_of
from voting.codes import CodedError
from voting.sealing import election_key_from_seed, seal
from voting.unsealing import check_export, export_document, open_box, read_opening

EDITION = UUID("00000000-0000-4000-8000-000000000001")
KEY = election_key_from_seed(bytes(16))
DEEP = 100_000


def envelope(number: int, choices: str = '["1"]') -> dict[str, str]:
    binding = f"{number:064x}"
    sealed = seal(KEY.public, edition=EDITION, binding=binding, choices=choices, length=2048)
    return {
        "binding": binding,
        "channel": "online",
        "imprint": "",
        "receipt": f"receipt{number}",
        "sealed": base64.b64encode(sealed).decode(),
    }


def export(*envelopes: dict[str, str]) -> dict[str, Any]:
    return export_document(
        EDITION,
        public_key=KEY.public.hex(),
        threshold=2,
        ballot_format={"type": "approval", "min": 1, "max": None},
        costs={"1": 100, "2": 200},
        budget=1000,
        envelopes=envelopes or [envelope(1), envelope(2)],
        unverified=[{"receipt": "receipt9", "code": "forged"}],
    )


def again(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a digest that fits: whoever changes a file can do that too."""
    content = {key: value for key, value in document.items() if key != "digest"}
    return {**content, "digest": digest_of(content)}


def opening() -> dict[str, Any]:
    return open_box(check_export(export()), KEY, shuffle=list.reverse).document()


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(CodedError) as refusal:
        act()
    return refusal.value.code


WRONG: list[Any] = [None, 7, 1.5, True, "x", "\u00e9", [], {}, [1], [[]], {"a": []}, "0" * 64]
FITTING: list[tuple[str, Any]] = [
    ("budget", 7),
    ("threshold", 7),
    ("public_key", "0" * 64),
    ("costs", {}),
    ("envelopes", []),
    ("unverified", []),
    ("ballots", []),
    ("unreadable", []),
]
ODD: list[Any] = [None, [], 7, "x", {"envelopes": 1}, {"envelopes": []}, [{}]]


def test_what_the_two_machines_write_is_what_they_read() -> None:
    assert check_export(json.loads(json.dumps(export())))["threshold"] == 2
    opened = read_opening(json.loads(json.dumps(opening())))
    assert [ballot.choices for ballot in opened.ballots] == ['["1"]', '["1"]']
    assert opened.unreadable == ({"receipt": "receipt9", "code": "forged"},)


@pytest.mark.parametrize("document", ODD)
def test_another_document_is_no_export_and_no_opening(document: Any) -> None:
    assert code_of(lambda: check_export(document)) == "not_an_export"
    assert code_of(lambda: read_opening(document)) == "not_an_opening"


@pytest.mark.parametrize("field", sorted(export()))
def test_an_export_with_a_field_of_another_kind_is_no_export(field: str) -> None:
    for value in WRONG:
        changed = export() | {field: value}
        changed = changed if field == "digest" else again(changed)
        if (field, value) in FITTING:
            continue
        assert code_of(partial(check_export, changed)) == "not_an_export", value
    missing = {key: value for key, value in export().items() if key != field}
    assert code_of(lambda: check_export(missing)) == "not_an_export"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("binding", "xyz"),
        ("binding", 7),
        ("channel", "post"),
        ("channel", None),
        ("imprint", None),
        ("imprint", "x" * 41),
        ("receipt", 7),
        ("receipt", "a\0"),
        ("sealed", "%%%%"),
        ("sealed", "abc"),
        ("sealed", "é"),
        ("sealed", None),
        ("extra", "x"),
    ],
)
def test_an_envelope_with_a_wrong_field_makes_no_export(name: str, value: Any) -> None:
    changed = export()
    changed["envelopes"] = [changed["envelopes"][0] | {name: value}]
    assert code_of(lambda: check_export(again(changed))) == "not_an_export"


@pytest.mark.parametrize(
    "change",
    [
        {"unverified": [{"receipt": "x"}]},
        {"unverified": [{"receipt": 7, "code": "forged"}]},
        {"unverified": [{"receipt": "x", "code": ["forged"]}]},
        {"costs": {"1": "100"}},
        {"costs": {"1": True}},
        {"ballot_format": {"type": ["approval"]}},
        {"ballot_format": {"type": "approval", "min": "1"}},
        {"ballot_format": {"type": "score"}},
        {"edition": str(EDITION).upper().replace("0", "A")},
        {"threshold": 10**30},
    ],
)
def test_an_export_that_makes_no_sense_is_no_export(change: dict[str, Any]) -> None:
    assert code_of(lambda: check_export(again(export() | change))) == "not_an_export"


def test_a_changed_export_is_named_as_one() -> None:
    assert code_of(lambda: check_export(export() | {"budget": 1001})) == "export_changed"
    assert code_of(lambda: read_opening(opening() | {"ballots": []})) == "opening_changed"


def test_an_envelope_with_senseless_content_is_counted_as_unreadable() -> None:
    contents = ['["3"]', "[" * 900 + "]" * 900, '"\\ud800"', "", "7", '{"1":1}', '["1", "2"]']
    made = [envelope(number, text) for number, text in enumerate(contents, start=1)]
    opened = open_box(check_export(export(*made)), KEY, shuffle=list.reverse)
    assert opened.ballots == ()
    assert len(opened.unreadable) == len(contents) + 1


@pytest.mark.parametrize("field", sorted(opening()))
def test_an_opening_with_a_field_of_another_kind_is_no_opening(field: str) -> None:
    for value in WRONG:
        if (field, value) in FITTING:
            continue
        made = opening() | {field: value}
        assert code_of(partial(read_opening, made)) == "not_an_opening", value
    missing = {key: value for key, value in opening().items() if key != field}
    assert code_of(lambda: read_opening(missing)) == "not_an_opening"


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "post"},
        {"channel": ["online"]},
        {"channel": None},
        {"choices": 7},
        {"choices": ["1"]},
        {"choices": "["},
        {"choices": "7"},
        {"choices": "null"},
        {"choices": "[1]"},
        {"choices": '{"1":"2"}'},
        {"choices": '{"1":true}'},
        {"choices": "[NaN]"},
        {"choices": '[ "1" ]'},
        {"choices": '["\\ud800"]'},
        {"choices": "\ud800"},
        {"choices": "[" * DEEP},
        {"choices": "[" * 950 + "]" * 950},
        {"imprint": None},
        {"imprint": "x" * 41},
        {"extra": ""},
    ],
)
def test_a_ballot_with_a_wrong_field_makes_no_opening(change: dict[str, Any]) -> None:
    changed = opening()
    changed["ballots"] = [changed["ballots"][0] | change]
    assert code_of(lambda: read_opening(changed)) == "not_an_opening"


@pytest.mark.parametrize(
    "entry", [{}, {"receipt": "x"}, {"receipt": "x", "code": 7}, {"receipt": "\0", "code": "x"}, 7]
)
def test_an_unreadable_envelope_has_a_receipt_and_a_reason(entry: Any) -> None:
    changed = opening() | {"unreadable": [entry]}
    assert code_of(lambda: read_opening(changed)) == "not_an_opening"

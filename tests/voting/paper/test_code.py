"""The sheet's code: strict to read, impossible to make up, worthless anywhere else."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.paper import marking
from voting.paper.code import SheetCode, authentic, encode, parse
from voting.paper.errors import PaperError

DIGEST = "ab" * 32
CODE = SheetCode(7, 1, 2, marking.SERIAL)


def written(code: SheetCode = CODE, digest: str = DIGEST) -> str:
    return encode(code, key=marking.KEY, edition_uuid=marking.EDITION, layout_digest=digest)


def holds(text: str, **other: object) -> bool:
    asked = {"key": marking.KEY, "edition_uuid": marking.EDITION, "layout_digest": DIGEST}
    return authentic(parse(text), **{**asked, **other})  # type: ignore[arg-type]


def refused(text: str) -> bool:
    """Whether a text is no code at all; any other error than our own is a fault."""
    try:
        parse(text)
    except PaperError as refusal:
        return refusal.code in {"not_a_sheet_code", "unknown_version"}
    return False


def test_a_code_says_what_was_written_and_is_ours() -> None:
    parsed = parse(written())
    assert parsed.code == CODE
    assert holds(written())
    assert written() == "WB1.AEAAABYSAAAQEAYEAUDAOCAJ" + written()[28:]


@pytest.mark.parametrize(
    "other",
    [{"key": b"x" * 32}, {"edition_uuid": uuid4()}, {"layout_digest": "cd" * 32}],
)
def test_it_is_worth_nothing_elsewhere(other: dict[str, object]) -> None:
    assert not holds(written(), **other)


@given(st.integers(4, 43), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_changed_symbol_is_found(place: int, symbol: str) -> None:
    text = written()
    changed = text[:place] + symbol + text[place + 1 :]
    assert changed == text or refused(changed) or not holds(changed)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_refused_politely(text: str) -> None:
    for attempt in (text, "WB1." + text, written()[:20] + text):
        assert refused(attempt) or parse(attempt)

"""Files of the commands: what is no JSON, no share, or cannot be read is said in one line."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from budgeting.phases import Phase
from tests import build
from tests.voting.test_unsealing import DEEP, KEY, code_of, export, opening
from voting.management.files import FileError, read_json, read_text, write_new
from voting.shares import split


@pytest.mark.parametrize(
    "content",
    [
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'["\\uD83D"]',
        b"\xff\xfe",
        b"",
        b"NaN",
        b"[-Infinity]",
        b"9" * 5000,
    ],
)
def test_what_is_not_json_is_refused_as_such(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert code_of(lambda: read_json(tmp_path / "a.json")) == "not_json"


def test_a_character_in_two_halves_is_still_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('["\\ud83d\\ude00", "\\\\ud800"]')
    assert read_json(tmp_path / "a.json") == ["\U0001f600", "\\ud800"]


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    assert code_of(lambda: read_json(tmp_path)) == "file_missing"
    assert code_of(lambda: read_text(tmp_path / "none", most=10)) == "file_missing"
    (tmp_path / "file").write_text("x" * 11)
    assert code_of(lambda: read_text(tmp_path / "file", most=10)) == "file_too_large"
    assert code_of(lambda: write_new(tmp_path / "file" / "a", "x")) == "file_unwritable"
    assert code_of(lambda: write_new(tmp_path / "file", "x")) == "file_exists"
    with pytest.raises(FileError):
        write_new(tmp_path / "half", "\ud800")
    assert not (tmp_path / "half").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_missing"),
        (b"\xff\x00\xfe", "share_malformed"),
        (b"", "share_malformed"),
        (b"x" * 100_000, "file_too_large"),
        (b"wks1-1-abcd", "share_malformed"),
    ],
)
def test_a_share_file_that_is_none_is_refused_in_one_line(
    content: bytes | None, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, share, out = (tmp_path / name for name in ("export.json", "share.txt", "out.json"))
    file.write_text(json.dumps(export()))
    if content is not None:
        share.write_bytes(content)
    with pytest.raises(SystemExit) as stop:
        call_command("open_envelopes", str(file), "--share", str(share), "--out", str(out))
    assert stop.value.code == 3
    assert capsys.readouterr().err.startswith(f"{code}: ")
    assert not out.exists()


def test_shares_saved_by_a_word_processor_open_the_box(tmp_path: Path) -> None:
    file, out = tmp_path / "export.json", tmp_path / "out.json"
    file.write_text(json.dumps(export()))
    words = []
    for share in split(KEY.seed, 2, 3)[:2]:
        path = tmp_path / f"{share.index}.txt"
        path.write_bytes(b"\xef\xbb\xbf" + share.text.upper().encode() + b"\r\nAn\r\n")
        words += ["--share", str(path)]
    call_command("open_envelopes", str(file), *words, "--out", str(out), "--json")
    assert len(json.loads(out.read_text())["ballots"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["export_envelopes", "import_ballots"])
def test_an_edition_without_a_box_is_refused_in_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long_ago = build.NOW - timedelta(days=900)
    edition = build.edition(
        phase=Phase.COUNTING,
        opens_at=long_ago,
        closes_at=long_ago + timedelta(days=1),
        paper_intake_until=None,
    )
    file = tmp_path / "file.json"
    words = ["--out", str(file)]
    if command == "import_ballots":
        file.write_text(json.dumps(opening() | {"edition": str(edition.uuid)}))
        words = [str(file)]
    with pytest.raises(SystemExit) as stop:
        call_command(command, edition.address, *words)
    assert stop.value.code == 4
    assert capsys.readouterr().err.startswith("no_box: ")

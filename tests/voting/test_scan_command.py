"""`manage.py scan`: one row a page, marks for rehearsals only, telling exit codes."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.voting import booth, stacks
from voting.models import Scan

pytestmark = pytest.mark.django_db


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    call_command("scan", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_goes_on_after_a_broken_file_and_keeps_marks_to_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = booth.open_now()
    _batch, pages = stacks.stack(edition, ["1", "2"])
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(stacks.as_pdf(pages))
    bad.write_bytes(b"not a scan")
    rows = command(capsys, edition.address, str(bad), str(good))
    assert [(row["file"], row["page"], row["state"]) for row in rows] == [
        (str(bad), 1, "rejected"),
        (str(good), 1, "accepted"),
    ]
    assert not any("marks" in row for row in rows)
    again = command(capsys, edition.address, str(good), "--reveal")
    assert (again[0]["state"], again[0]["code"]) == ("duplicate", "already_counted")
    assert again[0]["marks"] == ["1", "2"]


def test_a_file_name_of_another_age_is_read_and_printed(tmp_path: Path) -> None:
    edition = booth.open_now()
    odd = Path(os.fsdecode(os.fsencode(tmp_path / "b") + b"\xe9.png"))
    _batch, pages = stacks.stack(edition, ["1"])
    odd.write_bytes(stacks.as_png(pages[0]))
    for more in ([], ["--json"]):
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        call_command("scan", edition.address, str(odd), *more, stdout=out)
    assert list(Scan.objects.values_list("file_name", "state")) == [
        ("b?.png", "accepted"),
        ("b?.png", "duplicate"),
    ]


def test_the_first_side_of_a_ballot_counts_once_the_second_one_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = booth.open_now(count=20)
    _batch, pages = stacks.stack(edition, ["1", "20"])
    file = tmp_path / "two-sides.pdf"
    file.write_bytes(stacks.as_pdf(pages))
    rows = command(capsys, edition.address, str(file))
    assert [(row["state"], row["code"]) for row in rows] == [("accepted", "ok")] * 2


def test_a_row_of_points_is_revealed_as_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = booth.open_now(ballot_format={"type": "points", "total": 5})
    _batch, pages = stacks.stack(edition, [("1", 2), ("3", 3)])
    (tmp_path / "a.png").write_bytes(stacks.as_png(pages[0]))
    (row,) = command(capsys, edition.address, str(tmp_path / "a.png"), "--reveal")
    assert row["marks"] == {"1": 2, "3": 3}


def test_marks_of_a_real_vote_are_not_revealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = booth.open_now(is_test=False)
    with pytest.raises(SystemExit) as stop:
        call_command("scan", edition.address, str(tmp_path / "a.png"), "--reveal")
    assert stop.value.code == 4
    assert capsys.readouterr().err.startswith("reveal_refused:")


def test_a_file_that_does_not_exist_stops_the_command_before_it_begins(tmp_path: Path) -> None:
    edition = booth.open_now()
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(SystemExit) as stop:
        call_command("scan", edition.address, str(tmp_path / "a.png"), str(tmp_path / "b.png"))
    assert stop.value.code == 3
    assert not Scan.objects.exists()

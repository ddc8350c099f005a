"""A trail that somebody touched is found out: by its digests, by the heads kept elsewhere."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from budgeting.append_only import install, missing_guards, remove
from budgeting.chain import Problem, head_from_text, line_from_json, line_to_json, problems
from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Record
from budgeting.services.heads import daily_heads, heads_file, note_head, noted_heads
from budgeting.services.recording import line_of, record
from budgeting.services.verifying import (
    go_on_after_restore,
    lines_for,
    note_missing_heads,
    verify_records,
)
from tests import build
from tests.triggers import lifted

ENGINES = [
    pytest.param("here", marks=pytest.mark.django_db(transaction=True)),
    pytest.param(
        "postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
    ),
]


def trail(clock: SetClock, lines: int = 5) -> list[Record]:
    edition = build.edition()
    return [record("phase", edition=edition, data={"n": n}, clock=clock) for n in range(lines)]


def force(sql: str) -> None:
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_planted_edit_is_found(engine: str, clock: SetClock) -> None:
    trail(clock)
    assert verify_records() == []
    force("UPDATE budgeting_record SET event = 'other' WHERE sequence = 3")
    assert verify_records() == [Problem(3, "changed")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_planted_deletion_in_the_middle_is_found(engine: str, clock: SetClock) -> None:
    trail(clock)
    force("DELETE FROM budgeting_record WHERE sequence = 3")
    assert verify_records() == [Problem(4, "gap")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_planted_deletion_of_the_last_line_is_found(engine: str, clock: SetClock) -> None:
    trail(clock)
    force("DELETE FROM budgeting_record WHERE sequence = 5")
    assert verify_records() == [Problem(5, "shortened")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_guard_that_is_gone_is_found(engine: str, clock: SetClock) -> None:
    assert missing_guards("budgeting_record") == []
    with connection.schema_editor() as editor:
        remove(editor, "budgeting_record")
    try:
        assert verify_records() == [Problem(0, "unguarded")]
    finally:
        with connection.schema_editor() as editor:
            install(editor, "budgeting_record")


@pytest.mark.django_db(transaction=True)
def test_a_chain_written_anew_is_found_by_the_heads_kept_elsewhere(clock: SetClock) -> None:
    """Whoever owns the database can make every digest fit again, but not what was published."""
    kept = trail(clock)[-1]
    force("DELETE FROM budgeting_record")
    for _line in range(5):
        record("phase", clock=clock)
    assert {problem.code for problem in verify_records()} == {"head_differs"}
    heads_file().unlink()
    assert verify_records() == [Problem(1, "unnoted")]
    assert Problem(5, "head_differs") in verify_records({kept.sequence: kept.digest})
    assert Problem(9, "shortened") in verify_records({9: kept.digest})


@pytest.mark.django_db(transaction=True)
def test_heads_that_are_gone_or_cut_off_are_missed(clock: SetClock) -> None:
    trail(clock)
    kept = heads_file().read_text(encoding="utf-8").splitlines()
    heads_file().write_text("\n".join(kept[:4]) + "\n", encoding="utf-8")
    assert verify_records() == [Problem(5, "unnoted")]
    assert note_missing_heads() == 1
    assert verify_records() == []
    force("UPDATE budgeting_record SET event = 'other' WHERE sequence = 5")
    with pytest.raises(Refused) as refused:
        note_missing_heads()
    assert refused.value.code == "not_intact"


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_the_trail_goes_on_and_says_what_was_lost(clock: SetClock) -> None:
    trail(clock)
    force("DELETE FROM budgeting_record WHERE sequence > 3")
    assert go_on_after_restore(clock=clock) == 2
    assert verify_records() == []
    told = Record.objects.latest("sequence")
    assert (told.sequence, told.event, told.data) == (4, "restored", {"lost": 2})
    force("UPDATE budgeting_record SET event = 'other' WHERE sequence = 4")
    assert verify_records() == [Problem(4, "changed")]
    with pytest.raises(Refused) as refused:
        go_on_after_restore(clock=clock)
    assert refused.value.code == "not_intact"


@pytest.mark.parametrize("line", ["x sha256:" + "a" * 64, "restored x", "7", "", "\x00"])
def test_what_is_no_line_of_the_heads_is_passed_over(line: str) -> None:
    note_head(1, "sha256:" + "b" * 64)
    with heads_file().open("ab") as file:
        file.write(line.encode() + b" \xff\n")
    assert list(noted_heads()) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_line_that_was_rolled_back_leaves_no_head(clock: SetClock) -> None:
    with transaction.atomic():
        record("phase", clock=clock)
        transaction.set_rollback(True)
    assert noted_heads() == {}


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_for_the_heads_does_not_stop_the_record(clock: SetClock, key_dir: Path) -> None:
    key_dir.write_text("not a folder")
    record("phase", clock=clock)
    assert Record.objects.count() == 1


def test_a_head_that_was_cut_off_is_passed_over() -> None:
    note_head(1, "sha256:" + "a" * 64)
    with heads_file().open("a", encoding="utf-8") as file:
        file.write("2 sha256:cut")
    assert list(noted_heads()) == [1]


@pytest.mark.django_db
def test_the_last_line_of_each_day_is_a_head(clock: SetClock) -> None:
    trail(clock, 3)
    trail_of_the_next_day = record("phase", clock=SetClock(clock.now().replace(day=2)))
    assert [row.sequence for row in daily_heads(5)] == [4, 3]
    assert [row.sequence for row in daily_heads(1)] == [trail_of_the_next_day.sequence]


@pytest.mark.django_db
def test_a_file_of_lines_is_verified_without_the_other_councils_content(clock: SetClock) -> None:
    trail(clock, 2)
    other = build.council("elsewhere")
    record("phase", council=other, data={"secret": "draft"}, clock=clock)
    mine = Record.objects.earliest("sequence").council
    assert mine is not None
    texts = [json.dumps(line_to_json(line)) for line in lines_for(mine)]
    assert "draft" not in "".join(texts)
    lines = [line_from_json(json.loads(text)) for text in texts]
    assert list(problems(lines, {})) == []
    assert list(problems([lines[0], *lines[2:]], {})) == [Problem(3, "gap")]
    last = line_of(Record.objects.latest("sequence"))
    assert list(problems(lines, {3: last.digest, 4: "sha256:x"})) == [Problem(4, "shortened")]


Run = Callable[[str], dict[str, object]]


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_is_wrong_and_leaves_with_four(
    clock: SetClock, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = trail(clock)
    call_command("verify_records")
    assert "INTACT" in capsys.readouterr().out
    force("DELETE FROM budgeting_record WHERE sequence = 5")
    with pytest.raises(SystemExit) as left:
        call_command("verify_records", "--json", "--head", f"5:{rows[-1].digest}")
    assert left.value.code == 4
    answer = json.loads(capsys.readouterr().out)
    assert answer["problems"] == [{"sequence": 5, "code": "shortened"}]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(json.dumps(line_to_json(line_of(row))) for row in rows[:4]))
    call_command("verify_records", str(file))
    file.write_text("[1]")
    with pytest.raises(SystemExit) as left:
        call_command("verify_records", str(file))
    assert left.value.code == 3


@pytest.mark.parametrize("text", ["", "12", "x:sha256:aa", "12:md5:aa"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        head_from_text(text)

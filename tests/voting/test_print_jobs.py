"""Batches made in the background: one file, sealed and fetched once; nothing is left half made."""

import io
import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.serializers import serialize
from pytest_django import Settings

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests import build
from tests.journeys.papers import SERIAL, texts_of
from tests.voting import desk
from voting.codes import parse_code
from voting.models import Credential, PrintBatch, PrintState, Sheet
from voting.sealed_file import PIECE, SealingWriter, opened, plain_length
from voting.services import print_files, print_jobs, printing
from voting.services.print_fetching import fetch, tidy
from voting.services.print_jobs import again, ask_for_sheets, carry_out, revive
from voting.services.printing import release_batch


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return print_files.folder()


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council, is_test=False)


def asked(edition: Edition, by: User, clock: SetClock, count: int = 3, **more: Any) -> PrintBatch:
    return ask_for_sheets(edition, count=count, by=by, clock=clock, **more)


def made(edition: Edition, by: User, clock: SetClock, count: int = 3, **more: Any) -> PrintBatch:
    batch = asked(edition, by, clock, count, **more)
    carry_out(batch.pk, clock=clock)
    batch.refresh_from_db()
    return batch


def fetched(batch: PrintBatch, by: User, clock: SetClock) -> bytes:
    size, pieces = fetch(batch, by=by, clock=clock)
    data = b"".join(pieces)
    assert len(data) == size
    return data


def later(clock: SetClock, **more: int) -> None:
    clock.moment += timedelta(**more)


def state_of(batch: PrintBatch) -> tuple[str, str]:
    batch.refresh_from_db()
    return batch.state, batch.code


@pytest.mark.django_db
def test_a_batch_waits_is_made_and_is_fetched_once(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = asked(edition, facilitator, clock)
    assert (batch.state, Sheet.objects.count()) == ("waiting", 0)
    carry_out(batch.pk, clock=clock)
    assert state_of(batch) == ("ready", "")
    assert (batch.made, Sheet.objects.filter(state="printed").count()) == (3, 3)
    assert fetched(batch, facilitator, clock).startswith(b"%PDF")
    assert state_of(batch) == ("fetched", "")
    assert list(folder.iterdir()) == []
    with pytest.raises(Refused) as refusal:
        fetch(batch, by=facilitator, clock=clock)
    assert refusal.value.code == "no_file"
    events = Record.objects.filter(event__startswith="sheets_").values_list("event", flat=True)
    assert list(events) == ["sheets_printed", "sheets_fetched"]


@pytest.mark.django_db
def test_the_sheets_of_a_fetched_file_are_those_in_the_database(
    edition: Edition, facilitator: User, clock: SetClock
) -> None:
    batch = made(edition, facilitator, clock, 2)
    pages = texts_of(fetched(batch, facilitator, clock))
    serials = [SERIAL.search(text) for text in pages]
    assert [found is not None for found in serials] == [False, True, True, False]
    for found in serials[1:3]:
        assert found is not None
        assert desk.sheet_of(edition, found[0]).batch == batch
    assert f"{batch.number}" in pages[0]


@pytest.mark.django_db
def test_no_serial_lies_in_plain_text_on_disk_or_in_the_database(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = made(edition, facilitator, clock)
    (sealed,) = folder.iterdir()
    on_disk = sealed.read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0
    rows = [*PrintBatch.objects.all(), *Sheet.objects.all(), *Credential.objects.all()]
    stored = serialize("json", rows) + json.dumps(list(Record.objects.values()), default=str)
    serials = SERIAL.finditer("\n".join(texts_of(fetched(batch, facilitator, clock))))
    for found in serials:
        for text in (found[0], parse_code(found[0])):
            assert text.encode() not in on_disk
            assert text not in stored
    assert b"%PDF" not in on_disk


@pytest.mark.django_db
def test_a_file_of_another_edition_or_with_a_changed_byte_does_not_open(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = made(edition, facilitator, clock)
    (sealed,) = folder.iterdir()
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(data)
    _size, pieces = fetch(batch, by=facilitator, clock=clock)
    with pytest.raises(Exception, match="unreadable"):
        b"".join(pieces)
    assert state_of(batch) == ("ready", "")


@pytest.mark.django_db
def test_a_download_that_broke_off_is_begun_again_and_two_at_once_give_one_whole_file(
    edition: Edition, facilitator: User, clock: SetClock
) -> None:
    batch = made(edition, facilitator, clock, 200)
    _size, broken_off = fetch(batch, by=facilitator, clock=clock)
    assert len(next(broken_off)) == PIECE
    del broken_off
    (_s, first), (size, second) = (fetch(batch, by=facilitator, clock=clock) for _ in range(2))
    begun = next(first)
    assert len(b"".join(second)) == size
    assert len(begun + b"".join(first)) < size


@pytest.mark.django_db
def test_only_who_asked_fetches_and_only_somebody_else_releases_and_only_afterwards(
    edition: Edition, facilitator: User, second_facilitator: User, clock: SetClock
) -> None:
    batch = made(edition, facilitator, clock)
    codes = []
    for action in (
        lambda: fetch(batch, by=second_facilitator, clock=clock),
        lambda: release_batch(batch, by=second_facilitator, clock=clock),
    ):
        with pytest.raises(Refused) as refusal:
            action()
        codes.append(refusal.value.code)
    fetched(batch, facilitator, clock)
    with pytest.raises(Refused) as refusal:
        release_batch(batch, by=facilitator, clock=clock)
    codes.append(refusal.value.code)
    assert codes == ["not_yours_to_fetch", "not_printed_yet", "printed_by_you"]
    release_batch(batch, by=second_facilitator, clock=clock)
    assert Sheet.objects.filter(state="released").count() == 3


@pytest.mark.django_db
def test_a_file_that_nobody_fetched_for_a_day_is_erased_and_its_sheets_are_void(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = made(edition, facilitator, clock)
    (folder / "6f1d5a52-8f0c-4c1c-9a52-3f2f6d0a7b11").write_bytes(b"of no batch")
    later(clock, hours=23)
    assert tidy(clock=clock) == 0
    assert len(list(folder.iterdir())) == 1
    later(clock, hours=2)
    assert tidy(clock=clock) == 1
    assert state_of(batch) == ("failed", "not_fetched")
    assert list(folder.iterdir()) == []
    assert set(Sheet.objects.values_list("state", "credential__state")) == {("void", "void")}
    assert not again(batch, by=facilitator, clock=clock)


@pytest.mark.django_db
def test_a_batch_whose_worker_died_is_made_anew_with_other_serials_and_no_sheet_of_before(
    edition: Edition,
    facilitator: User,
    clock: SetClock,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        """What no line of the worker can catch, as far as the database sees."""

    def dies(*_args: Any, **_more: Any) -> None:
        raise Killed

    batch = asked(edition, facilitator, clock)
    with monkeypatch.context() as patch:
        patch.setattr(print_jobs, "store", dies)
        with pytest.raises(Killed):
            carry_out(batch.pk, clock=clock)
    assert (*state_of(batch), Sheet.objects.count()) == ("making", "", 0)
    (left,) = folder.iterdir()
    carry_out(batch.pk, clock=clock)
    assert revive(clock=clock) == []
    assert state_of(batch) == ("making", "")
    later(clock, minutes=3)
    assert revive(clock=clock) == [batch.pk]
    carry_out(batch.pk, clock=clock)
    assert (*state_of(batch), Sheet.objects.count()) == ("ready", "", 3)
    assert [path.name for path in folder.iterdir()] == [str(batch.file)]
    assert left.name != str(batch.file)


@pytest.mark.django_db
def test_a_worker_that_was_thought_dead_stores_nothing(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = asked(edition, facilitator, clock)
    slow = print_jobs._take(batch.pk, clock=clock)
    assert slow is not None
    with print_files.new_sealed(slow) as out:
        done = printing.fill(slow, out, cover=True, random_bytes=secrets.token_bytes)
        later(clock, minutes=3)
        carry_out(batch.pk, clock=clock)
    with pytest.raises(printing.Overtaken):
        printing.store(done, state=PrintState.READY, clock=clock)
    assert (*state_of(batch), Sheet.objects.count()) == ("ready", "", 3)
    tidy(clock=clock)
    assert [path.name for path in folder.iterdir()] == [str(batch.file)]


@pytest.mark.django_db
def test_a_batch_that_could_not_be_written_says_so_and_is_tried_again(
    edition: Edition, facilitator: User, second_facilitator: User, clock: SetClock, folder: Path
) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder")
    batch = made(edition, facilitator, clock)
    assert (*state_of(batch), Sheet.objects.count()) == ("failed", "print_unwritable", 0)
    folder.unlink()
    assert again(batch, by=second_facilitator, clock=clock)
    carry_out(batch.pk, clock=clock)
    assert state_of(batch) == ("ready", "")
    assert batch.by == second_facilitator


@pytest.mark.django_db
def test_a_vote_that_closed_meanwhile_gets_no_more_sheets(
    edition: Edition, facilitator: User, clock: SetClock, folder: Path
) -> None:
    batch = asked(edition, facilitator, clock)
    Edition.objects.filter(pk=edition.pk).update(phase="counting")
    carry_out(batch.pk, clock=clock)
    assert (*state_of(batch), Sheet.objects.count()) == ("failed", "printing_is_over", 0)
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_a_command_that_was_killed_leaves_a_failed_batch_that_nobody_takes_up(
    edition: Edition, clock: SetClock
) -> None:
    batch = printing.new_print_batch(
        edition, count=2, venue=None, by=None, variant="standard",
        state=PrintState.MAKING, clock=clock,
    )  # fmt: skip
    later(clock, minutes=3)
    assert revive(clock=clock) == []
    assert state_of(batch) == ("failed", "print_broken_off")


@pytest.mark.django_db
def test_sheets_of_several_sides_begin_on_a_paper_of_their_own(
    facilitator: User, clock: SetClock
) -> None:
    council = facilitator.memberships.get().council
    edition = build.voting(council, count=33, is_test=False)
    pages = texts_of(fetched(made(edition, facilitator, clock, 2), facilitator, clock))
    serials = [bool(SERIAL.search(text)) for text in pages]
    # The cover and its white back, twice three sides and a white back, the end.
    assert serials == [False, False, *[True, True, True, False] * 2, False]
    assert [text.strip() == "" for text in pages] == [
        *(False, True), *[False, False, False, True] * 2, False
    ]  # fmt: skip


def test_a_sealing_writer_takes_any_pieces() -> None:
    for size in (0, 1, PIECE, PIECE + 1, 3 * PIECE):
        out, data = io.BytesIO(), bytes(range(256)) * (size // 256 + 1)
        writer = SealingWriter(out, bytes(32))
        for start in range(0, size, 1000):
            writer.write(data[start : min(start + 1000, size)])
        writer.finish()
        assert plain_length(len(out.getvalue())) == size
        out.seek(0)
        assert b"".join(piece for piece, _last in opened(out, bytes(32))) == data[:size]

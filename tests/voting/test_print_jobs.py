"""Batches made in the background: one file, sealed and fetched once; nothing is left half made."""

import json
from pathlib import Path

import pytest
from django.core.serializers import serialize
from pytest_django import Settings

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests import build
from tests.journeys.papers import SERIAL, texts_of
from tests.voting import desk
from tests.voting.prints import asked, fetched, later, made, state_of
from voting.codes import parse_code
from voting.models import Credential, PrintBatch, Sheet
from voting.sealed_file import PIECE
from voting.services import print_files
from voting.services.print_fetching import fetch, tidy
from voting.services.print_jobs import again, carry_out
from voting.services.printing import release_batch


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return print_files.folder()


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council, is_test=False)


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

"""Batches whose worker dies, whose disk is full or whose vote closes: no half batch is left."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from budgeting.clock import SetClock
from budgeting.models import Edition, User
from tests import build
from tests.journeys.papers import SERIAL, texts_of
from tests.voting.prints import asked, fetched, later, made, state_of
from voting.models import PrintState, Sheet
from voting.services import print_files, print_jobs, printing
from voting.services.print_fetching import tidy
from voting.services.print_jobs import again, carry_out, revive


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return print_files.folder()


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council, is_test=False)


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

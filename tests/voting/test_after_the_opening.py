"""After the opening: what was changed by hand is found, and nothing leads back to a person."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from tests import build
from tests.people import SignIn
from tests.voting import desk
from tests.voting.test_ceremony import page
from tests.voting.test_opening import LATER, opened, voted
from voting.models import Ballot, Credential, Opening, Scan, Upload, UploadPart
from voting.services.closing import close_voting
from voting.services.destruction import destroy_links
from voting.services.opening import import_ballots, opened_ballots


def opened_and_destroyed(edition: Edition) -> Opening:
    close_voting(edition, clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    return destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)


@pytest.mark.django_db
def test_a_ballot_that_was_added_later_stops_the_count(clock: SetClock) -> None:
    edition = voted(clock)
    opened_and_destroyed(edition)
    assert len(opened_ballots(edition)) == 4
    Ballot.objects.create(id=uuid4(), edition=edition, channel="online", choices=["4"])
    with pytest.raises(Refused) as refusal:
        opened_ballots(edition)
    assert refusal.value.code == "ballots_changed"


@pytest.mark.django_db
@pytest.mark.parametrize("choices", ['["99999"]', '"x"', '{"1": 5000.0}', "null", '["2","1"]'])
def test_choices_that_are_no_ballot_are_not_imported(choices: str, clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    box = opened(edition)
    wrong = (replace(box.ballots[0], choices=choices), *box.ballots[1:])
    with pytest.raises(Refused) as refusal:
        import_ballots(edition, replace(box, ballots=wrong), clock=LATER)
    assert refusal.value.code == "other_envelopes"
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_no_page_leads_from_a_sheet_to_what_was_on_it(clock: SetClock, facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council)
    serial = desk.serial_of(edition)
    desk.read(edition, serial, "1", by=facilitator)
    opened_and_destroyed(edition)
    scan = Scan.objects.get()
    assert (scan.sheet, scan.image, scan.reading) == (None, None, None)
    assert (scan.image_digest, scan.fingerprint, scan.file_name) == ("", "", "")
    assert (scan.at.minute, scan.at.second) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_reader_of_old_pages_is_waited_for(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM voting_envelope").fetchone()
            done = destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
            assert done.links_destroyed_at is not None
            assert done.tables_rewritten_at is None
    done = destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    assert done.tables_rewritten_at is not None


@pytest.mark.django_db
def test_before_the_close_nobody_sees_how_many_envelopes_there_are(
    clock: SetClock, officer: User
) -> None:
    edition = build.voting(officer.memberships.get().council)
    client = SignIn(officer)
    assert "envelopes" in client.get(page(edition)).context
    assert client.get(page(edition)).context["envelopes"] is None
    close_voting(edition, clock=SetClock(build.NOW + timedelta(days=10)))
    assert client.get(page(edition)).context["envelopes"] == 0


@pytest.mark.django_db
def test_links_are_not_broken_before_the_box_is_open(officer: User) -> None:
    edition = build.voting(officer.memberships.get().council)
    answer = SignIn(officer).post(page(edition, "opening_confirm"), {"tail": "12345678"})
    assert answer.status_code == 404


@pytest.mark.django_db
def test_an_opened_box_is_not_exported_once_more(
    clock: SetClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = voted(clock)
    opened_and_destroyed(edition)
    with pytest.raises(SystemExit) as stop:
        call_command("export_envelopes", edition.address, "--out", str(tmp_path / "e.json"))
    assert stop.value.code == 4
    assert capsys.readouterr().err.startswith("already_opened")
    assert not (tmp_path / "e.json").exists()


@pytest.mark.django_db
def test_the_address_of_a_button_says_so(clock: SetClock, officer: User) -> None:
    edition = build.voting(officer.memberships.get().council)
    with override("nl"):
        address = page(edition, "opening_confirm")
    answer = SignIn(officer).get(address)
    assert answer.status_code == 405
    assert "knop" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "options", "code"),
    [
        ("scan", [__file__], "paper_is_closed"),
        ("issue_codes", ["--count", "1"], "codes_too_late"),
    ],
)
def test_what_can_lead_to_no_vote_any_more_is_refused_at_once(
    clock: SetClock,
    capsys: pytest.CaptureFixture[str],
    command: str,
    options: list[str],
    code: str,
) -> None:
    edition = voted(clock)
    opened_and_destroyed(edition)
    rights = Credential.objects.count()
    with pytest.raises(SystemExit):
        call_command(command, edition.address, *options)
    assert capsys.readouterr().err.startswith(code)
    assert Credential.objects.count() == rights
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_no_file_of_scans_has_a_name_a_digest_or_a_part_left(clock: SetClock) -> None:
    edition = voted(clock)
    desk.finished(desk.stored(edition, b"no scan", clock=clock), clock=clock)
    close_voting(edition, clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    desk.stored(edition, b"came too late", clock=LATER)
    destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    assert not UploadPart.objects.exists()
    assert set(Upload.objects.values_list("file_name", "digest", "size", "state", "code")) == {
        ("", "", 0, "failed", "not_an_image"),
        ("", "", 0, "failed", "intake_closed"),
    }
    assert not Scan.objects.exclude(file_name="").exists()

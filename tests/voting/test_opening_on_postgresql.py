"""The opening on PostgreSQL: guarded rows go with their links, and the files are written anew."""

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.clock import SetClock
from tests.voting.test_opening import LATER, VOTES, opened, voted
from voting.models import (
    Adjudication,
    Ballot,
    Credential,
    DeviceScan,
    Envelope,
    Receipt,
    Scan,
    SupersededEnvelope,
    Upload,
    UploadPart,
)
from voting.services.closing import close_voting
from voting.services.destruction import REWRITTEN, destroy_links
from voting.services.opening import import_ballots

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_links_are_destroyed_and_the_tables_rewritten(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SupersededEnvelope.objects.all().delete()
    done = destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    assert done.tables_rewritten_at is not None
    assert not Envelope.objects.exists()
    assert not SupersededEnvelope.objects.exists()
    assert Ballot.objects.count() == len(VOTES)


def test_an_opened_ballot_cannot_be_changed(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    import_ballots(edition, opened(edition), clock=LATER)
    for statement in ("UPDATE voting_ballot SET channel = 'paper'", "DELETE FROM voting_ballot"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_every_table_that_loses_rows_is_rewritten() -> None:
    links = {Adjudication, Credential, Envelope, Receipt, Scan, SupersededEnvelope}
    links |= {DeviceScan, Upload, UploadPart}
    assert {model._meta.db_table for model in links} == set(REWRITTEN)

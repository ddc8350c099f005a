"""Casting online: one right, one envelope, the last one before the close counts."""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError

from budgeting.clock import SetClock
from budgeting.errors import Refused
from tests import build
from voting.errors import BallotRefused
from voting.models import Channel, Credential, Envelope, Receipt, SupersededEnvelope
from voting.sealing import credential_binding, unseal
from voting.services.casting import cast_online
from voting.services.keys import edition_keys, server_key
from voting.services.register import credential_of, issue_codes


def choice_in(envelope: Envelope) -> object:
    edition = envelope.edition
    binding = credential_binding(edition_keys(edition).code_binding, envelope.credential_id)
    key = server_key(edition)
    return json.loads(
        unseal(key.private, bytes(envelope.sealed), edition=edition.uuid, binding=binding)
    )


@pytest.mark.django_db
def test_a_vote_is_sealed_and_can_be_changed_until_the_close(clock: SetClock) -> None:
    edition = build.voting()
    (code,) = issue_codes(edition, count=1)
    first = cast_online(credential_of(code).pk, ["1", "3"], clock=clock)
    second = cast_online(credential_of(code).pk, ["2"], clock=clock)
    envelope = Envelope.objects.get()
    assert (envelope.receipt, envelope.changes) == (second.receipt, 1)
    assert choice_in(envelope) == ["2"]
    assert SupersededEnvelope.objects.get().receipt == first.receipt
    assert Receipt.objects.count() == 2


@pytest.mark.django_db
def test_all_envelopes_have_one_length(clock: SetClock) -> None:
    edition = build.voting(count=12)
    one, many = issue_codes(edition, count=2)
    small = cast_online(credential_of(one).pk, ["1"], clock=clock)
    large = cast_online(credential_of(many).pk, [str(n) for n in range(1, 13)], clock=clock)
    assert len(small.sealed) == len(large.sealed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "code"), [(-30, "vote_not_open"), (7, "vote_closed"), (300, "vote_closed")]
)
def test_outside_its_time_no_vote_is_taken(days: int, code: str) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    moment = SetClock(build.NOW + timedelta(days=days))
    with pytest.raises(BallotRefused) as refusal:
        cast_online(credential_of(typed).pk, ["1"], clock=moment)
    assert refusal.value.code == code
    assert not Envelope.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "code"), [([], "too_few"), (["9"], "unknown_project"), ("1", "malformed")]
)
def test_choices_that_are_no_ballot_are_refused(
    choices: object, code: str, clock: SetClock
) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    with pytest.raises(Refused) as refusal:
        cast_online(credential_of(typed).pk, choices, clock=clock)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_a_code_of_nobody_is_refused_like_a_mistyped_one_is_not() -> None:
    build.voting()
    with pytest.raises(BallotRefused) as unknown:
        credential_of("2" * 17 + "x")
    assert unknown.value.code in {"code_mistyped", "code_unknown"}
    with pytest.raises(BallotRefused) as malformed:
        credential_of("hello")
    assert malformed.value.code == "code_malformed"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["void", "spoiled"])
def test_a_code_that_was_taken_back_does_not_vote(state: str) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    Credential.objects.update(state=state)
    with pytest.raises(BallotRefused) as refusal:
        credential_of(typed)
    assert refusal.value.code == f"code_{state}"


@pytest.mark.django_db
def test_a_counted_paper_ballot_stands_against_a_later_online_vote(clock: SetClock) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    credential = credential_of(typed)
    cast_online(credential.pk, ["1"], clock=clock)
    Envelope.objects.update(channel=Channel.PAPER)
    with pytest.raises(BallotRefused) as refusal:
        cast_online(credential.pk, ["2"], clock=clock)
    assert refusal.value.code == "vote_is_on_paper"


@pytest.mark.django_db
def test_a_superseded_envelope_cannot_be_deleted_before_the_opening(clock: SetClock) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    for choice in ("1", "2"):
        cast_online(credential_of(typed).pk, [choice], clock=clock)
    with pytest.raises(DatabaseError, match="append-only"):
        SupersededEnvelope.objects.all().delete()


def cast_at_once(credential: Credential, times: int, clock: SetClock) -> list[str]:
    """`times` threads that cast at the same moment; the receipts or errors they got."""
    barrier, answers = Barrier(times), list[str]()

    def one(number: int) -> None:
        barrier.wait()
        try:
            choice = [str(number % 4 + 1)]
            answers.append(cast_online(credential.pk, choice, clock=clock).receipt)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def sixteen_at_once(clock: SetClock) -> None:
    edition = build.voting()
    (typed,) = issue_codes(edition, count=1)
    credential = credential_of(typed)
    connection.close()
    answers = cast_at_once(credential, 16, clock)
    envelope = Envelope.objects.get()
    assert len(set(answers)) == 16
    assert envelope.receipt in answers
    assert envelope.changes == 15
    assert SupersededEnvelope.objects.count() == 15


@pytest.mark.django_db(transaction=True)
def test_sixteen_casts_at_once_leave_exactly_one_envelope(clock: SetClock) -> None:
    sixteen_at_once(clock)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_casts_at_once_leave_exactly_one_envelope_on_postgresql(clock: SetClock) -> None:
    sixteen_at_once(clock)

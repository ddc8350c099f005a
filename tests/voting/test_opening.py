"""The opening: verify, write all ballots at once, break the links; then nobody can go back."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import SystemRandom

import pytest
from django.core.management import call_command

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition
from budgeting.phases import Phase
from tests import build
from voting.models import (
    Ballot,
    Channel,
    Credential,
    Envelope,
    Opening,
    Receipt,
    SupersededEnvelope,
)
from voting.services.casting import cast_online
from voting.services.closing import close_voting
from voting.services.destruction import destroy_links
from voting.services.keys import server_key
from voting.services.opening import export_envelopes, import_ballots, opened_ballots, problems
from voting.services.register import credential_of, issue_codes
from voting.services.starting import start_voting
from voting.unsealing import OpenedBox, open_box

LATER = SetClock(build.NOW + timedelta(days=10))
VOTES = [["1"], ["1", "2"], ["2", "4"], ["3"]]


def voted(clock: SetClock) -> Edition:
    edition = build.voting()
    for code, choice in zip(issue_codes(edition, count=len(VOTES)), VOTES, strict=True):
        cast_online(credential_of(code).pk, ["4"], clock=clock)
        cast_online(credential_of(code).pk, choice, clock=clock)
    return edition


def opened(edition: Edition) -> OpenedBox:
    return open_box(export_envelopes(edition), server_key(edition), shuffle=SystemRandom().shuffle)


@pytest.mark.django_db
def test_the_ballots_are_those_that_were_cast_last_and_the_links_are_gone(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    with pytest.raises(Refused) as refusal:
        opened_ballots(edition)
    assert refusal.value.code == "links_not_destroyed"
    destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    assert sorted(ballot.choices for ballot in opened_ballots(edition)) == sorted(VOTES)
    assert not Envelope.objects.exists()
    assert not SupersededEnvelope.objects.exists()
    assert Receipt.objects.count() == 2 * len(VOTES)
    assert not Credential.objects.filter(voter__isnull=False).exists()


@pytest.mark.django_db
def test_a_vote_that_is_open_is_neither_closed_nor_opened(clock: SetClock) -> None:
    edition = voted(clock)
    with pytest.raises(Refused) as refusal:
        close_voting(edition, clock=clock)
    assert refusal.value.code == "vote_still_open"
    with pytest.raises(Refused) as refusal:
        import_ballots(edition, opened(edition), clock=clock)
    assert refusal.value.code == "not_ready_to_open"
    assert problems(edition, clock=clock)
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_opening_twice_gives_the_same_ballots_once(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    first = import_ballots(edition, opened(edition), clock=LATER)
    again = import_ballots(edition, opened(edition), clock=LATER)
    assert first.ballots_digest == again.ballots_digest
    assert Ballot.objects.count() == len(VOTES)
    destroy_links(edition, copied_digest=first.ballots_digest, clock=LATER)
    destroy_links(edition, copied_digest=first.ballots_digest, clock=LATER)


@pytest.mark.django_db
def test_a_wrong_digest_destroys_nothing(clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    import_ballots(edition, opened(edition), clock=LATER)
    with pytest.raises(Refused) as refusal:
        destroy_links(edition, copied_digest="sha256:0", clock=LATER)
    assert refusal.value.code == "digest_differs"
    assert Envelope.objects.count() == len(VOTES)


@pytest.mark.django_db
def test_a_forged_envelope_becomes_a_public_count_with_two_signatures(clock: SetClock) -> None:
    edition = voted(clock)
    forged = Envelope.objects.first()
    assert forged is not None
    Envelope.objects.filter(pk=forged.pk).update(channel=Channel.PAPER)
    close_voting(edition, clock=LATER)
    box = opened(edition)
    with pytest.raises(Refused) as refusal:
        import_ballots(edition, box, signed_by=["An"], clock=LATER)
    assert refusal.value.code == "needs_two_signatures"
    opening = import_ballots(edition, box, signed_by=["An", "Bo"], clock=LATER)
    assert opening.ballot_count == len(VOTES) - 1
    assert opening.unreadable == [
        {"receipt": forged.receipt, "code": "forged", "signed_by": ["An", "Bo"]}
    ]


@pytest.mark.django_db
def test_ballots_of_other_envelopes_are_refused(clock: SetClock) -> None:
    edition = voted(clock)
    early = opened(edition)
    code = issue_codes(edition, count=1)[0]
    cast_online(credential_of(code).pk, ["1"], clock=clock)
    close_voting(edition, clock=LATER)
    with pytest.raises(Refused) as refusal:
        import_ballots(edition, early, clock=LATER)
    assert refusal.value.code == "other_envelopes"


@pytest.mark.django_db
def test_trustees_open_the_box_on_an_offline_machine(clock: SetClock, tmp_path: Path) -> None:
    edition = build.edition(phase=Phase.PUBLICATION, closes_at=build.NOW, paper_intake_until=None)
    build.projects(edition)
    out = StringIO()
    names = [word for name in ("An", "Bo", "Cleo") for word in ("--trustee", name)]
    keys = tmp_path / "offline"
    call_command(
        "make_keys", "--edition", str(edition.uuid), *names, "--threshold", "2",
        "--out", str(keys), stdout=out,
    )  # fmt: skip
    call_command("register_key", edition.address, str(keys / "public.json"), stdout=out)
    from_start = SetClock(build.NOW - timedelta(days=1))
    cast_under_trustees(edition, from_start)
    export, ballots = tmp_path / "envelopes.json", tmp_path / "ballots.json"
    call_command("export_envelopes", edition.address, "--out", str(export), stdout=out)
    shares = [word for index in (3, 1) for word in ("--share", str(keys / f"share-{index}.txt"))]
    call_command("open_envelopes", str(export), *shares, "--out", str(ballots), stdout=out)
    call_command("import_ballots", edition.address, str(ballots), stdout=out)
    digest = json.loads(ballots.read_text())["ballots_digest"]
    call_command("destroy_links", edition.address, "--digest", digest, stdout=out)
    assert Ballot.objects.get().choices == ["1", "3"]
    assert Opening.objects.get().links_destroyed_at is not None


def cast_under_trustees(edition: Edition, clock: SetClock) -> None:
    start_voting(edition, clock=clock)
    (code,) = issue_codes(edition, count=1)
    cast_online(credential_of(code).pk, ["1", "3"], clock=clock)
    close_voting(edition)


def test_one_share_does_not_open_the_box(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.json")
    with pytest.raises(SystemExit) as stop:
        call_command("open_envelopes", missing, "--share", missing, "--out", missing)
    assert stop.value.code == 3
    assert capsys.readouterr().err.startswith("file_missing: There is no such file.")


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["one less", "one more", "another channel"])
def test_a_ballot_more_or_less_than_envelopes_is_refused(change: str, clock: SetClock) -> None:
    edition = voted(clock)
    close_voting(edition, clock=LATER)
    box = opened(edition)
    first, *others = box.ballots
    changed = {
        "one less": others,
        "one more": [*box.ballots, first],
        "another channel": [replace(first, channel="paper"), *others],
    }[change]
    with pytest.raises(Refused) as refusal:
        import_ballots(edition, replace(box, ballots=tuple(changed)), clock=LATER)
    assert refusal.value.code == "other_envelopes"
    assert not Ballot.objects.exists()

"""The web ceremony: the key holders' shares, one by one, and never kept."""

import secrets
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn
from voting.models import Ballot, Opening
from voting.sealing import generate_election_key
from voting.services.casting import cast_online
from voting.services.ceremony import holder_of, open_with_shares
from voting.services.closing import close_voting
from voting.services.register import credential_of, issue_codes
from voting.services.starting import register_box, start_voting
from voting.shares import share_digest, split


def closed_with_trustees(council_edition: Edition) -> list[str]:
    """Shares of three trustees (two are needed) of a closed vote with two ballots."""
    edition = council_edition
    key = generate_election_key(secrets.token_bytes)
    shares = split(key.seed, 2, 3)
    register_box(
        edition,
        public_key=key.public,
        threshold=2,
        trustees=[(s.index, f"Holder {s.index}", share_digest(edition.uuid, s)) for s in shares],
    )
    start_voting(edition)
    for code, choice in zip(issue_codes(edition, count=2), (["1"], ["2", "3"]), strict=True):
        cast_online(credential_of(code).pk, choice)
    now = DATABASE_CLOCK.now()
    edition.refresh_from_db()
    edition.closes_at = edition.paper_intake_until = now
    edition.save()
    close_voting(edition)
    return [share.text for share in shares]


@pytest.fixture
def edition(officer: User) -> Edition:
    now = DATABASE_CLOCK.now()
    made = build.edition(
        officer.memberships.get().council,
        phase=Phase.PUBLICATION,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    build.projects(made)
    return made


def page(edition: Edition, name: str = "opening") -> str:
    return reverse(name, args=[edition.council.slug, edition.slug])


@pytest.mark.django_db
def test_two_key_holders_open_the_box_and_break_the_links(edition: Edition, officer: User) -> None:
    shares = closed_with_trustees(edition)
    client = SignIn(officer)
    typed = {"share_1": shares[2], "share_2": shares[0].upper().replace("-", " ")}
    assert client.post(page(edition), typed).status_code == 302
    digest = Opening.objects.get().ballots_digest
    shown = client.get(page(edition)).content.decode()
    assert digest[-8:] in shown
    wrong = client.post(page(edition, "opening_confirm"), {"tail": "xxxxxxxx"})
    assert wrong.status_code == 200
    client.post(page(edition, "opening_confirm"), {"tail": digest[-8:]})
    assert Opening.objects.get().links_destroyed_at is not None
    assert Ballot.objects.count() == 2


@pytest.mark.django_db
def test_a_mistyped_share_is_named_and_opens_nothing(edition: Edition, officer: User) -> None:
    shares = closed_with_trustees(edition)
    wrong = shares[1][:-1] + ("2" if shares[1][-1] != "2" else "3")
    answer = SignIn(officer).post(page(edition), {"share_1": shares[0], "share_2": wrong})
    assert answer.status_code == 200
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_one_share_twice_is_one_share(edition: Edition) -> None:
    shares = closed_with_trustees(edition)
    with pytest.raises(Refused) as refusal:
        open_with_shares(edition, [shares[0], shares[0]])
    assert refusal.value.code == "same_share_twice"
    with pytest.raises(Refused) as refusal:
        open_with_shares(edition, shares[:1])
    assert refusal.value.code == "too_few_shares"


@pytest.mark.django_db
def test_a_share_of_another_box_belongs_to_nobody_here(edition: Edition) -> None:
    closed_with_trustees(edition)
    foreign = split(generate_election_key(secrets.token_bytes).seed, 2, 3)[0]
    with pytest.raises(Refused) as refusal:
        holder_of(edition, foreign.text)
    assert refusal.value.code == "share_not_published"


@pytest.mark.django_db
def test_shares_are_left_neither_in_the_session_nor_in_the_cache(
    edition: Edition, officer: User
) -> None:
    shares = closed_with_trustees(edition)
    client = SignIn(officer)
    client.post(page(edition), {"share_1": shares[0], "share_2": shares[1]})
    kept = str(dict(client.session)) + str(getattr(cache, "_cache", ""))
    assert not any(share in kept for share in shares)


@pytest.mark.django_db
def test_an_officer_of_another_council_does_not_see_the_ceremony(
    edition: Edition, stranger: User
) -> None:
    assert SignIn(stranger).get(page(edition)).status_code == 403

"""An invitation: offered by mail, of which the database keeps a digest, and taken once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Invitation, Membership, Record, Role, User
from budgeting.services import inviting
from budgeting.services.inviting import accept, forget_old, send_again, standing, withdraw
from tests import build
from tests.budgeting.invited import ADDRESS, LAST_DAY, link, offered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _mails_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail leaves once the transaction holds; in a test that is at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda send, robust=False: send())


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [("nl", "Goedendag", "Bonjour"), ("fr", "Bonjour", "Goedendag"), ("", "Bonjour", "Hello")],
)
def test_the_mail_is_in_the_chosen_language_or_in_both(
    council: Council, officer: User, language: str, said: str, not_said: str
) -> None:
    offered(council, officer, language=language)
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.to == [ADDRESS]
    for text in (str(sent.body), str(sent.alternatives[0][0])):
        assert said in text
        assert not_said not in text
        assert f"/{language or 'fr'}/invitation/" in text


def test_the_database_keeps_the_digest_of_a_long_secret_only(
    council: Council, officer: User
) -> None:
    invitation = offered(council, officer)
    secret = link().split("/")[-2]
    assert len(secret) == inviting.LENGTH
    assert len(set(inviting.SYMBOLS)) ** len(secret) > 2**128
    assert invitation.token_digest == inviting.digest_of_secret(secret) != secret
    rows = [str(row) for row in Invitation.objects.values()] + [
        str(row) for row in Record.objects.values()
    ]
    assert not [row for row in rows if secret in row]
    assert not [row for row in Record.objects.values("data", "actor") if ADDRESS in str(row)]


def test_a_link_works_for_fourteen_days_and_not_a_moment_more(
    council: Council, officer: User
) -> None:
    invitation = offered(council, officer, clock=SetClock(build.NOW))
    end = build.NOW + timedelta(days=14)
    assert standing(invitation, end - timedelta(seconds=1)) == ""
    assert standing(invitation, end) == "invitation_expired"


def test_nobody_is_invited_twice_to_what_they_have(
    council: Council, officer: User, facilitator: User
) -> None:
    offered(council, officer)
    with pytest.raises(Refused) as twice:
        offered(council, officer, email=ADDRESS.upper())
    assert twice.value.code == "already_invited"
    with pytest.raises(Refused) as held:
        offered(council, officer, email=facilitator.email)
    assert held.value.code == "already_in_role"


def test_who_had_the_role_before_has_it_again_from_today(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    before = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
    Membership.objects.create(user=person, council=council, role=Role.FACILITATOR, **before)
    held = accept(offered(council, officer), by=person)
    assert (held.starts_on, held.ends_on) == (timezone.localdate(), LAST_DAY)
    assert Membership.objects.filter(user=person).count() == 1


def test_each_step_is_in_the_audit_trail(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    invitation = offered(council, officer)
    send_again(invitation, by=officer, base_url="https://x.test")
    accept(invitation, by=person)
    withdraw(offered(council, officer, email="x@example.org"), by=officer)
    lines = list(Record.objects.order_by("sequence").values_list("event", "actor"))
    assert lines == [
        ("invitation_sent", f"officer:{officer.pk}"),
        ("invitation_sent_again", f"officer:{officer.pk}"),
        ("invitation_accepted", f"user:{person.pk}"),
        ("invitation_sent", f"officer:{officer.pk}"),
        ("invitation_withdrawn", f"officer:{officer.pk}"),
    ]
    assert set(Record.objects.values_list("council", flat=True)) == {council.pk}


def test_an_old_invitation_and_its_address_are_forgotten(council: Council, officer: User) -> None:
    person = User.objects.create_user(ADDRESS)
    taken = offered(council, officer, clock=SetClock(build.NOW))
    accept(taken, by=person, clock=SetClock(build.NOW))
    assert forget_old(clock=SetClock(taken.expires_at + timedelta(days=90))) == 0
    assert forget_old(clock=SetClock(taken.expires_at + timedelta(days=91))) == 1
    assert not Invitation.objects.exists()
    assert Membership.objects.filter(user=person).exists()

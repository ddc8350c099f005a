"""Two people change the rules: no second mailbox, nobody who became officer for the occasion."""

from datetime import timedelta

import pytest
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Invitation, Membership, Role, RuleChange, User
from budgeting.services.inviting import Offer, accept, forget_old, invite
from tests import build
from tests.people import SignIn, person, with_lock
from tests.voting.booth import open_now, text_of
from tests.voting.test_change_pages import REASON, page_of
from tests.voting.test_changing import ask
from voting.services.changing import accept_change, decline_change, withdraw_change

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council, is_test=False)


def brought_in(
    council: Council, by: User, clock: SetClock, email: str = "me+2@example.org"
) -> User:
    """Somebody whom an officer invited to be one too."""
    user = with_lock(User.objects.create_user(email))
    offer = Offer(email, Role.OFFICER, TODAY + timedelta(days=300))
    accept(invite(council, offer, by=by, base_url="https://x", clock=clock), by=user, clock=clock)
    return user


def why(change: RuleChange, by: User, clock: SetClock) -> str:
    with pytest.raises(Refused) as refused:
        accept_change(change, by=by, clock=clock)
    assert RuleChange.objects.get(pk=change.pk).state == "pending"
    return refused.value.code


@pytest.mark.parametrize(("days", "code"), [(0, "officer_too_new"), (-1, "")])
def test_who_accepts_was_officer_on_the_day_before_the_change_was_asked_for(
    edition: Edition, officer: User, clock: SetClock, days: int, code: str
) -> None:
    second = person(edition.council, Role.OFFICER, "Omar")
    Membership.objects.filter(user=second).update(starts_on=TODAY + timedelta(days=days))
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    later = SetClock(build.NOW + timedelta(days=5))
    if code:
        assert why(change, second, later) == code
        decline_change(change, by=second, clock=later)
    else:
        assert accept_change(change, by=second, clock=later).version == 2


def test_neither_of_two_who_invited_the_other_accepts(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    again = brought_in(edition.council, officer, SetClock(build.NOW - timedelta(days=9)))
    for asked, second in ((officer, again), (again, officer)):
        change = ask(edition, asked, clock, budget_cents=35_000_000)
        assert why(change, second, clock) == "officer_invited"
        withdraw_change(change, by=asked, clock=clock)
    third = person(edition.council, Role.OFFICER, "Omar")
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    assert accept_change(change, by=third, clock=clock).second_by == third


def test_an_invitation_of_long_ago_is_forgotten(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    again = brought_in(edition.council, officer, SetClock(build.NOW - timedelta(days=105)))
    forget_old(clock=clock)
    assert not Invitation.objects.exists()
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    assert accept_change(change, by=again, clock=clock).version == 2


def test_an_invitation_to_another_role_or_council_is_no_tie(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    second = person(edition.council, Role.OFFICER, "Omar")
    elsewhere = build.council("elsewhere")
    for council, role in ((edition.council, Role.MEMBER), (elsewhere, Role.OFFICER)):
        offer = Offer(second.email, role, TODAY + timedelta(days=300))
        accept(
            invite(council, offer, by=officer, base_url="https://x", clock=clock),
            by=second,
            clock=clock,
        )
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    assert accept_change(change, by=second, clock=clock).version == 2


def test_the_page_says_so_and_offers_to_decline_only(council: Council, officer: User) -> None:
    edition = open_now(of=council, is_test=False)
    SignIn(officer).post(page_of(edition, "new/budget/"), {"budget_cents": "350.000"} | REASON)
    second = person(council, Role.OFFICER, "Omar")
    client: Client = SignIn(second)
    assert 'value="accept"' in text_of(client.get(page_of(edition)))
    Membership.objects.filter(user=second).update(starts_on=RuleChange.objects.get().proposed_at)
    page = text_of(client.get(page_of(edition)))
    assert "You became an officer of this council only now." in page
    assert 'value="accept"' not in page
    assert 'value="decline"' in page
    change = RuleChange.objects.get()
    answer = client.post(page_of(edition, f"{change.pk}/decide/"), {"answer": "accept"})
    assert answer.status_code == 400
    assert "only now" in text_of(answer)

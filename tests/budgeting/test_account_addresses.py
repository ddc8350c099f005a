"""The administration changes somebody's address: the new mailbox signs in, the former does not."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from budgeting.models import User
from tests.budgeting.test_accounts import added, sign_in_with
from tests.people import SignIn, with_lock

pytestmark = pytest.mark.django_db
FORMER, PRESENT = "jan@example.org", "Jan.New@example.org"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def boss() -> Client:
    return SignIn(with_lock(User.objects.create_superuser("boss@example.org")))


@pytest.fixture
def jan() -> User:
    """Somebody who has signed in before, with a second address."""
    person = User.objects.create_user(FORMER)
    assert sign_in_with(FORMER) == str(person.pk)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    return person


def change(boss: Client, person: User, address: str) -> None:
    answer = boss.post(f"/nl/admin/budgeting/user/{person.pk}/change/", added(address))
    assert answer.status_code == 302, answer.context["errors"]


def test_who_was_given_another_address_signs_in_with_that(boss: Client, jan: User) -> None:
    change(boss, jan, PRESENT)
    for _ in range(2):
        assert sign_in_with(PRESENT) == str(jan.pk)
    (row,) = EmailAddress.objects.filter(user=jan)
    assert (row.email, row.primary, row.verified) == (PRESENT.lower(), True, True)


@pytest.mark.parametrize("address", [FORMER, "second@example.org"])
def test_no_former_mailbox_signs_in(boss: Client, jan: User, address: str) -> None:
    change(boss, jan, PRESENT)
    assert sign_in_with(address) is None


def test_who_is_still_signed_in_from_before_is_signed_out(boss: Client, jan: User) -> None:
    before = SignIn(jan)
    assert before.get("/nl/account/email/").status_code == 200
    change(boss, jan, PRESENT)
    assert before.get("/nl/account/email/").status_code == 302


def test_who_changes_their_own_address_stays_signed_in(boss: Client) -> None:
    own = User.objects.get(email="boss@example.org")
    change(boss, own, FORMER)
    assert boss.get("/nl/account/email/").status_code == 200


def test_another_change_leaves_the_addresses_and_the_session(boss: Client, jan: User) -> None:
    here = SignIn(jan)
    change(boss, jan, FORMER.upper())
    assert EmailAddress.objects.filter(user=jan).count() == 2
    assert here.get("/nl/account/email/").status_code == 200


def test_an_address_that_was_changed_elsewhere_is_no_error(jan: User) -> None:
    jan.email = PRESENT
    jan.save()
    assert sign_in_with(PRESENT) == str(jan.pk)
    assert EmailAddress.objects.get_primary_email(jan) == PRESENT.lower()

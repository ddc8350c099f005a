"""Officers and trustees act with a second lock only; others need none."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from budgeting.access import councils_of, lacks_second_lock, roles_by_council, roles_of
from budgeting.models import Council, Membership, Role, User
from tests import build
from tests.people import SignIn, with_lock

pytestmark = pytest.mark.django_db
DESK = "/nl/desk/demo-laken/"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def bare(council: Council, *roles: Role) -> User:
    """Somebody with roles and no second lock."""
    user = User.objects.create_user("bare@example.org")
    for role in roles:
        Membership.objects.create(user=user, council=council, role=role, starts_on=date(2020, 1, 1))
    return user


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TRUSTEE])
def test_without_a_lock_the_role_does_not_count_and_the_page_leads_on(
    council: Council, role: Role
) -> None:
    person = bare(council, role)
    client = SignIn(person)
    answer = client.get(DESK)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "second_lock_needed" in page
    assert "/nl/account/2fa/" in page
    assert councils_of(person) == []
    assert "/nl/account/2fa/" in client.get("/nl/desk/").content.decode()
    with_lock(person)
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER, Role.TRANSLATOR, Role.OBSERVER])
def test_the_other_roles_need_no_lock(council: Council, role: Role) -> None:
    assert SignIn(bare(council, role)).get(DESK).status_code == 200


def test_a_passkey_is_a_lock_and_spare_codes_are_none(council: Council) -> None:
    person = bare(council, Role.OFFICER)
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    assert SignIn(person).get(DESK).status_code == 403
    Authenticator.objects.create(user=person, type="webauthn", data={})
    assert SignIn(person).get(DESK).status_code == 200


def test_the_lock_of_somebody_else_opens_nothing(council: Council, officer: User) -> None:
    assert SignIn(bare(council, Role.OFFICER)).get(DESK).status_code == 403


def test_another_role_of_the_same_person_goes_on(council: Council) -> None:
    person = bare(council, Role.OFFICER, Role.FACILITATOR)
    assert roles_of(person, council) == {Role.FACILITATOR}
    assert roles_by_council(person) == {council.pk: {Role.FACILITATOR}}
    assert lacks_second_lock(person)
    page = SignIn(person).get(DESK)
    assert page.status_code == 200
    assert "/nl/account/2fa/" in page.content.decode()


def test_who_takes_the_last_lock_away_loses_the_desk_until_a_new_one(officer: User) -> None:
    client = SignIn(officer)
    assert client.get(DESK).status_code == 200
    Authenticator.objects.filter(user=officer).delete()
    assert client.get(DESK).status_code == 403
    with_lock(officer)
    assert client.get(DESK).status_code == 200


def test_a_mailed_code_alone_does_not_sign_in_who_has_a_lock(
    resident: Client, officer: User
) -> None:
    resident.post("/nl/account/login/", {"login": officer.email})
    code = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    assert code
    answer = resident.post("/nl/account/login/code/confirm/", {"code": code[1]})
    assert answer.headers["Location"].startswith("/nl/account/2fa/authenticate/")
    assert "_auth_user_id" not in resident.session
    assert resident.get(DESK).status_code == 403
    secret = Authenticator.objects.get(user=officer).data["secret"]
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    right = totp.format_hotp_value(totp.hotp_value(secret, counter))
    resident.post("/nl/account/2fa/authenticate/", {"code": right})
    assert resident.get(DESK).status_code == 200


def test_on_public_pages_too_the_role_does_not_count(council: Council) -> None:
    edition = build.edition(council)
    page = f"/nl/c/{council.slug}/{edition.slug}/"
    assert SignIn(bare(council, Role.OFFICER)).get(page).status_code == 403


def test_the_demo_alone_does_without(council: Council, settings: Settings) -> None:
    settings.SECOND_LOCK_REQUIRED = False
    assert SignIn(bare(council, Role.OFFICER)).get(DESK).status_code == 200


def test_the_door_asks_once(
    council: Council, officer: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert roles_of(officer, council) == {Role.OFFICER}
    with django_assert_num_queries(1):
        roles_by_council(officer)


def test_who_has_another_role_here_is_told_that_it_is_the_role(
    facilitator: User, stranger: User
) -> None:
    told = "Uw rol geeft geen toegang tot deze pagina."
    page = "/nl/desk/demo-laken/editions/new/"
    assert told in SignIn(facilitator).get(page).content.decode()
    assert told not in SignIn(stranger).get(page).content.decode()

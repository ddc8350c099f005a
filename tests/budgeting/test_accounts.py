"""Accounts: one address in small letters for one person, and never a password."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from budgeting.models import Council, User
from tallying.services.demo_people import make_people
from tests.people import SignIn, with_lock

pytestmark = pytest.mark.django_db
TYPED, KEPT = "Jan.Peeters@Example.org", "jan.peeters@example.org"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in_with(address: str) -> str | None:
    """Who is signed in by the code that an address gets."""
    client = Client()
    client.post("/nl/account/login/", {"login": address})
    code = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    client.post("/nl/account/login/code/confirm/", {"code": code and code[1]})
    who: str | None = client.session.get("_auth_user_id")
    return who


@pytest.mark.parametrize("typed", [TYPED, KEPT, KEPT.upper()])
def test_an_account_made_with_capital_letters_signs_in_however_it_is_typed(typed: str) -> None:
    person = User.objects.create_user(TYPED)
    assert sign_in_with(typed) == str(person.pk)


def test_who_runs_the_system_signs_in_too() -> None:
    call_command("createsuperuser", email=TYPED, interactive=False, verbosity=0)
    assert sign_in_with(TYPED) == str(User.objects.get(email=KEPT).pk)
    with pytest.raises(CommandError, match="already taken"):
        call_command("createsuperuser", email=TYPED.upper(), interactive=False)


def test_every_way_of_writing_keeps_small_letters() -> None:
    person = User(email=TYPED)
    person.save()
    assert person.email == KEPT
    User.objects.update(email=TYPED.upper())
    assert User.objects.values_list("email", flat=True).get() == KEPT
    User.objects.bulk_create([User(email="Marie@Example.org")])
    assert User.objects.filter(email="marie@example.org").exists()


def test_an_address_is_looked_up_in_small_letters() -> None:
    person, _ = User.objects.get_or_create(email=TYPED)
    again, made = User.objects.get_or_create(email=TYPED.upper())
    assert (again, made) == (person, False)
    assert User.objects.get_by_natural_key(TYPED) == person


def test_the_administration_refuses_the_same_address_in_other_letters() -> None:
    User.objects.create_user(KEPT)
    boss = SignIn(with_lock(User.objects.create_superuser("boss@example.org")))
    page = boss.post("/nl/admin/budgeting/user/add/", added(TYPED))
    assert page.status_code == 200
    assert page.context["errors"]
    assert User.objects.count() == 2


def test_the_database_holds_one_account_for_one_address() -> None:
    User.objects.create_user(KEPT)
    other = User.objects.create_user("other@example.org")
    update = "UPDATE budgeting_user SET email = %s WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update, [TYPED, other.pk])


def added(address: str) -> dict[str, str]:
    """What the form of the administration sends for a new account."""
    numbers = {"TOTAL": "0", "INITIAL": "0", "MIN_NUM": "0", "MAX_NUM": "1000"}
    rows = {f"memberships-{name}_FORMS": number for name, number in numbers.items()}
    return {"email": address, "language": "nl", "is_active": "on", **rows}


def test_an_account_of_the_administration_has_no_password_to_ask_for() -> None:
    boss = SignIn(with_lock(User.objects.create_superuser("boss@example.org")))
    boss.post("/nl/admin/budgeting/user/add/", added(KEPT))
    person = User.objects.get(email=KEPT)
    assert not person.has_usable_password()
    kept = person.password
    person.save()
    assert person.password == kept


def test_the_people_of_the_demo_have_no_password_either(council: Council) -> None:
    make_people(council, date(2026, 1, 1))
    assert not [person for person in User.objects.all() if person.has_usable_password()]


ADDING_A_LOCK = ("2fa/webauthn/add/", "2fa/totp/activate/")


def test_without_a_second_lock_nobody_is_asked_again(
    council_member: User, settings: Settings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    User.objects.filter(pk=council_member.pk).update(password="")
    council_member.refresh_from_db()
    council_member.save()
    assert sign_in_with(council_member.email)
    client = SignIn(council_member)
    for page in ADDING_A_LOCK:
        answer = client.get(f"/nl/account/{page}")
        assert answer.status_code == 200, page
        assert b'type="password"' not in answer.content
    assert client.get("/nl/account/reauthenticate/").status_code == 403


def test_with_a_second_lock_one_is_asked_for_it_again(
    council_member: User, settings: Settings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    TOTP.activate(council_member, "secret")
    client = SignIn(council_member)
    for page in ("2fa/webauthn/add/", "reauthenticate/"):
        answer = client.get(f"/nl/account/{page}")
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/nl/account/2fa/reauthenticate/"), page

"""The cast: the same people in every test, each with a fixed role."""

from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from budgeting.access import LOCKED_ROLES
from budgeting.clock import SetClock
from budgeting.models import Council, Membership, Role, User
from tests import build


@pytest.fixture(autouse=True)
def key_dir(settings: Settings, tmp_path: Path) -> Path:
    """Every test has a key directory of its own."""
    settings.KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture(autouse=True)
def first_language() -> None:
    """A request leaves its language on; without this a test would read that of the one before."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(build.NOW)


@pytest.fixture
def council(db: None) -> Council:
    return build.council()


def person(council: Council, role: Role, name: str) -> User:
    """Somebody with a role; who needs a second lock for it has one."""
    user = User.objects.create_user(f"{name}@example.org".lower(), first_name=name)
    Membership.objects.create(user=user, council=council, role=role, starts_on=date(2020, 1, 1))
    return with_lock(user) if role in LOCKED_ROLES else user


def with_lock(user: User) -> User:
    """Give an account a second lock: a code app."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )
    return user


@pytest.fixture
def officer(council: Council) -> User:
    return person(council, Role.OFFICER, "Olga")


@pytest.fixture
def facilitator(council: Council) -> User:
    return person(council, Role.FACILITATOR, "Farid")


@pytest.fixture
def second_facilitator(council: Council) -> User:
    return person(council, Role.FACILITATOR, "Fien")


@pytest.fixture
def council_member(council: Council) -> User:
    return person(council, Role.MEMBER, "Marie")


@pytest.fixture
def stranger(db: None) -> User:
    """An officer of another council."""
    return person(build.council("elsewhere"), Role.OFFICER, "Ed")


@pytest.fixture
def resident(db: None) -> Client:
    """A visitor without an account."""
    return Client()


@pytest.fixture
def sign_in() -> type["SignIn"]:
    return SignIn


class SignIn(Client):
    """A client in which somebody is signed in: `SignIn(officer)`."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.force_login(user)

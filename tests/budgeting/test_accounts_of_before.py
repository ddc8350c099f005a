"""Accounts from before the fourth migration: what it mends, and where it stops."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from budgeting.models import User

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ("budgeting", "0003_language_may_be_unknown")
AFTER = ("budgeting", "0004_accounts_of_before")


def migrate(*targets: tuple[str, str]) -> Any:
    """The apps as they are at a migration, the database with them; without one, at the last."""
    executor = MigrationExecutor(connection)
    return executor.migrate(targets or executor.loader.graph.leaf_nodes()).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The model of a person as it was."""
    people = migrate(BEFORE).get_model("budgeting", "User")
    yield people
    people.objects.filter(email__startswith="Twice").delete()
    migrate()


def made(people: Any, email: str, **fields: str) -> Any:
    return people.objects.create(email=email, date_joined=timezone.now(), **fields)


def test_the_rows_are_mended(before: Any) -> None:
    jan = made(before, "Jan.Peeters@Example.org", language="nl")
    ann = made(before, "ann@example.org", language="fr", password="kept")
    migrate(AFTER)
    person = User.objects.get(pk=jan.pk)
    assert (person.email, person.language) == ("jan.peeters@example.org", "")
    assert not person.has_usable_password()
    person = User.objects.get(pk=ann.pk)
    assert (person.email, person.language, person.password) == ("ann@example.org", "fr", "kept")


def test_two_accounts_with_one_address_stop_it_and_nothing_changes(before: Any) -> None:
    made(before, "Twice@example.org", language="nl")
    made(before, "twice@example.org", language="nl")
    jan = made(before, "Jan@example.org", language="nl")
    with pytest.raises(CommandError) as stopped:
        migrate(AFTER)
    assert "Twice@example.org" in str(stopped.value)
    assert "twice@example.org" in str(stopped.value)
    assert "Jan@example.org" not in str(stopped.value)
    assert before.objects.get(pk=jan.pk).language == "nl"


def test_a_former_address_is_forgotten_and_a_second_one_kept(before: Any) -> None:
    ann = made(before, "Ann@example.org")
    for address, first in (("former@example.org", True), ("second@example.org", False)):
        EmailAddress.objects.create(user_id=ann.pk, email=address, primary=first, verified=True)
    bea = made(before, "bea@example.org")
    EmailAddress.objects.create(user_id=bea.pk, email=bea.email, primary=True, verified=True)
    migrate(AFTER)
    left = EmailAddress.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["bea@example.org", "second@example.org"]


def test_it_can_be_taken_back(before: Any) -> None:
    made(before, "Jan@example.org")
    migrate(AFTER)
    migrate(BEFORE)
    assert before.objects.get().email == "jan@example.org"

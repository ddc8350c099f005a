"""What the start of the vote fixes, and its changes, on PostgreSQL."""

import pytest

from budgeting.clock import SetClock
from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Council, Edition, User
from tests.voting import test_changing, test_frozen

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_guards_stand() -> None:
    assert missing_freeze_guards() == []


def test_no_frozen_column_can_be_written(council: Council) -> None:
    test_frozen.nothing_can_be_written(council)


def test_two_officers_who_accept_at_once_make_one_version(clock: SetClock) -> None:
    test_changing.test_two_officers_who_accept_at_once_make_one_version(clock)


def test_an_accepted_change_is_the_next_version(
    council: Council, officer: User, clock: SetClock
) -> None:
    edition = test_changing.build.voting(council, is_test=False)
    second = test_changing.person(council, test_changing.Role.OFFICER, "Omar")
    change = test_changing.ask(edition, officer, clock, budget_cents=35_000_000)
    rules = test_changing.accept_change(change, by=second, clock=clock)
    stored = Edition.objects.get(pk=edition.pk)
    assert rules.digest == test_changing.digest_of(test_changing.frozen_document(stored))

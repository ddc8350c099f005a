"""What the start of the vote fixes, and its changes, on PostgreSQL."""

import pytest

from budgeting.clock import SetClock
from budgeting.digests import digest_of
from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Council, Edition, Role, User
from tests import build
from tests.people import person
from tests.voting import test_changing, test_frozen, test_frozen_box
from voting.services.changing import accept_change
from voting.services.frozen import frozen_document

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_guards_stand() -> None:
    assert missing_freeze_guards() == []


def test_no_frozen_column_can_be_written(council: Council) -> None:
    test_frozen.nothing_can_be_written(council)


def test_the_box_and_its_key_holders_stay(council: Council) -> None:
    test_frozen_box.the_box_and_its_key_holders_stay(council)


def test_no_change_comes_decided(council: Council) -> None:
    test_frozen_box.no_change_comes_decided(council)


def test_a_guard_of_another_meaning_is_missed() -> None:
    test_frozen_box.a_guard_of_another_meaning_is_missed()


def test_two_officers_who_accept_at_once_make_one_version(clock: SetClock) -> None:
    test_changing.test_two_officers_who_accept_at_once_make_one_version(clock)


def test_an_accepted_change_is_the_next_version(
    council: Council, officer: User, clock: SetClock
) -> None:
    edition = build.voting(council, is_test=False)
    second = person(council, Role.OFFICER, "Omar")
    change = test_changing.ask(edition, officer, clock, budget_cents=35_000_000)
    rules = accept_change(change, by=second, clock=clock)
    assert rules.digest == digest_of(frozen_document(Edition.objects.get(pk=edition.pk)))

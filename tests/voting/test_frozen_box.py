"""Box, key holders and decided changes stand still; a guard of another meaning is missed."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.append_only import missing_guards
from budgeting.chain import Problem
from budgeting.clock import SetClock
from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Council, Edition, RuleChange, User
from budgeting.phases import Phase
from budgeting.services.verifying import verify_records
from tests import build
from voting.models import BallotBox, Trustee
from voting.services.frozen import frozen_document
from voting.services.starting import start_voting

pytestmark = pytest.mark.django_db
NOTHING = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def with_key_holders(council: Council) -> Edition:
    """An edition whose vote has started; until then its box could be made anew."""
    edition = build.edition(council, slug="box", phase=Phase.PUBLICATION, is_test=False)
    build.projects(edition)
    box = BallotBox.objects.create(
        edition=edition, public_key="00" * 32, threshold=2, registered_at=build.NOW
    )
    holders = [Trustee(box=box, index=n, name=f"Holder {n}", share_digest="d") for n in (1, 2, 3)]
    Trustee.objects.bulk_create(holders)
    BallotBox.objects.update(public_key="11" * 32)
    start_voting(edition, clock=SetClock(build.NOW))
    return edition


def the_box_and_its_key_holders_stay(council: Council) -> None:
    """Also while a change is being applied: none may touch them."""
    edition = with_key_holders(council)
    box = edition.box
    writes: list[Callable[[], object]] = [
        lambda: BallotBox.objects.update(public_key="22" * 32),
        lambda: BallotBox.objects.update(threshold=3),
        lambda: BallotBox.objects.update(held_by_server=True),
        lambda: Trustee.objects.filter(index=1).update(share_digest="other"),
        lambda: Trustee.objects.filter(index=1).update(name="Other"),
        lambda: Trustee.objects.filter(index=1).update(index=4),
        lambda: Trustee.objects.all().delete(),
        lambda: Trustee.objects.create(box=box, index=4, name="Other", share_digest="o"),
        lambda: run("DELETE FROM voting_ballotbox"),
    ]
    officer, second = (User.objects.create_user(f"{name}@example.org") for name in ("ada", "bo"))
    for applying in (False, True):
        if applying:
            accepted_by_hand(edition, officer, second)
        for write in writes:
            with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
                write()
    Trustee.objects.filter(index=1).update(user=officer)
    assert frozen_document(edition) == edition.rule_sets.get().document


def accepted_by_hand(edition: Edition, officer: User, second: User) -> RuleChange:
    """A change that is being applied: asked for, and accepted, without its RuleSet yet."""
    change = RuleChange.objects.create(
        edition=edition, changes={}, reason_nl="x", reason_fr="x",
        proposed_at=build.NOW, proposed_by=officer,
    )  # fmt: skip
    change.state, change.decided_by, change.decided_at = "accepted", second, build.NOW
    change.save()
    return change


def test_the_box_and_its_key_holders_stay(council: Council) -> None:
    the_box_and_its_key_holders_stay(council)


def no_change_comes_decided(council: Council) -> None:
    edition = build.voting(council, is_test=False)
    officer, second = (User.objects.create_user(f"{name}@example.org") for name in ("ada", "bo"))
    for state in ("accepted", "refused", "withdrawn"):
        with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
            RuleChange.objects.create(
                edition=edition, changes={}, reason_nl="x", reason_fr="x", state=state,
                proposed_at=build.NOW, proposed_by=officer, decided_by=second,
            )  # fmt: skip
    decided = accepted_by_hand(edition, officer, second)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleChange(
            pk=decided.pk, edition=edition, changes={"budget_cents": 1}, reason_nl="x",
            reason_fr="x", proposed_at=build.NOW, proposed_by=officer,
        ).save(force_insert=True)  # fmt: skip
    assert RuleChange.objects.get().state == "accepted"


def test_no_change_comes_decided(council: Council) -> None:
    no_change_comes_decided(council)


def a_guard_of_another_meaning_is_missed() -> None:
    """The same name on the same table, and nothing behind it."""
    name, other = "budgeting_edition_frozen_update", "budgeting_record_no_update"
    nothing: tuple[str, ...] = (
        f"CREATE OR REPLACE FUNCTION {name}() {NOTHING}",
        f"CREATE OR REPLACE FUNCTION budgeting_record_append_only() {NOTHING}",
    )
    if connection.vendor == "sqlite":
        nothing = (
            f"DROP TRIGGER {name}",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON budgeting_edition BEGIN SELECT 1; END",
            f"DROP TRIGGER {other}",
            f"CREATE TRIGGER {other} BEFORE UPDATE ON budgeting_record BEGIN SELECT 1; END",
        )
    with transaction.atomic():
        for statement in nothing:
            run(statement)
        assert missing_freeze_guards() == [name]
        assert missing_guards("budgeting_record")
        assert Problem(0, "unguarded") in verify_records()
        transaction.set_rollback(True)
    assert (missing_freeze_guards(), missing_guards("budgeting_record")) == ([], [])


def test_a_guard_of_another_meaning_is_missed() -> None:
    a_guard_of_another_meaning_is_missed()

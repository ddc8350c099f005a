"""Changing frozen rules: two officers, a public reason, a new version under a digest."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from budgeting.clock import SetClock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import ChangeState, Council, Edition, Record, Role, RuleChange, RuleSet, User
from budgeting.phases import Phase
from tests import build
from tests.people import person
from tests.voting.desk import printed
from voting.changes import differences
from voting.models import SheetLayout
from voting.services.changing import (
    accept_change,
    ask_change,
    decline_change,
    withdraw_change,
)
from voting.services.frozen import frozen_document

pytestmark = pytest.mark.django_db
REASON = {"reason_nl": "Een fout in het bedrag.", "reason_fr": "Une erreur dans le montant."}
LATER = build.NOW + timedelta(days=10)


@pytest.fixture
def second(council: Council) -> User:
    return person(council, Role.OFFICER, "Omar")


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council, is_test=False)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def ask(edition: Edition, by: User, clock: SetClock, **changes: Any) -> RuleChange:
    return ask_change(edition, changes, by=by, clock=clock, **REASON)


def test_an_accepted_change_is_the_next_version_with_a_digest_of_its_own(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    changes = {
        "budget_cents": 35_000_000,
        "texts": {"title": {"nl": "Wijkbudget Laken", "fr": "Budget de Laeken"}},
        "projects": {"2": {"cost_cents": 9_000_000, "place": {"nl": "Park"}}},
    }
    change = ask(edition, officer, clock, **changes)
    assert edition.rule_sets.count() == 1
    rules = accept_change(change, by=second, clock=clock)
    fresh = Edition.objects.get(pk=edition.pk)
    assert (rules.version, rules.frozen_by, rules.second_by) == (2, officer, second)
    assert (rules.reason_nl, rules.reason_fr) == tuple(REASON.values())
    assert (fresh.budget_cents, fresh.title_fr, fresh.stale) == (35_000_000, "Budget de Laeken", {})
    project = fresh.ballot_projects.get(code="2")
    assert (project.cost_cents, project.place_nl, project.place_fr) == (9_000_000, "Park", "Place")
    assert rules.digest == digest_of(frozen_document(fresh)) == digest_of(rules.document)
    first = edition.rule_sets.get(version=1).document
    assert {".".join(one.path) for one in differences(first, rules.document)} == {
        *("budget_cents", "texts.title.nl", "texts.title.fr"),
        *("projects.2.cost_cents", "projects.2.place.nl"),
    }
    change.refresh_from_db()
    assert (change.state, change.rule_set) == (ChangeState.ACCEPTED, rules)


def test_the_audit_trail_names_fields_and_officers_by_number(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    texts = {"title": {"nl": "Wijkbudget Laken"}}
    rules = accept_change(ask(edition, officer, clock, texts=texts), by=second, clock=clock)
    lines = Record.objects.filter(event__startswith="rules_change").order_by("sequence")
    assert [(line.event, line.actor) for line in lines] == [
        ("rules_change_asked", f"officer:{officer.pk}"),
        ("rules_changed", f"officer:{second.pk}"),
    ]
    assert lines[1].data["digest"] == rules.digest
    assert lines[1].data["fields"] == ["texts.title.nl"]
    assert "Laken" not in str(lines[1].data)


def test_the_same_person_does_not_accept_neither_by_service_nor_by_hand(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    for decide in (accept_change, decline_change):
        with pytest.raises(Refused) as refused:
            decide(change, by=officer, clock=clock)
        assert refused.value.code == "change_asked_by_you"
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.update(state="accepted", decided_by=officer)
    document = frozen_document(edition)
    rules = RuleSet(
        edition=edition,
        version=2,
        document=document,
        digest=digest_of(document),
        frozen_at=build.NOW,
        frozen_by=officer,
        second_by=officer,
        **REASON,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        rules.save()


def test_only_an_officer_of_this_council_with_the_role_today_decides(
    edition: Edition,
    officer: User,
    second: User,
    facilitator: User,
    stranger: User,
    clock: SetClock,
) -> None:
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    second.memberships.update(ends_on="2020-12-31")
    for somebody in (second, facilitator, stranger):
        with pytest.raises(Refused) as refused:
            accept_change(change, by=somebody, clock=clock)
        assert refused.value.status == 403
    assert edition.rule_sets.count() == 1


def test_a_change_waits_alone_and_is_decided_once(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    change = ask(edition, officer, clock, budget_cents=35_000_000)
    assert refusal(edition, second, clock, budget_cents=1) == "change_pending"
    with pytest.raises(Refused) as refused:
        withdraw_change(change, by=second, clock=clock)
    assert refused.value.code == "change_of_somebody_else"
    withdraw_change(change, by=officer, clock=clock)
    again = ask(edition, officer, clock, budget_cents=36_000_000)
    decline_change(again, by=second, clock=clock)
    for decided in (change, again):
        with pytest.raises(Refused) as refused:
            accept_change(decided, by=second, clock=clock)
        assert refused.value.code == "change_decided"
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        RuleChange.objects.update(state="pending")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        RuleChange.objects.all().delete()
    assert frozen_document(edition) == edition.rule_sets.get().document


def refusal(edition: Edition, by: User, clock: SetClock, **changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        ask(edition, by, clock, **changes)
    return refused.value.code


def test_a_reason_in_both_languages_is_needed(
    edition: Edition, officer: User, clock: SetClock
) -> None:
    with pytest.raises(Refused) as refused:
        ask_change(
            edition, {"budget_cents": 1}, reason_nl="Omdat", reason_fr=" ", by=officer, clock=clock
        )
    assert refused.value.code == "reason_missing"
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.create(
            edition=edition, version=2, document={}, digest="x", frozen_at=build.NOW,
            frozen_by=officer, second_by=person(edition.council, Role.OFFICER, "Ona"),
            reason_nl="Omdat", reason_fr="",
        )  # fmt: skip


def test_sheets_printed_before_a_correction_stay_and_new_ones_have_a_layout_of_their_own(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    printed(edition, release=False)
    texts = {"1": {"title": {"nl": "Een andere titel", "fr": "Un autre titre"}}}
    accept_change(ask(edition, officer, clock, projects=texts), by=second, clock=clock)
    printed(Edition.objects.get(pk=edition.pk), release=False)
    assert list(SheetLayout.objects.order_by("version").values_list("version")) == [(1,), (2,)]


def test_one_language_corrected_leaves_no_text_behind(
    edition: Edition, officer: User, second: User, clock: SetClock
) -> None:
    texts = {"decides_last": {"fr": "Le conseil communal de la Ville"}}
    accept_change(ask(edition, officer, clock, texts=texts), by=second, clock=clock)
    fresh = Edition.objects.get(pk=edition.pk)
    assert fresh.decides_last_nl == "De gemeenteraad"
    assert (fresh.unsettled(), fresh.version) == ([], 2)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_accept_at_once_make_one_version(clock: SetClock) -> None:
    council = build.council()
    people = [person(council, Role.OFFICER, name) for name in ("Olga", "Omar", "Ona")]
    edition = build.voting(council)
    change = ask(edition, people[0], clock, budget_cents=35_000_000)
    start, answers = Barrier(2), []

    def accept(by: User) -> None:
        start.wait()
        try:
            answers.append(str(accept_change(change, by=by, clock=clock).version))
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [Thread(target=accept, args=(by,)) for by in people[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["2", "change_decided"]
    assert edition.rule_sets.count() == 2
    assert Edition.objects.get().phase == Phase.VOTING

"""From the start of the vote on, nothing writes what was fixed: no service, no form, no SQL."""

import importlib
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.state import StateApps

from budgeting.clock import SetClock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.freeze_guard import EVENTS, TABLES, missing_freeze_guards, thaw
from budgeting.models import Area, Council, Edition
from budgeting.phases import Phase
from budgeting.services.freezing import FROZEN, is_frozen, require_not_frozen
from proposals.models import BallotProject
from tests import build
from voting.changes import differences
from voting.services.closing import close_now
from voting.services.frozen import frozen_document

pytestmark = pytest.mark.django_db
STATE = StateApps([], {})
MIGRATIONS = (
    "budgeting.migrations.0008_frozen_rules",
    "budgeting.migrations.0012_changes_are_asked_for_first",
    "proposals.migrations.0004_frozen_projects",
    "voting.migrations.0003_frozen_box",
    "voting.migrations.0005_frozen_paper_rules",
    "tallying.migrations.0004_a_result_holds_its_rules",
)
OF_A_RESULT = {f"budgeting_edition_counted_{event}" for event in ("insert", "update")}

# What goes on after the start: how far the edition is, and words that are no rule.
WRITABLE = {
    *("id", "version", "stale", "phase", "result_state", "tie_seed"),
    *("intro_nl", "intro_fr", "intro_en", "source", "template", "copied_from_id"),
    *("call_opens_at", "call_closes_at", "ballot_published_at"),
}


def other_value(field: Any, now: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(now, bool):
        return not now
    if isinstance(now, (datetime, date)):
        return now + timedelta(days=1)
    if isinstance(field, models.DateTimeField):
        return build.NOW
    if isinstance(field, models.DateField):
        return build.NOW.date()
    if isinstance(field, models.JSONField):
        return {"other": 1}
    if isinstance(field, models.ForeignKey):
        return build.council("another").pk
    if isinstance(field, (models.IntegerField, models.FloatField)):
        return (now or 0) + 1
    if isinstance(field, models.UUIDField):
        return "00000000-0000-4000-8000-000000000000"
    return f"{now}x"[-field.max_length :] if field.max_length else f"{now}x"


def nothing_can_be_written(council: Council) -> None:
    edition = build.voting(council, is_test=False)
    for field in Edition._meta.concrete_fields:
        if field.attname not in FROZEN:
            continue
        value = other_value(field, getattr(edition, field.attname))
        with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**{field.attname: value})
    project = edition.ballot_projects.first()
    assert project is not None
    for field in BallotProject._meta.concrete_fields:
        if field.primary_key or field.attname in {"proposal_id", "theme_id", "edition_id"}:
            continue
        value = other_value(field, getattr(project, field.attname))
        with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
            BallotProject.objects.filter(pk=project.pk).update(**{field.attname: value})
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        project.delete()
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        BallotProject.objects.create(edition=edition, code="9", number=9, cost_cents=1)
    assert frozen_document(edition) == edition.rule_sets.get().document


def test_no_frozen_column_can_be_written(council: Council) -> None:
    nothing_can_be_written(council)


def test_what_goes_on_after_the_start_can_be_written(council: Council) -> None:
    edition = build.voting(council)
    edition.phase, edition.result_state = Phase.COUNTING, "provisional"
    edition.intro_nl, edition.tie_seed = "Bedankt!", "31 41"
    edition.save()
    edition.refresh_from_db()
    assert (edition.phase, edition.intro_nl) == (Phase.COUNTING, "Bedankt!")


def test_every_column_is_frozen_or_said_to_go_on() -> None:
    columns = {field.attname for field in Edition._meta.concrete_fields}
    assert columns == WRITABLE | set(FROZEN)
    assert not WRITABLE & set(FROZEN)


def test_the_triggers_know_the_same_columns_and_stand() -> None:
    migration = importlib.import_module("budgeting.migrations.0008_frozen_rules")
    assert set(migration.COLUMNS) == set(FROZEN)
    assert missing_freeze_guards() == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_takes_the_guards_off_and_puts_them_back() -> None:
    made = [importlib.import_module(name).Migration.operations for name in MIGRATIONS]
    with connection.schema_editor() as editor:
        thaw().code(STATE, editor)
    of_the_rules = {f"{table}_frozen_{event}" for table in TABLES for event in EVENTS}
    assert set(missing_freeze_guards()) == of_the_rules | OF_A_RESULT
    with connection.schema_editor() as editor:
        for _twice in range(2):
            for operation in chain(*made):
                operation.code(STATE, editor)
    assert missing_freeze_guards() == []


def test_only_a_demonstration_is_closed_before_its_time(council: Council, clock: SetClock) -> None:
    edition = build.voting(council, is_test=True)
    close_now(edition, by=None, clock=clock)
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(is_test=False)


def test_the_document_holds_all_that_is_fixed_and_its_digest_is_found_again(
    council: Council,
) -> None:
    edition = build.voting(council, investment_cap_cents=9_000_000, group_size=3)
    rules = edition.rule_sets.get()
    document = rules.document
    assert rules.digest == digest_of(document)
    assert rules.digest == digest_of(frozen_document(Edition.objects.get(pk=edition.pk)))
    assert document["version"] == 4
    assert document["paper"]["clean_counts"] is True
    assert (document["residence"], document["verification"]) == ("area", ["letter", "desk"])
    assert (document["group_size"], document["investment_cap_cents"]) == (3, 9_000_000)
    assert document["texts"]["decides_last"] == {
        "nl": "De gemeenteraad",
        "fr": "Le conseil communal",
    }
    assert document["projects"][0]["place"] == {"nl": "Plein", "fr": "Place"}
    assert document["projects"][0]["theme"] == "green"
    assert document["calendar"].keys() >= {"opens_at", "closes_at", "objections_until"}


def test_the_boundary_within_which_people_vote_is_in_the_document(council: Council) -> None:
    square = {"type": "Polygon", "coordinates": [[[4, 50], [5, 50], [5, 51], [4, 50]]]}
    assert build.voting(council, slug="none").rule_sets.get().document["boundary"] is None
    Area.objects.update(perimeter=square)
    council.refresh_from_db()
    open_to_all = build.voting(council, slug="all", residence="anywhere")
    assert open_to_all.rule_sets.get().document["boundary"] is None
    edition = build.voting(council, slug="within")
    document = edition.rule_sets.get().document
    assert document["boundary"] == digest_of(square)
    Area.objects.update(perimeter=None)
    assert frozen_document(Edition.objects.get(pk=edition.pk)) != document
    Edition.objects.filter(pk=edition.pk).update(phase=Phase.OBJECTIONS)
    assert frozen_document(Edition.objects.get(pk=edition.pk)) == document


def test_a_document_of_the_first_form_is_compared_in_that_form(council: Council) -> None:
    edition = build.voting(council)
    first = frozen_document(edition, form=1)
    assert first["version"] == 1
    assert not first.keys() & {"paper", "texts", "residence", "verification", "test", "group_size"}
    assert set(first["projects"][0]) == {
        *("id", "number", "cost_cents", "track", "title", "summary", "realised_by"),
    }


def test_a_document_of_the_second_form_knows_no_themes(council: Council) -> None:
    edition = build.voting(council)
    now, second = frozen_document(edition), frozen_document(edition, form=2)
    assert second["version"] == 2
    assert now.keys() - second.keys() == {"paper"}
    assert set(now["projects"][0]) - set(second["projects"][0]) == {"theme"}
    edition.themes.update(code="trees")
    assert frozen_document(Edition.objects.get(pk=edition.pk), form=2) == second
    assert frozen_document(Edition.objects.get(pk=edition.pk)) != now


def test_what_an_older_form_did_not_know_is_no_difference(council: Council) -> None:
    edition = build.voting(council)
    now = frozen_document(edition)
    for form in (1, 2):
        assert differences(frozen_document(edition, form=form), now) == []


def test_who_writes_can_ask_first(council: Council) -> None:
    draft, frozen = build.edition(council, "2027"), build.voting(council)
    assert (is_frozen(draft), is_frozen(frozen)) == (False, True)
    require_not_frozen(draft)
    with pytest.raises(Refused) as refused:
        require_not_frozen(frozen)
    assert refused.value.code == "rules_frozen"

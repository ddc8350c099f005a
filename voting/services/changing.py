"""Changing frozen rules: asked for by one officer, decided by another, published as a new version.

Asking changes nothing. Accepting happens behind the exclusive lock of the edition: no cast is
under way, and the next one meets the new rules. Constraints and triggers of the database hold the
second person and the order of the steps as well.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.models import ChangeState, Edition, RuleChange, RuleSet, User
from budgeting.phases import Phase
from budgeting.services.freezing import is_frozen
from budgeting.services.recording import record
from budgeting.wording import MOMENT_NAMES
from proposals.models import BallotProject
from voting.changes import LANGUAGES, ChangeError, Difference, changed, check, read_moment
from voting.errors import BallotRefused, refusal_of, refuse
from voting.services import locks
from voting.services.frozen import frozen_document
from voting.services.second_officer import check_other, check_second


def ask_change(
    edition: Edition,
    changes: Mapping[str, Any],
    *,
    reason_nl: str,
    reason_fr: str,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> RuleChange:
    """Ask for a change in the words of the frozen document (voting.changes); `by` passed the door.

    Refuses `rules_still_open`, `reason_missing`, `change_pending` and what `check` refuses.
    """
    if not (reason_nl.strip() and reason_fr.strip()):
        raise refuse("reason_missing")
    with transaction.atomic():
        held, now = locks.alone(edition.pk), clock.now()
        if not is_frozen(held):
            raise refuse("rules_still_open")
        if held.rule_changes.filter(state=ChangeState.PENDING).exists():
            raise refuse("change_pending")
        found = _checked(held, changes, now=now)
        reasons = {"reason_nl": reason_nl.strip(), "reason_fr": reason_fr.strip()}
        change = RuleChange.objects.create(
            edition=held, changes=dict(changes), proposed_at=now, proposed_by=by, **reasons
        )
        _record("rules_change_asked", change, by, found, clock)
    return change


def accept_change(change: RuleChange, *, by: User, clock: Clock = DATABASE_CLOCK) -> RuleSet:
    """Apply a change and publish the next version of the rules, all or nothing.

    Refuses `change_decided`, what `check_second` refuses, and what `check` refuses by now: a vote
    may have closed since the change was asked for.
    """
    with transaction.atomic():
        held = locks.alone(change.edition_id)
        pending = _pending(change)
        check_second(pending, held.council, by)
        now = clock.now()
        found = _checked(held, pending.changes, now=now)
        _decide(pending, ChangeState.ACCEPTED, by, clock)
        _apply(held, pending.changes)
        rules = _next_version(held, pending)
        pending.rule_set = rules
        pending.save(update_fields=["rule_set"])
        _record("rules_changed", pending, by, found, clock, rules)
    return rules


def decline_change(change: RuleChange, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Leave the rules as they are; refuses `change_decided` and `change_asked_by_you`."""
    with transaction.atomic():
        held = locks.alone(change.edition_id)
        pending = _pending(change)
        check_other(pending, held.council, by)
        _decide(pending, ChangeState.REFUSED, by, clock)
        _record("rules_change_declined", pending, by, [], clock)


def withdraw_change(change: RuleChange, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Take back what one asked for; refuses `change_decided` and `change_of_somebody_else`."""
    with transaction.atomic():
        locks.alone(change.edition_id)
        pending = _pending(change)
        if pending.proposed_by_id != by.pk:
            raise refuse("change_of_somebody_else")
        _decide(pending, ChangeState.WITHDRAWN, by, clock)
        _record("rules_change_withdrawn", pending, by, [], clock)


def check_now(change: RuleChange, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Refuses what `accept_change` would refuse, whoever asks."""
    _checked(change.edition, change.changes, now=clock.now())


def _pending(change: RuleChange) -> RuleChange:
    pending = RuleChange.objects.select_for_update().get(pk=change.pk)
    if pending.state != ChangeState.PENDING:
        raise refuse("change_decided")
    return pending


def _checked(edition: Edition, changes: Mapping[str, Any], *, now: datetime) -> list[Difference]:
    document = frozen_document(edition)
    try:
        check(document, changes, phase=Phase(edition.phase), now=now)
    except ChangeError as error:
        raise _in_words(error) from None
    found = changed(document, changes)
    _check_lengths(found)
    return found


def _check_lengths(found: list[Difference]) -> None:
    """Refuses `text_too_long` for what its column could not hold."""
    for difference in found:
        *_where, name, language = difference.path if len(difference.path) > 2 else ("", "")
        if language in LANGUAGES:
            model = Edition if difference.path[0] == "texts" else BallotProject
            most = getattr(model._meta.get_field(f"{name}_{language}"), "max_length", None)
            if most and len(difference.after) > most:
                raise refuse("text_too_long", max=most)


def _in_words(error: ChangeError) -> BallotRefused:
    if error.code != "dates_out_of_order":
        return refusal_of(error)
    names = {key: MOMENT_NAMES[str(name)] for key, name in error.params.items()}
    return refuse(error.code, **names)


def _decide(change: RuleChange, state: ChangeState, by: User, clock: Clock) -> None:
    change.state, change.decided_by, change.decided_at = state, by, clock.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _apply(edition: Edition, changes: Mapping[str, Any]) -> None:
    """Write the values into the rows; both languages of a text are settled by the two officers."""
    columns = {
        **{name: read_moment(name, value) for name, value in changes.get("calendar", {}).items()},
        **_columns(changes.get("texts", {})),
        **({"budget_cents": changes["budget_cents"]} if "budget_cents" in changes else {}),
    }
    for name, value in columns.items():
        setattr(edition, name, value)
    edition.settle(*changes.get("texts", {}))
    edition.version += 1
    edition.save(update_fields=[*columns, "stale", "version"])
    for code, values in changes.get("projects", {}).items():
        texts = _columns({name: part for name, part in values.items() if isinstance(part, dict)})
        amounts = {name: part for name, part in values.items() if not isinstance(part, dict)}
        edition.ballot_projects.filter(code=code).update(**texts, **amounts)


def _columns(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """`{"title": {"nl": …}}` as columns: `{"title_nl": …}`."""
    return {
        f"{name}_{language}": text
        for name, words in texts.items()
        for language, text in words.items()
    }


def _next_version(edition: Edition, change: RuleChange) -> RuleSet:
    """The rules as they stand now, read back from the rows, under a digest of their own."""
    assert change.decided_at is not None
    stored = Edition.objects.select_related("council").get(pk=edition.pk)
    last = stored.rule_sets.order_by("version").last()
    document = frozen_document(stored)
    return RuleSet.objects.create(
        edition=stored,
        version=(last.version if last else 0) + 1,
        document=document,
        digest=digest_of(document),
        frozen_at=change.decided_at,
        frozen_by=change.proposed_by,
        second_by=change.decided_by,
        reason_nl=change.reason_nl,
        reason_fr=change.reason_fr,
    )


def _record(
    event: str,
    change: RuleChange,
    by: User,
    found: list[Difference],
    clock: Clock,
    rules: RuleSet | None = None,
) -> None:
    """A line of the audit trail: which change, which fields; never a person by name."""
    data: dict[str, Any] = {"change": change.pk}
    if found:
        data["fields"] = [".".join(difference.path) for difference in found]
    if rules is not None:
        data |= {"version": rules.version, "digest": rules.digest}
        data["asked_by"] = f"officer:{change.proposed_by_id}"
    record(event, edition=change.edition, by=by, role="officer", data=data, clock=clock)

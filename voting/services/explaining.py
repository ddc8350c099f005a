"""Explaining in public why paper does not add up: written by one person, signed by another.

An explanation is about the figures as both people saw them: a page that shows them gives back
their digest (`seen`). When one of them changes before the opening, what was signed does not cover
it any more.
"""

from collections.abc import Iterable

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import Explanation, Opening
from voting.services import locks
from voting.services.reconciling import shown_unexplained
from voting.services.second_person import require_settled


def seen_of(points: Iterable[str]) -> str:
    """What a page that shows these points gives back with the answer."""
    return digest_of(sorted(points))


def explain(
    edition: Edition,
    *,
    text_nl: str,
    text_fr: str,
    seen: str,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> Explanation:
    """Write why the figures of now do not agree. Nothing is public before somebody else signs.

    Refuses `text_missing`, `explain_after_the_close`, `role_too_new`, `explanation_waits`,
    `nothing_to_explain` and `figures_meanwhile`, where these are not the figures that were `seen`.
    """
    if not (text_nl.strip() and text_fr.strip()):
        raise refuse("text_missing")
    with transaction.atomic():
        held = _held(edition)
        require_settled(by, held.council, clock.now())
        if waiting(held) is not None:
            raise refuse("explanation_waits")
        points = shown_unexplained(held)
        if not points:
            raise refuse("nothing_to_explain")
        _require_seen(points, seen)
        texts = {"text_nl": text_nl.strip(), "text_fr": text_fr.strip()}
        record("paper_explanation_asked", edition=held, by=by, data=_data(points), clock=clock)
        return Explanation.objects.create(
            edition=held, points=points, by=by, at=clock.now(), **texts
        )


def sign_explanation(
    explanation: Explanation, *, seen: str, by: User, clock: Clock = DATABASE_CLOCK
) -> Explanation:
    """Sign as the second person: from now on it is public.

    Refuses `explanation_decided`, `explained_by_you`, `role_too_new`, `figures_changed` (since it
    was written) and `figures_meanwhile` (since they were `seen`).
    """
    with transaction.atomic():
        held = _held(explanation.edition)
        found = _waiting(explanation)
        if found.by_id == by.pk:
            raise refuse("explained_by_you")
        require_settled(by, held.council, found.at)
        points = shown_unexplained(held)
        if set(points) != set(found.points):
            raise refuse("figures_changed")
        _require_seen(points, seen)
        found.second_by, found.second_at = by, clock.now()
        found.save(update_fields=["second_by", "second_at"])
        text = digest_of([found.text_nl, found.text_fr])
        data = _data(found.points) | {"digest": text}
        record("paper_explained", edition=held, by=by, data=data, clock=clock)
    return found


def withdraw_explanation(
    explanation: Explanation, *, by: User, clock: Clock = DATABASE_CLOCK
) -> None:
    """Take an unsigned explanation away, so that another one can be written."""
    with transaction.atomic():
        held = _held(explanation.edition)
        found = _waiting(explanation)
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        data = _data(found.points)
        record("paper_explanation_withdrawn", edition=held, by=by, data=data, clock=clock)


def waiting(edition: Edition) -> Explanation | None:
    """The explanation that waits for a second person."""
    unsigned = Explanation.objects.filter(
        edition=edition, second_by__isnull=True, withdrawn_at__isnull=True
    )
    return unsigned.select_related("by").first()


def signed(edition: Edition) -> list[Explanation]:
    """The public explanations, oldest first."""
    return list(
        Explanation.objects.filter(edition=edition, second_by__isnull=False).order_by("second_at")
    )


def _data(points: list[str]) -> dict[str, object]:
    return {"differences": len(points)}


def _require_seen(points: list[str], seen: str) -> None:
    if seen != seen_of(points):
        raise refuse("figures_meanwhile")


def _held(edition: Edition) -> Edition:
    held = locks.alone(edition.pk)
    if held.phase != Phase.COUNTING or Opening.objects.filter(edition=held).exists():
        raise refuse("explain_after_the_close")
    return held


def _waiting(explanation: Explanation) -> Explanation:
    found = Explanation.objects.select_for_update().get(pk=explanation.pk)
    if found.second_by_id is not None or found.withdrawn_at is not None:
        raise refuse("explanation_decided")
    return found

"""The seed that settles equal projects: a number drawn in public, or the opened ballots.

Who can read the ballots could choose a seed that favours a project. So the number is recorded
before the box is opened, once; after that nobody gives one, and the seed is the digest of the
opened ballots: public from the opening on, and nobody could choose it.
"""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from tallying.models import Tally
from tallying.services.recorded import recorded_seeds
from voting.models import Ballot, Opening
from voting.services import locks

LONGEST = 120


class SeedSource(TextChoices):
    """Where the seed of a result comes from."""

    DRAWN = "drawn"
    BALLOTS = "ballots"
    NONE = "none"


def record_draw(
    edition: Edition, seed: str, *, by: User | None, clock: Clock = DATABASE_CLOCK
) -> None:
    """Keep the number that was drawn in public, with a line in the audit trail.

    Refuses `seed_missing`, `seed_too_long`, `seed_too_early` before the list of projects is
    published, `seed_too_late` once the ballots can be read, and `seed_is_set`.
    """
    seed = seed.strip()
    if not seed:
        raise Refused("seed_missing", _("Write down the number that was drawn."))
    if len(seed) > LONGEST:
        raise Refused("seed_too_long", _("At most 120 signs fit here."))
    with transaction.atomic():
        held = locks.alone(edition.pk)  # the opening takes the same lock
        _check_time(held)
        if held.tie_seed:
            raise Refused("seed_is_set", _("The draw for equal projects was already recorded."))
        held.tie_seed = seed
        held.save(update_fields=["tie_seed"])
        role = "officer" if by else ""
        record("tie_seed", edition=held, by=by, role=role, data={"seed": seed}, clock=clock)
    edition.tie_seed = seed


def _check_time(edition: Edition) -> None:
    if ORDER.index(Phase(edition.phase)) < ORDER.index(Phase.PUBLICATION):
        sentence = _("First the list of projects is published, then the number is drawn.")
        raise Refused("seed_too_early", sentence)
    if not may_still_draw(edition):
        sentence = _("The ballots can be read by now. A number that is drawn later does not count.")
        raise Refused("seed_too_late", sentence)


def may_still_draw(edition: Edition) -> bool:
    """Whether the ballots of a published list are still sealed, all of them."""
    phase = ORDER.index(Phase(edition.phase))
    if not ORDER.index(Phase.PUBLICATION) <= phase <= ORDER.index(Phase.COUNTING):
        return False
    return not (
        Opening.objects.filter(edition=edition).exists()
        or Ballot.objects.filter(edition=edition).exists()
    )


def seed_of(edition: Edition, used: Collection[str]) -> str:
    """The seed of a count; `used` are the seeds of the tallies that the trail names.

    Without a drawn number it is the digest of the opened ballots. An edition that was loaded with
    its ballots has no opening, and one that was counted with an empty seed keeps it.
    """
    if edition.tie_seed or "" in used:
        return edition.tie_seed
    opening = Opening.objects.filter(edition=edition).only("ballots_digest").first()
    return opening.ballots_digest if opening else ""


def used_seed(edition: Edition, tallies: Sequence[Tally]) -> str:
    """The seed of the tallies that stand, or the one that a count would take now."""
    if tallies:
        return tallies[0].seed
    return seed_of(edition, recorded_seeds(edition))


def source_of(edition: Edition, seed: str) -> SeedSource:
    """Where the seed of a tally of this edition comes from."""
    if not seed:
        return SeedSource.NONE
    return SeedSource.DRAWN if seed == edition.tie_seed else SeedSource.BALLOTS

"""From proposals to ballot projects: frozen copies of what was kept, numbers kept."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Missing, Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.moving import move
from budgeting.services.texts import edition_texts_are_settled, to_translate
from proposals.models import BallotProject, Proposal
from proposals.services.caps import cap_broken_by
from proposals.services.conditions import every_proposal_has_an_outcome
from proposals.services.texts import ON_THE_BALLOT, rows_of

COPIED = (
    *(f"{name}_{language}" for name in ON_THE_BALLOT for language in ("nl", "fr")),
    *("title_en", "summary_en", "theme", "track", "cost_cents", "lat", "lon"),
)


def missing_to_publish(edition: Edition) -> list[Missing]:
    """What has to be done before the list of projects can be made."""
    missing = [*every_proposal_has_an_outcome(edition), *edition_texts_are_settled(edition)]
    standing = list(
        edition.proposals.still_standing().exclude(outcome="").select_related("edition__council")
    )
    if not standing:
        address = (edition.council.slug, edition.slug)
        missing.append(Missing(_("No proposal was kept."), "review_desk", address))
    for proposal in standing:
        missing.extend(_missing_of(proposal, edition))
    return missing


def publish_ballot(
    edition: Edition, *, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> list[BallotProject]:
    """Copy what was kept onto the ballot and move REVIEW to PUBLICATION, all or nothing.

    Refuses `not_ready` with all that is missing, and `unlawful_move` outside the review. After a
    step back to the review, copies of proposals that no longer stand leave the ballot.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().select_related("council").get(pk=edition.pk)
        if locked.phase != Phase.REVIEW:
            raise Refused(
                "unlawful_move",
                gettext_lazy("The list of projects is made at the end of the study."),
            )
        missing = missing_to_publish(locked)
        if missing:
            raise Refused("not_ready", gettext_lazy("The list is not complete yet."), missing)
        standing = list(locked.proposals.still_standing())
        locked.ballot_projects.exclude(proposal=None).exclude(proposal__in=standing).delete()
        projects = [_frozen(proposal, locked) for proposal in standing]
        locked.ballot_published_at = clock.now()
        locked.save(update_fields=["ballot_published_at"])
        move(locked, to=Phase.PUBLICATION, by=by, clock=clock)
    edition.phase = Phase.PUBLICATION
    edition.ballot_published_at = locked.ballot_published_at
    return projects


def _frozen(proposal: Proposal, edition: Edition) -> BallotProject:
    values = {name: getattr(proposal, name) for name in COPIED}
    project, _made = BallotProject.objects.update_or_create(
        proposal=proposal,
        defaults={
            "edition": edition,
            "code": str(proposal.number),
            "number": proposal.number,
            **values,
        },
    )
    return project


def _missing_of(proposal: Proposal, edition: Edition) -> Iterator[Missing]:
    named = {"number": proposal.number}
    address = (edition.council.slug, edition.slug, proposal.number)
    yield from to_translate(rows_of([proposal]))
    if not proposal.cost_cents:
        yield Missing(_("Proposal %(number)d has no cost yet.") % named, "review", address)
    broken = cap_broken_by(proposal, edition)
    if broken == "grant":
        sentence = _("Proposal %(number)d costs more than the highest grant.") % named
        yield Missing(sentence, "review", address)
    elif broken:
        sentence = _("Proposal %(number)d costs more than one City project may cost.") % named
        yield Missing(sentence, "review", address)

"""Sending a proposal: online without an account, on paper, or written with a facilitator."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, Need, Theme, User
from budgeting.services.recording import record
from proposals.models import Proposal, SubmittedVia
from proposals.rules import most_similar
from proposals.services.mailing import mail_submitter


@dataclass(frozen=True)
class Entry:
    """What a resident fills in, in one language; `cost_cents` is None for "I do not know"."""

    language: str
    title: str
    summary: str
    place: str
    cost_cents: int | None
    contact: str
    name: str = ""
    theme: Theme | None = None
    need: Need | None = None
    lat: float | None = None
    lon: float | None = None
    via: str = SubmittedVia.ONLINE


def submit(
    edition: Edition,
    entry: Entry,
    *,
    by: User | None = None,
    role: str = "",
    base_url: str = "",
    clock: Clock = DATABASE_CLOCK,
) -> Proposal:
    """Store a proposal under the next number and confirm it by mail; refuses `call_closed`."""
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        now = clock.now()
        if not locked.takes_proposals(now):
            raise Refused("call_closed", _("Proposals cannot be sent at this moment."))
        last = locked.proposals.aggregate(last=Max("number"))["last"] or 0
        proposal = _filled(entry)
        proposal.edition, proposal.number, proposal.submitted_at = edition, last + 1, now
        proposal.save(force_insert=True)
        data = {"number": proposal.number, "via": entry.via, "language": entry.language}
        record("proposal_submitted", edition=locked, by=by, role=role, data=data, clock=clock)
        mail_submitter(proposal, "proposal_received", base_url=base_url)
    return proposal


def own_url(proposal: Proposal) -> str:
    """The submitter's own page. Its key is secret: whoever has the address sees the contact."""
    edition = proposal.edition
    return reverse("proposal_sent", args=[edition.council.slug, edition.slug, proposal.uuid])


def _filled(entry: Entry) -> Proposal:
    """The row of an entry. A place has no English field: there it stands in both languages."""
    places = ("nl", "fr") if entry.language == "en" else (entry.language,)
    return Proposal(
        **{f"title_{entry.language}": entry.title, f"summary_{entry.language}": entry.summary},
        **{f"place_{language}": entry.place for language in places},
        source_language=entry.language,
        cost_cents=entry.cost_cents,
        cost_asked_cents=entry.cost_cents,
        submitter_contact=entry.contact,
        submitter_name=entry.name,
        theme=entry.theme,
        need=entry.need,
        lat=entry.lat,
        lon=entry.lon,
        submitted_via=entry.via,
    )


def similar_to(edition: Edition, text: str) -> list[Proposal]:
    """Up to three earlier proposals of this council on the same subject, best first."""
    earlier = (
        Proposal.objects.filter(edition__council=edition.council_id)
        .exclude(edition__phase="draft")
        .select_related("edition__council")
    )
    return most_similar(text, ((one, _texts(one)) for one in earlier))


def _texts(proposal: Proposal) -> list[str]:
    return [
        f"{getattr(proposal, f'title_{language}')} {getattr(proposal, f'summary_{language}')}"
        for language in ("nl", "fr", "en")
    ]

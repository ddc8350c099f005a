"""What a move to another phase means, in words: for the officer, and for residents by the clock."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from budgeting.dates import written
from budgeting.models import Edition
from budgeting.phases import Phase
from tallying.services.steps import Step

DAY, MOMENT = "l j F Y", "l j F Y, H:i"


def happens(edition: Edition, step: Step, now: datetime) -> list[str]:
    """What happens at this step, and what residents can do from when."""
    words = BACK if step.back else FORWARD
    return list(words[step.to](edition, now))


def worth_knowing(edition: Edition, step: Step, now: datetime) -> list[str]:
    """What does not forbid the step, but does not fit the calendar that was announced."""
    found = []
    if step.to == Phase.CALL and _is_past(edition.call_closes_at, now):
        found.append(
            _("By the calendar the call is over: nobody can hand in a proposal before you move "
              "its last day.")
        )  # fmt: skip
    if not step.back:
        sentences = {
            Phase.REVIEW: ("call_closes_at", _("The call was announced until %(day)s.")),
            Phase.VOTING: ("ballot_published_at", _("The list was to be published on %(day)s.")),
            Phase.DECISION: ("objections_until", _("Residents can object until %(day)s.")),
            Phase.REALISATION: ("decision_on", _("The municipal council decides on %(day)s.")),
        }
        name, sentence = sentences.get(step.to, ("", ""))
        # Of a real edition these days are missing first; only its list may come before its day.
        warns = edition.is_test or step.to == Phase.VOTING
        announced = getattr(edition, name) if name and warns else None
        if announced and not _is_past(announced, now):
            found.append(sentence % {"day": written(announced, DAY)})
    return found


def _is_past(moment: datetime | date | None, now: datetime) -> bool:
    if isinstance(moment, datetime):
        return moment <= now
    return moment is not None and moment <= timezone.localdate(now)


def _call(edition: Edition, now: datetime) -> Iterator[str]:
    start, end = edition.call_opens_at, edition.call_closes_at
    if start and end and now < start:
        named = {"start": written(start, DAY), "end": written(end, DAY)}
        yield _("Residents can hand in proposals from %(start)s to %(end)s.") % named
    elif end and now < end:
        day = {"end": written(end, DAY)}
        yield _("Residents can hand in proposals at once, until %(end)s.") % day


def _to_call(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("The edition becomes public, with its texts, themes and calendar.")
    yield from _call(edition, now)


def _to_review(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("Nobody can hand in a proposal any more.")
    yield _("The City studies every proposal and gives it a decision with a public reason.")


def _to_publication(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("What was kept goes on the ballot as projects, with titles, costs and texts.")
    yield _("Everybody can read the list. Nobody can vote yet.")


def _to_voting(edition: Edition, now: datetime) -> Iterator[str]:
    yield _(
        "Rules, projects, costs, texts and who may vote are fixed and published with a "
        "fingerprint. After that a change needs a second officer."
    )
    start, end = edition.opens_at, edition.closes_at
    if start and end and now < start:
        named = {"start": written(start, MOMENT), "end": written(end, MOMENT)}
        yield _("Residents can vote from %(start)s to %(end)s.") % named
        yield _("You can do this ahead: the vote opens by itself, nobody has to be at the desk.")
    elif end and now < end:
        yield _("Residents can vote at once, until %(end)s.") % {"end": written(end, MOMENT)}


def _to_counting(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("Nobody can vote online any more.")
    if edition.paper_intake_until:
        day = {"end": written(edition.paper_intake_until, MOMENT)}
        yield _("Paper ballots can be brought in and scanned until %(end)s.") % day
    yield _("After that the key holders open the ballot box.")


def _to_council_review(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("The result is public, as a provisional one.")
    yield _("The neighbourhood council checks it.")


def _to_objections(edition: Edition, now: datetime) -> Iterator[str]:
    if edition.objections_until:
        day = {"end": written(edition.objections_until, DAY)}
        yield _("Everybody can object until %(end)s.") % day
    else:
        yield _("Everybody can object. No last day was set.")


def _to_decision(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("Nobody can object any more.")
    yield _("The result goes to the College, and then to the municipal council.")


def _to_realisation(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("The result becomes final.")
    yield _("Residents follow each chosen project on its own page.")


def _to_closed(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("The edition is finished. Its pages stay, and nothing changes on them any more.")


def _back_to_draft(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("The edition disappears from the public pages until you open the call again.")


def _back_to_call(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("Decisions that were taken stay as they are.")
    yield from _call(edition, now)


def _back_to_review(edition: Edition, now: datetime) -> Iterator[str]:
    yield _("You can decide on the proposals again, and publish a new list. Numbers stay.")
    yield _("Residents may have read the list: tell them why it changes.")


Words = Callable[[Edition, datetime], Iterator[str]]
FORWARD: Mapping[Phase, Words] = {
    Phase.CALL: _to_call,
    Phase.REVIEW: _to_review,
    Phase.PUBLICATION: _to_publication,
    Phase.VOTING: _to_voting,
    Phase.COUNTING: _to_counting,
    Phase.COUNCIL_REVIEW: _to_council_review,
    Phase.OBJECTIONS: _to_objections,
    Phase.DECISION: _to_decision,
    Phase.REALISATION: _to_realisation,
    Phase.CLOSED: _to_closed,
}
BACK: Mapping[Phase, Words] = {
    Phase.DRAFT: _back_to_draft,
    Phase.CALL: _back_to_call,
    Phase.REVIEW: _back_to_review,
}

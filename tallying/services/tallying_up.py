"""Tallying: the rule that decides and those shown beside it, applied to the opened ballots.

A tally is never edited. One with the same ballots, rule and seed is found again, not repeated;
counting itself runs outside any transaction, so the progress of a run can be seen.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import canonical_json
from budgeting.errors import Refused
from budgeting.models import Edition, ResultState, User
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.outcome import digest_of_input
from tallying.engine.rule import Rule
from tallying.models import RunState, Tally, TallyRun
from tallying.services.elections import election_of
from tallying.services.outcomes import as_stored
from tallying.services.published_rules import check_rules_stand

Tell = Callable[[int], None]


class TallyRefused(Refused):
    """A tally that cannot be made: the engine's code, or one of those below."""


def rules_of(edition: Edition) -> list[Rule]:
    """The deciding rule and its shadows, each once; refuses `rule_not_known`."""
    try:
        rules = [Rule.from_json(spec) for spec in (edition.rule, *edition.shadow_rules)]
    except EngineError as error:
        raise TallyRefused("rule_not_known", error.message) from None
    return list(dict.fromkeys(rules))


def standing_tallies(edition: Edition) -> list[Tally]:
    """The tallies that stand: the latest of each rule, the deciding one first; maybe none."""
    # PostgreSQL keeps the keys of a document in an order of its own.
    tallies = edition.tallies.order_by("id")
    known = {(canonical_json(tally.rule), tally.seed): tally for tally in tallies}
    keys = [(canonical_json(rule.to_json()), edition.tie_seed) for rule in rules_of(edition)]
    found = [known[key] for key in keys if key in known]
    return found if found and found[0].decides else []


def run_tally(
    edition: Edition,
    *,
    run: TallyRun | None = None,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> list[Tally]:
    """Count by every rule of the edition; answers the tallies, the deciding one first.

    Refuses `not_counting` before the vote is closed, `rules_changed`, `links_not_destroyed`,
    `rule_not_known` and the codes of the engine (`format_not_supported`, `too_many_runs`).
    """
    if ORDER.index(Phase(edition.phase)) < ORDER.index(Phase.COUNTING):
        raise TallyRefused("not_counting", _("The vote has not been closed yet."))
    check_rules_stand(edition)
    rules = rules_of(edition)
    election = election_of(edition)
    engine = Count(election)
    digest = digest_of_input(election)
    tell = _teller(run)
    tallies = []
    for place, rule in enumerate(rules):
        known = Tally.objects.filter(
            edition=edition, input_digest=digest, rule=rule.to_json(), seed=edition.tie_seed
        ).first()
        part = _part(tell, place, len(rules))
        tallies.append(known or _count(edition, election, engine, rule, clock, part))
        tell(100 * (place + 1) // len(rules))
    _keep(edition, rules[0], tallies, by=by, clock=clock)
    return standing_tallies(edition)


def _count(
    edition: Edition,
    election: Election,
    engine: Count,
    rule: Rule,
    clock: Clock,
    tell: Callable[[int, str], None],
) -> Tally:
    """One rule, counted and explained, not yet stored."""
    started = time.perf_counter()
    try:
        outcome = engine.run(rule, seed=edition.tie_seed, progress=tell)
    except EngineError as error:
        raise TallyRefused(error.code, error.message) from None
    stored = as_stored(election, outcome)
    return Tally(
        edition=edition,
        rule=rule.to_json(),
        decides=False,
        seed=edition.tie_seed,
        input_digest=outcome.input_digest,
        outcome=stored,
        digest=outcome.digest,
        software_version=f"wijkstem {settings.VERSION}",
        milliseconds=round((time.perf_counter() - started) * 1000),
        at=clock.now(),
    )


def _keep(
    edition: Edition, deciding: Rule, tallies: list[Tally], *, by: User | None, clock: Clock
) -> None:
    """Store what is new and say so in the audit trail; a first result is provisional."""
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        new = [tally for tally in tallies if tally.pk is None]
        for tally in new:
            tally.decides = tally.rule == deciding.to_json()
            if not Tally.objects.filter(edition=edition, digest=tally.digest).exists():
                tally.save(force_insert=True)
        if held.result_state == ResultState.NONE:
            held.result_state = ResultState.PROVISIONAL
            held.save(update_fields=["result_state"])
        if new:
            data = {"input": new[0].input_digest, "digests": [tally.digest for tally in tallies]}
            record("tally", edition=edition, by=by, data=data, clock=clock)
    edition.result_state = held.result_state


def _teller(run: TallyRun | None) -> Tell:
    """Writes progress to the run, whenever it is a step further."""
    shown = -1

    def tell(percent: int) -> None:
        nonlocal shown
        if run is not None and percent >= shown + 3:
            shown = percent
            TallyRun.objects.filter(pk=run.pk).update(percent=percent, state=RunState.RUNNING)

    return tell


def _part(tell: Tell, place: int, parts: int) -> Callable[[int, str], None]:
    """The progress of one rule among several."""
    return lambda percent, _word: tell((100 * place + percent) // parts)

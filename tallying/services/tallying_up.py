"""Tallying: the rule that decides and those shown beside it, applied to the opened ballots.

A tally is never edited. One with the same ballots, rule and seed is found again, not repeated;
counting itself runs outside any transaction, so the progress of a run can be seen. Nothing is
stored before every result is counted and a second engine agrees with it. Only what the audit trail
names is a result, and of several by one rule and seed the first one.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import canonical_json
from budgeting.models import Edition, ResultState, User
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.models import Stage, Tally, TallyRun
from tallying.services.elections import election_of
from tallying.services.engines import ENGINES, Engines
from tallying.services.making import DECIDES, EnginesDiffer, Making, TallyRefused
from tallying.services.progress import Teller
from tallying.services.published_rules import check_rules_stand
from tallying.services.recorded import recorded_digests, recorded_seeds, recorded_tallies
from tallying.services.tie_seed import seed_of

LOG = logging.getLogger(__name__)


def rules_of(edition: Edition) -> list[Rule]:
    """The deciding rule and its shadows, each once; refuses `rule_not_known`."""
    try:
        rules = [Rule.from_json(spec) for spec in (edition.rule, *edition.shadow_rules)]
    except EngineError as error:
        raise TallyRefused("rule_not_known", error.message) from None
    return list(dict.fromkeys(rules))


def standing_tallies(edition: Edition) -> list[Tally]:
    """The tallies that stand: the first of each rule, the deciding one first; maybe none."""
    known: dict[tuple[str, str], Tally] = {}
    for one in recorded_tallies(edition):
        # PostgreSQL keeps the keys of a document in an order of its own.
        known.setdefault((canonical_json(one.rule), one.seed), one)
    if not known:
        return []
    seed = seed_of(edition, {used for _rule, used in known})
    keys = [(canonical_json(rule.to_json()), seed) for rule in rules_of(edition)]
    # A rule that stood beside another one before may be the one that decides now.
    return [known[key] for key in keys if key in known] if keys[0] in known else []


def run_tally(
    edition: Edition,
    *,
    run: TallyRun | None = None,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
    engines: Engines = ENGINES,
) -> list[Tally]:
    """Count by every rule of the edition; answers the tallies, the deciding one first.

    Refuses `not_counting` before the vote is closed, `rules_changed`, `links_not_destroyed`,
    `rule_not_known`, `engines_differ`, `took_too_long`, `tally_not_recorded` and the codes of the
    engine. Raises Stopped where the run was cancelled.
    """
    if ORDER.index(Phase(edition.phase)) < ORDER.index(Phase.COUNTING):
        raise TallyRefused("not_counting", _("The vote has not been closed yet."))
    check_rules_stand(edition)
    rules = rules_of(edition)
    tell = Teller(run, rules=len(rules), clock=clock)
    tell.at(Stage.READING)
    seed = seed_of(edition, recorded_seeds(edition))
    making = Making(edition, election_of(edition), seed, engines, tell, clock)
    try:
        tallies = [making.tally(rule, number) for number, rule in enumerate(rules, DECIDES)]
    except EnginesDiffer as differ:
        _say_that_they_differ(edition, differ, making.input_digest, by=by, clock=clock)
        raise
    making.compare(tallies[0])
    _keep(edition, tallies, tell, by=by, clock=clock)
    return standing_tallies(edition)


def _say_that_they_differ(
    edition: Edition, differ: EnginesDiffer, digest: str, *, by: User | None, clock: Clock
) -> None:
    """In the audit trail, which is public: that they differ, but not who would have won."""
    data = {"rule": differ.rule.rule, "input": digest}
    record("tally_differs", edition=edition, by=by, data=data, clock=clock)
    LOG.error("%s: two engines differ by %s", edition, differ.rule.to_json())


def _keep(
    edition: Edition, tallies: list[Tally], tell: Teller, *, by: User | None, clock: Clock
) -> None:
    """Store what is new and say so in the audit trail; a first result is provisional."""
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        tell.finish()
        known = recorded_digests(edition)  # another run may have come first
        new = [tally for tally in tallies if tally.digest not in known]
        for tally in new:
            _store(tally)
        if held.result_state == ResultState.NONE:
            held.result_state = ResultState.PROVISIONAL
            held.save(update_fields=["result_state"])
        if new:
            data = {"input": new[0].input_digest, "digests": [tally.digest for tally in tallies]}
            record("tally", edition=edition, by=by, data=data, clock=clock)
    edition.result_state = held.result_state


def _store(tally: Tally) -> None:
    """Refuses `tally_not_recorded`: a row with this digest came there by another way."""
    if Tally.objects.filter(edition=tally.edition, digest=tally.digest).exists():
        sentence = _("The database holds a result that was not counted here. Nothing was stored.")
        raise TallyRefused("tally_not_recorded", sentence)
    tally.save(force_insert=True)

"""One tally made: counted, explained, checked by a second engine, or found where it was made."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.clock import Clock
from budgeting.errors import Refused
from budgeting.models import Edition
from tallying.engine.election import Election, sha256
from tallying.engine.errors import EngineError
from tallying.engine.explain import explain
from tallying.engine.outcome import Outcome, digest_of_input
from tallying.engine.rule import Rule
from tallying.engine.transcript import transcript_of
from tallying.engine.what_would import MOST_WORK, QUICK_WORK, runs_allowed, what_would
from tallying.models import Stage, Tally
from tallying.services.engines import SECOND, Counting, Engines
from tallying.services.outcomes import as_stored, differ
from tallying.services.progress import Teller
from tallying.services.recorded import recorded_digests

DECIDES = 1
# Recounts that tell one loser what it would have needed, as a rule.
RUNS_FOR_ONE = 10


class TallyRefused(Refused):
    """A tally that cannot be made: the engine's code, or one of the services' own."""


class EnginesDiffer(TallyRefused):
    """Two engines came to different outcomes: nothing may be published of either."""

    def __init__(self, rule: Rule, differences: tuple[str, ...]) -> None:
        sentence = _(
            "Two programs counted the ballots and did not come to the same result. Nothing was"
            " stored."
        )
        super().__init__("engines_differ", sentence)
        self.rule, self.differences = rule, differences


@dataclass
class Making:
    """The tallies of one set of ballots, one rule after the other."""

    edition: Edition
    election: Election
    seed: str
    engines: Engines
    tell: Teller
    clock: Clock
    deciding: Tally | None = None

    @cached_property
    def input_digest(self) -> str:
        """The digest of all that decides, beside rule and seed."""
        return digest_of_input(self.election)

    @cached_property
    def _engine(self) -> Counting:
        return self.engines.count(self.election)

    def tally(self, rule: Rule, number: int) -> Tally:
        """The tally of a rule, the `number`th from 1; not stored yet where it is new.

        Refuses `engines_differ` and the codes of the engine.
        """
        stored = Tally.objects.filter(
            edition=self.edition,
            digest__in=recorded_digests(self.edition),
            input_digest=self.input_digest,
            rule=rule.to_json(),
            seed=self.seed,
        )
        known = stored.order_by("id").first()
        try:
            tally = known or self._made(rule, number)
        except EngineError as error:
            raise TallyRefused(error.code, error.message) from None
        if number == DECIDES:
            self.deciding = tally
        return tally

    def compare(self, tally: Tally) -> None:
        """Put the winners of further rules beside the result that decides, where it is new."""
        if tally.pk is None:
            found = self.engines.further(self.election, self.tell.at(Stage.FURTHER))
            tally.outcome["further"] = found

    def _made(self, rule: Rule, number: int) -> Tally:
        started = time.perf_counter()
        outcome = self._engine.run(rule, self.seed, self.tell.at(Stage.COUNTING, number))
        milliseconds = round((time.perf_counter() - started) * 1000)
        stored = self._explained(outcome, number)
        if self.deciding is not None:
            stored["differences"] = self._differences(self.deciding, stored)
        lines = transcript_of(self.election, outcome, number)
        transcript = "".join(f"{line}\n" for line in lines)
        checked = self._checked(outcome, number)
        return Tally(
            edition=self.edition,
            rule=rule.to_json(),
            decides=number == DECIDES,
            seed=self.seed,
            input_digest=outcome.input_digest,
            outcome=stored,
            digest=outcome.digest,
            transcript=transcript,
            transcript_digest=sha256(transcript.encode()),
            checked=checked,
            software_version=f"wijkstem {settings.VERSION}",
            milliseconds=milliseconds,
            at=self.clock.now(),
        )

    def _explained(self, outcome: Outcome, number: int) -> dict[str, Any]:
        """What is kept of an outcome; what losers would have needed by the deciding rule alone."""
        tell = self.tell.at(Stage.EXPLAINING, number)
        if number != DECIDES:
            return as_stored(self.election, outcome)
        story = explain(self.election, outcome)
        work = MOST_WORK if self.tell.in_background else self._quick_work(outcome)
        needed = what_would(self.election, outcome, story, tell, work)
        return as_stored(self.election, outcome, needed)

    def _quick_work(self, outcome: Outcome) -> int:
        """Where somebody waits: nothing, if most losers would be told nothing."""
        runs = runs_allowed(self.election, outcome.rule, QUICK_WORK)
        losers = len(self.election.projects) - len(outcome.selected)
        return QUICK_WORK if runs >= RUNS_FOR_ONE * losers else 0

    def _differences(self, deciding: Tally, stored: dict[str, Any]) -> dict[str, Any]:
        """How the result that decides, `here`, differs from the one that is being made."""
        found = differ(self.election, deciding.outcome, stored)
        return {"from": deciding.digest, **found}

    def _checked(self, outcome: Outcome, number: int) -> dict[str, Any]:
        """Who checked and how far; refuses `engines_differ`."""
        found = self.engines.check(self.election, outcome, self.tell.at(Stage.CHECKING, number))
        if not found.same:
            raise EnginesDiffer(outcome.rule, found.differences)
        return {**SECOND, "shares_tried": found.shares_tried, "shares_all": found.shares_all}

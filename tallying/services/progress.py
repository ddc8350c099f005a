"""How far a run is, written to its row for the page that waits; and how a run is stopped.

Each time the row is written only if the run is still under way: a run that was cancelled, or given
up because nobody heard of it, stops at the next sign of its worker.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from budgeting.clock import Clock
from budgeting.errors import Refused
from tallying.engine.counting import Progress
from tallying.models import BUSY, RunState, Stage, TallyRun

# Less than the hour after which a broker hands a task that is not finished to another worker.
LONGEST = timedelta(minutes=45)
SIGN_EVERY = 1.0
# How much of a run each stage takes: reading once, three for each rule, comparing once.
READING, FURTHER = 2, 4
OF_A_RULE = {Stage.COUNTING: (0, 3), Stage.EXPLAINING: (3, 3), Stage.CHECKING: (6, 6)}
RULE = 12


class Stopped(Exception):
    """The run is no longer under way: nothing of it is kept."""


class Teller:
    """Tells the row of a run how far its count is; without a run it tells nobody.

    `ticks` gives seconds that only go up. Raises Stopped, and Refused `took_too_long`.
    """

    def __init__(
        self,
        run: TallyRun | None,
        *,
        rules: int,
        clock: Clock,
        longest: timedelta = LONGEST,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run, self._rules, self._clock, self._ticks = run, rules, clock, ticks
        self._until = ticks() + longest.total_seconds()
        self._next_sign = 0.0

    @property
    def in_background(self) -> bool:
        """Whether a run counts while people do other things; else somebody waits for it."""
        return self._run is not None

    def at(self, stage: Stage, number: int = 0) -> Progress:
        """Begin a stage, of rule `number` from 1; answers what is called while it goes on."""
        start, width = self._place(stage, number)
        self._sign(start, stage, number)

        def tell(percent: int, _word: str) -> None:
            if self._run is not None and self._ticks() >= self._next_sign:
                self._sign(start + width * min(100, max(0, percent)) // 100, stage, number)

        return tell

    def finish(self) -> None:
        """The result is stored, in the same transaction."""
        if self._run is not None:
            self._write(state=RunState.DONE, percent=100)

    def _place(self, stage: Stage, number: int) -> tuple[int, int]:
        """Where a stage begins and how long it is, in hundredths of the whole."""
        whole = READING + RULE * self._rules + FURTHER
        before, width = 0, READING
        if stage == Stage.FURTHER:
            before, width = whole - FURTHER, FURTHER
        elif stage != Stage.READING:
            before, width = OF_A_RULE[stage]
            before += READING + RULE * (number - 1)
        return 100 * before // whole, 100 * width // whole

    def _sign(self, percent: int, stage: Stage, number: int) -> None:
        if self._run is None:
            return
        if self._ticks() >= self._until:
            raise Refused("took_too_long", _("This count takes too long."))
        self._next_sign = self._ticks() + SIGN_EVERY
        self._write(
            state=RunState.RUNNING,
            percent=percent,
            stage=stage,
            rule_number=number,
            rule_count=self._rules,
        )

    def _write(self, **fields: object) -> None:
        number = self._run.pk if self._run else 0
        own = TallyRun.objects.filter(pk=number, state__in=BUSY)
        if not own.update(told_at=self._clock.now(), **fields):
            raise Stopped

"""Measuring with the standard library: the middle of several runs, printed on one line.

Machines differ and are noisy, so a figure is given beside a floor measured in the same minute;
compare the ratio.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds for one call of the work, over several runs.

    `worked` is the middle of the time that this process had a processor: what a figure is compared
    by where others use the machine too.
    """

    middle: float
    best: float
    runs: int
    worked: float

    def per_second(self, items: int = 1) -> float:
        """How many items a second, when one call handles `items` of them."""
        return items / self.middle


def measure(work: Callable[[], object], *, runs: int = 5) -> Timing:
    """Time `work`, after one call that is not counted."""
    work()
    seconds, worked = [], []
    for _ in range(runs):
        start, working = time.perf_counter(), time.process_time()
        work()
        worked.append(time.process_time() - working)
        seconds.append(time.perf_counter() - start)
    return Timing(statistics.median(seconds), min(seconds), runs, statistics.median(worked))


def report(name: str, figure: float, unit: str, *, floor: float | None = None) -> None:
    """One line: the figure, its unit, and its share of the floor where there is one."""
    share = f"  ({figure / floor:.2f} of the floor)" if floor else ""
    sys.stdout.write(f"\n{name:<48}{figure:>12,.1f} {unit}{share}")

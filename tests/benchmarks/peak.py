"""How much memory one count takes, told by a process of its own: `python -m tests.benchmarks.peak`.

One argument is a Pabulib file; two are ballots and projects of a drawn election. Prints the peak in
megabytes before the election was there, with the election, and at the end, and seconds for both.
"""

import resource
import sys
import time
from pathlib import Path

from tallying.engine.counting import Count
from tallying.engine.pabulib import read_pabulib
from tallying.engine.rule import Rule
from tests.benchmarks.synthetic import drawn_election

RULE = Rule("mes-cost", completion="add1", then="greedy-votes")


def peak() -> int:
    """The most memory this process has held, in megabytes.

    Linux tells it in kilobytes as VmHWM; ru_maxrss would begin with what the parent held.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = status.read_text(encoding="ascii").splitlines()
    (held,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(held) // 1024


def main(arguments: list[str]) -> None:
    """Count once and say what it took."""
    figures, started = [peak()], time.perf_counter()
    if len(arguments) == 1:
        election = read_pabulib(Path(arguments[0]))
    else:
        election = drawn_election(int(arguments[0]), int(arguments[1]))
    figures.append(peak())
    made = time.perf_counter()
    outcome = Count(election).run(RULE)
    if not outcome.digest:
        raise SystemExit(1)
    figures.append(peak())
    seconds = (made - started, time.perf_counter() - made)
    sys.stdout.write(" ".join(map(str, figures)) + " {:.2f} {:.2f}\n".format(*seconds))


if __name__ == "__main__":
    main(sys.argv[1:])

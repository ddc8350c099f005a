"""Printing: how fast, how large, and how much memory, beside what `qrcode` alone takes.

`python -m tests.benchmarks.bench_printing 10000` prints so many sheets to a file that forgets them
and says the peak of memory in megabytes: a process of its own for each count.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.benchmarks.peak import peak
from tests.benchmarks.timing import measure, report
from tests.voting.paper import variants
from voting.paper.code import SERIAL_BYTES
from voting.paper.frames import KINDS, Kind
from voting.paper.qr import matrix

SHEETS = 1000
MANY = 10_000
LEAST_SHARE = 0.4
MOST_BYTES = 3000
MOST_GROWTH_MB = 12


class Counting:
    """A file that forgets what is written and knows how much it was."""

    size = 0

    def write(self, data: bytes, /) -> int:
        self.size += len(data)
        return len(data)


def serials(count: int) -> Iterator[bytes]:
    return (number.to_bytes(SERIAL_BYTES) for number in range(count))


def printed(count: int, variant: Kind = "standard") -> Counting:
    """So many sheets of 14 projects, each with a serial, a proven code and a symbol of its own."""
    out = Counting()
    variants.print_to(out, variants.layout_of(14, variant), variant, serials(count))
    return out


@pytest.mark.parametrize("variant", KINDS)
def test_sheets_a_second(variant: Kind) -> None:
    """Whole sheets, with their codes, against the same number of symbols alone, fixed mask."""
    layout = variants.layout_of(14, variant)
    codes = [code for sheet in variants.sheets_of(layout, serials(SHEETS)) for code in sheet.codes]
    symbols = measure(lambda: [matrix(code) for code in codes], runs=3)
    sheets = measure(lambda: printed(SHEETS, variant), runs=3)
    share = symbols.worked / sheets.worked
    sides = len(layout.sides)
    report(f"symbols alone, {variant}", SHEETS * sides / symbols.worked, "symbols/s")
    report(f"sides printed, {variant}", SHEETS * sides / sheets.worked, "sides/s")
    report(f"share, {variant}", share, f"(at least {LEAST_SHARE})")
    size = printed(SHEETS, variant).size / SHEETS / sides
    report(f"size, {variant}", size, "bytes a side")
    assert share >= LEAST_SHARE
    assert size < MOST_BYTES


def test_memory_stays_flat() -> None:
    """The peak for 10,000 sheets is about that for 1,000."""
    few, many = (_peak(count) for count in (SHEETS, MANY))
    report(f"peak for {SHEETS} sheets", few, "MB")
    report(f"peak for {MANY} sheets", many, "MB")
    assert many - few <= MOST_GROWTH_MB


def _peak(count: int) -> int:
    command = [sys.executable, "-m", "tests.benchmarks.bench_printing", str(count)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


if __name__ == "__main__":
    printed(int(sys.argv[1]))
    sys.stdout.write(f"{peak()}\n")

"""`manage.py draw FILE.csv`: draws the seats of a council by lot, without a database."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, PlainCommand
from budgeting.sortition import (
    ALGORITHMS,
    Infeasible,
    ListRefused,
    Order,
    SortitionError,
    TooHard,
    chances,
    draw,
    read_candidates,
    read_quotas,
)
from budgeting.sortition_words import fault_in_words, reasons, ways_out

MOST_FILE_BYTES = 50 << 20
BROKEN = {"file_unreadable", "file_too_large", "list_faulty", "quotas_malformed"}


def count(text: str) -> int:
    """A whole number that is not negative."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise argparse.ArgumentTypeError("a whole number is needed, 0 or more")
    return int(text)


class Command(PlainCommand):
    """Reads a list, draws with the seed, and says what was reached and what the chances were."""

    help = (
        "Draw lots among the candidates of a table (a column `id`, and one for each quota).\n"
        'Quotas: {"column": {"value": [least, most]}}. The same list, quotas, seed and algorithm\n'
        "give the same people everywhere; neither the order of the rows nor their encoding counts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The list, what is asked, and the seed."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--seats", type=count, required=True)
        parser.add_argument("--seed", required=True, help="as its public source gave it")
        parser.add_argument("--quotas", metavar="Q.json", type=Path, required=True)
        parser.add_argument("--substitutes", type=count, default=0)
        parser.add_argument("--algorithm", choices=ALGORITHMS, default=ALGORITHMS[0])
        parser.add_argument(
            "--no-chances", action="store_true", help="leave out everybody's chance of a seat"
        )

    def handle(self, **options: Any) -> None:
        """Read, draw, print."""
        try:
            order = self._order(options)
            drawn = draw(order, options["seed"])
            data = drawn.document() | {"candidates": len(order.candidates), "quotas": order.quotas}
            if not options["no_chances"]:
                data |= _chances(order)
        except SortitionError as error:
            code = EXIT_BAD_INPUT if error.code in BROKEN else EXIT_REFUSED
            self.fail(error.code, "\n".join(_told(error)), code)
        self.emit(data, _table(data), as_json=options["as_json"])

    def _order(self, options: dict[str, Any]) -> Order:
        quotas = read_quotas(_read(options["quotas"]).decode("utf-8-sig", "replace"))
        return Order(
            candidates=read_candidates(_read(options["file"]), list(quotas), quotas),
            quotas=quotas,
            seats=options["seats"],
            substitutes=options["substitutes"],
            algorithm=options["algorithm"],
        )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise SortitionError("file_too_large", f"{path} is larger than 50 MB.")
        return path.read_bytes()
    except OSError as error:
        sentence = f"{path} cannot be read: {error.strerror}."
        raise SortitionError("file_unreadable", sentence) from None


def _chances(order: Order) -> dict[str, Any]:
    """The draw stands, whether or not the chances are found in the work that they may take."""
    try:
        return {"probabilities": chances(order)}
    except SortitionError:
        return {}


def _told(error: SortitionError) -> list[str]:
    """The sentence of a refusal, and what belongs to it line by line."""
    lines = [error.message]
    if isinstance(error, ListRefused):
        rows: dict[str, list[int]] = {}
        for fault in error.faults:
            rows.setdefault(fault_in_words(fault), []).append(fault.row)
        lines += [f"{_rows(found)}: {sentence}" for sentence, found in rows.items()]
    if isinstance(error, Infeasible):
        lines += reasons(error)
    if isinstance(error, Infeasible | TooHard):
        several = len(error.relaxations) > 1
        nearest = "nearest" if error.nearest else "near, perhaps not the nearest"
        if error.relaxations:
            lines.append(f"{nearest.capitalize()} change{'s' if several else ''} that would do:")
        lines += [f"- {way}" for way in ways_out(error)]
    return lines


def _rows(found: list[int]) -> str:
    """Where the same mistake stands: the first row, and how many more."""
    return f"row {found[0]}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def _table(data: dict[str, Any]) -> str:
    """The draw for people who read it in a terminal."""
    lines = [f"list        {data['list_digest']} ({data['candidates']} candidates)"]
    lines += [f"algorithm   {data['algorithm']}", f"seed        {data['seed']}"]
    lines += [f"seats       {' '.join(data['seats'])}"]
    lines += [f"substitutes {' '.join(data['substitutes']) or '–'}", ""]
    for column, values in data["reached"].items():
        for value, reached in values.items():
            least, most = data["quotas"][column][value]
            lines.append(f"{column}: {value}  {reached}  (asked for: {least} to {most})")
    if found := data.get("probabilities"):
        about = "about " if found["method"] == "estimated" else ""
        tried = f" ({found['draws']} trial draws)" if about else ""
        least, equal = 100 * found["least"], 100 * found["equal"]
        lines.append("")
        lines.append(
            f"smallest chance of a seat: {about}{least:.2f} %, on average {equal:.2f} %{tried}"
        )
    return "\n".join(lines)

"""`manage.py print_sheets`: a batch of paper ballots as one PDF."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_USAGE
from budgeting.models import Edition
from voting.management.command import VotingCommand
from voting.management.files import FileError, write_new
from voting.models import Variant
from voting.paper.sheet import layout_listing
from voting.paper.test_page import write_test_page
from voting.services.printing import MAX_SHEETS, PrintedBatch, print_batch


class Command(VotingCommand):
    """Serials are in the PDF only: send it straight to the printer and erase it afterwards.

    Sheets can be scanned once their batch is released by somebody else, on screen; those of a test
    edition are at once.
    """

    help = "Print paper ballots: a PDF with one random serial a sheet."
    addresses_an_edition = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("edition", metavar="COUNCIL/EDITION", nargs="?")
        parser.add_argument("--count", type=int, metavar="N")
        parser.add_argument("--out", type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--variant", choices=Variant.values, default=Variant.STANDARD, help="form of the sheets"
        )
        parser.add_argument("--cover", action="store_true", help="a first and a last page more")
        parser.add_argument("--venue", metavar="SLUG", help="the voting place they are for")
        parser.add_argument(
            "--release", action="store_true", help="scanned at once (test edition only)"
        )
        parser.add_argument(
            "--layout", type=Path, metavar="FILE.json", help="also write where every box is"
        )
        parser.add_argument(
            "--test-page", type=Path, metavar="FILE.pdf", help="only a page to test a printer with"
        )

    def work(self, **options: Any) -> None:
        if options["test_page"]:
            with new_file(options["test_page"]) as pdf:
                write_test_page(pdf)
            self.emit({"pages": 1}, str(options["test_page"]), as_json=options["as_json"])
            return
        if not (options["edition"] and options["count"] is not None and options["out"]):
            self.fail("usage", "Give COUNCIL/EDITION, --count and --out.", EXIT_USAGE)
        if not 1 <= options["count"] <= MAX_SHEETS:
            self.fail("bad_count", f"--count takes 1 to {MAX_SHEETS}.", EXIT_USAGE)
        self._print(self.edition(options["edition"]), options)

    def _print(self, edition: Edition, options: dict[str, Any]) -> None:
        out, listing = options["out"], options["layout"]
        for path in filter(None, (out, listing)):
            if path.exists():
                raise FileError("file_exists", path=str(path))
        with new_file(out) as pdf:
            printed = print_batch(
                edition,
                count=options["count"],
                out=pdf,
                venue=self.venue(edition, options["venue"]),
                variant=options["variant"],
                release=options["release"],
                cover=options["cover"],
            )
        if listing:
            pages = layout_listing(printed.layout, printed.sheets, outer=printed.outer)
            write_new(listing, json.dumps(pages, indent=1))
        self._report(printed, out, as_json=options["as_json"])

    def _report(self, printed: PrintedBatch, out: Path, *, as_json: bool) -> None:
        released = printed.batch.released_at is not None
        counts = {
            "batch": printed.batch.number,
            "sheets": len(printed.sheets),
            "pages": printed.pages,
            "sides": len(printed.layout.sides),
            "variant": str(printed.batch.variant),
            "layout_version": printed.layout.version,
            "layout_digest": printed.layout.digest(),
            "released": released,
        }
        table = (
            f"Batch {printed.batch.number}: {len(printed.sheets)} sheets, {printed.pages} pages "
            f"in {out}; {'released' if released else 'not released yet'}."
        )
        self.emit(counts, table, as_json=as_json)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that did not exist, readable by its owner only; gone again if the block fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileError("file_exists", path=str(path)) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise

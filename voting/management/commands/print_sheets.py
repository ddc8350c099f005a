"""`manage.py print_sheets`: a batch of paper ballots as one PDF."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_USAGE
from voting.management.command import VotingCommand
from voting.management.files import FileError, write_new
from voting.paper.sheet import layout_listing
from voting.services.printing import MAX_SHEETS, PrintedBatch, print_batch


class Command(VotingCommand):
    """Serials are in the PDF only: send it straight to the printer and erase it afterwards.

    Sheets can be scanned once their batch is released by somebody else, on screen; those of a test
    edition are at once.
    """

    help = "Print paper ballots: a PDF with one random serial a sheet."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--count", type=int, required=True, metavar="N")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
        parser.add_argument("--venue", metavar="SLUG", help="the voting place they are for")
        parser.add_argument(
            "--release", action="store_true", help="scanned at once (test edition only)"
        )
        parser.add_argument(
            "--layout", type=Path, metavar="FILE.json", help="also write where every box is"
        )

    def work(self, **options: Any) -> None:
        if not 1 <= options["count"] <= MAX_SHEETS:
            self.fail("bad_count", f"--count takes 1 to {MAX_SHEETS}.", EXIT_USAGE)
        edition = self.edition(options["edition"])
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
                release=options["release"],
            )
        if listing:
            pages = layout_listing(printed.layout, printed.sheets)
            write_new(listing, json.dumps(pages, indent=1))
        self._report(printed, out, as_json=options["as_json"])

    def _report(self, printed: PrintedBatch, out: Path, *, as_json: bool) -> None:
        released = printed.batch.released_at is not None
        counts = {
            "batch": printed.batch.number,
            "sheets": len(printed.sheets),
            "pages": printed.pages,
            "sides": len(printed.layout.sides),
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

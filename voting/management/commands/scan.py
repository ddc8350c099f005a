"""`manage.py scan`: read filled-in paper ballots from files; one row a page."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from budgeting.clock import DATABASE_CLOCK
from budgeting.management.output import EXIT_USAGE
from budgeting.models import Edition, Venue
from voting.errors import reason_of, refuse
from voting.management.command import VotingCommand
from voting.management.files import FileError
from voting.models import Scan, Upload
from voting.services.decided import is_opened
from voting.services.readings import marks_as_json
from voting.services.scan_rows import ScanResult, new_batch, printable
from voting.services.scanning import read_pages, store_file
from voting.services.uploads import PART_BYTES, unfinished


class Command(VotingCommand):
    """Pages without a doubt count at once where the rules of the edition say so; others wait for a
    person, or are rejected with a reason.

    A file is stored before it is read: what a run left behind when it was stopped is read with
    --resume, and never twice. A file that cannot be read is one rejected row, and the command goes
    on. Marks are shown with --reveal only, and only for a test edition.
    """

    help = "Scan filled-in paper ballots (PDF or pictures)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--venue", metavar="SLUG", help="where these ballots come from")
        parser.add_argument("--resume", action="store_true", help="first finish what was stopped")
        parser.add_argument("--reveal", action="store_true", help="show marks (test edition only)")

    def work(self, **options: Any) -> None:
        edition = self.edition(options["edition"])
        reveal = options["reveal"]
        if reveal and not edition.is_test:
            raise refuse("reveal_refused")
        files: list[Path] = options["files"]
        if not files and not options["resume"]:
            self.fail("no_files", "Name at least one file, or --resume.", EXIT_USAGE)
        if files and is_opened(edition):
            raise refuse("paper_is_closed")
        for path in files:
            if not path.is_file():
                raise FileError("file_missing", path=str(path))
        venue = self.venue(edition, options["venue"])
        rows = {
            result.scan.pk: row_of(edition, name, result, reveal=reveal)
            for name, upload in self._uploads(edition, files, venue, resume=options["resume"])
            for result in self._read(name, upload)
        }
        self._end_progress()
        _tell_the_end(rows)
        if options["resume"] and unfinished(edition).exists():
            self.stderr.write("Somebody else reads the rest, or did so until two minutes ago.")
        table = "\n".join(
            f"{row['file']} p{row['page']}  {row['state']:<9}  {row['code']:<20}  {row['reason']}"
            for row in rows.values()
        )
        self.emit(list(rows.values()), table, as_json=options["as_json"])

    def _uploads(
        self, edition: Edition, files: list[Path], venue: Venue | None, *, resume: bool
    ) -> Iterator[tuple[str, Upload]]:
        """What is to be read, one after the other; a file is stored when its turn comes."""
        if resume:
            for left in unfinished(edition).order_by("batch__number", "at", "pk"):
                yield left.file_name, left
        batch = new_batch(edition, venue=venue, clock=DATABASE_CLOCK) if files else None
        for path in files:
            assert batch is not None
            with path.open("rb") as file:
                chunks = iter(lambda: file.read(PART_BYTES), b"")
                upload = store_file(batch, path.name, chunks)
            yield printable(str(path)), upload

    def _read(self, name: str, upload: Upload) -> Iterator[ScanResult]:
        for result in read_pages(upload.pk):
            self._progress(f"{name}: {result.scan.page}")
            yield result

    def _progress(self, text: str) -> None:
        """How far it is, on one line, for somebody who sits before a terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def _end_progress(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


def _tell_the_end(rows: dict[UUID, dict[str, Any]]) -> None:
    """A page that waited for its other side, or met another reading, may have moved since."""
    for pk, scan in Scan.objects.defer("image").in_bulk(rows).items():
        rows[pk] |= {"state": scan.state, "code": scan.code, "reason": reason_of(scan.code)}


def row_of(edition: Edition, name: str, result: ScanResult, *, reveal: bool) -> dict[str, Any]:
    """One page as JSON; without `reveal` nothing in it tells a choice."""
    doubts: list[dict[str, Any]] = [{"code": doubt.code} for doubt in result.doubts]
    if reveal:
        for told, doubt in zip(doubts, result.doubts, strict=True):
            told |= {"project": doubt.project, "value": doubt.value}
    row: dict[str, Any] = {
        "file": name,
        "page": result.scan.page,
        "sheet": result.sheet,
        "state": result.state,
        "code": result.code,
        "reason": result.reason,
        "doubts": doubts,
    }
    if reveal:
        marks = result.marks
        row["marks"] = None if marks is None else marks_as_json(edition, marks)
    return row

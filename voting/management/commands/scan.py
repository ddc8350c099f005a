"""`manage.py scan`: read filled-in paper ballots from files; one row a page."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition
from voting.errors import refuse
from voting.management.command import VotingCommand
from voting.management.files import FileError
from voting.services.readings import marks_as_json
from voting.services.scan_rows import ScanResult, new_batch, printable
from voting.services.scanning import scan_file


class Command(VotingCommand):
    """Clean pages count at once; others wait for a person, or are rejected with a reason.

    A file that cannot be read is one rejected row, and the command goes on. Marks are shown with
    --reveal only, and only for a test edition.
    """

    help = "Scan filled-in paper ballots (PDF or pictures)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--venue", metavar="SLUG", help="where these ballots come from")
        parser.add_argument("--reveal", action="store_true", help="show marks (test edition only)")

    def work(self, **options: Any) -> None:
        edition = self.edition(options["edition"])
        reveal = options["reveal"]
        if reveal and not edition.is_test:
            raise refuse("reveal_refused")
        files: list[Path] = options["files"]
        for path in files:
            if not path.is_file():
                raise FileError("file_missing", path=str(path))
        venue = self.venue(edition, options["venue"])
        batch = new_batch(edition, venue=venue, clock=DATABASE_CLOCK)
        rows = [
            row_of(edition, path, result, reveal=reveal)
            for path in files
            for result in scan_file(edition, path.read_bytes(), path.name, batch=batch)
        ]
        table = "\n".join(
            f"{row['file']} p{row['page']}  {row['state']:<9}  {row['code']:<20}  {row['reason']}"
            for row in rows
        )
        self.emit(rows, table, as_json=options["as_json"])


def row_of(edition: Edition, path: Path, result: ScanResult, *, reveal: bool) -> dict[str, Any]:
    """One page as JSON; without `reveal` nothing in it tells a choice."""
    doubts: list[dict[str, Any]] = [{"code": doubt.code} for doubt in result.doubts]
    if reveal:
        for told, doubt in zip(doubts, result.doubts, strict=True):
            told |= {"project": doubt.project, "value": doubt.value}
    row: dict[str, Any] = {
        "file": printable(str(path)),
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

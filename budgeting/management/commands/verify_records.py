"""`manage.py verify_records [LINES.jsonl]`: is the audit trail as it was written?"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.chain import Line, Problem, head_from_text, line_from_json, problems
from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, PlainCommand
from budgeting.models import Record
from budgeting.services.heads import noted_heads
from budgeting.services.verifying import (
    go_on_after_restore,
    note_missing_heads,
    verify_records,
)

SENTENCES = {
    "gap": "lines are missing before this one",
    "unlinked": "this line does not follow the one before",
    "changed": "this line is not what its digest covers",
    "head_differs": "another digest was published for this line",
    "shortened": "this line was published and is not there",
    "unnoted": "no head is noted for this line (see --note-heads)",
    "unguarded": "triggers that guard the record or the frozen rules are gone or switched off",
    "unrecorded": "a result is stored that no line names: it is not shown, and not counted here",
}


def head(text: str) -> tuple[int, str]:
    """An argument such as `12:sha256:…`."""
    try:
        return head_from_text(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a head is written NUMBER:sha256:…") from None


class Command(PlainCommand):
    """Checks every line against its digest, the line before and the heads that were published."""

    help = "Verify the audit trail of this system, or a file of its lines without a database."
    exit_codes = "exit codes: 0 intact · 2 usage · 3 bad input · 4 not intact"

    def add_arguments(self, parser: CommandParser) -> None:
        """A file instead of the database, and heads that somebody kept."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="LINES.jsonl", type=Path, nargs="?")
        parser.add_argument(
            "--head",
            metavar="N:DIGEST",
            type=head,
            action="append",
            default=[],
            help="a head from a mail or from the public page; may be given more than once",
        )

        mend = parser.add_mutually_exclusive_group()
        mend.add_argument(
            "--after-restore",
            action="store_true",
            help="after putting back a backup: say so in the trail, and go on from its last line",
        )
        mend.add_argument(
            "--note-heads",
            action="store_true",
            help="note the heads of lines that have none, such as those of an older version",
        )

    def handle(self, **options: Any) -> None:
        """Read, check, print; leave with 4 when anything is wrong."""
        self._mend(options)
        heads = dict(options["head"])
        if options["file"]:
            lines = self._read(options["file"])
            found, count, noted = list(problems(lines, heads)), len(lines), 0
        else:
            found = verify_records(heads)
            count, noted = Record.objects.count(), len(noted_heads())
        data = {
            "intact": not found,
            "lines": count,
            "heads": noted + len(heads),
            "problems": [{"sequence": one.sequence, "code": one.code} for one in found],
        }
        self.emit(data, table(found, count, noted + len(heads)), as_json=options["as_json"])
        if found:
            sys.exit(EXIT_REFUSED)

    def _mend(self, options: dict[str, Any]) -> None:
        """Do what was asked for before the check; refused as every command refuses."""
        try:
            if options["after_restore"]:
                self.stderr.write(f"{go_on_after_restore()} lines were lost; the trail says so.")
            if options["note_heads"]:
                self.stderr.write(f"{note_missing_heads()} heads were noted.")
        except Refused as refusal:
            self.fail(refusal.code, str(refusal.sentence), EXIT_REFUSED)

    def _read(self, path: Path) -> list[Line]:
        try:
            rows = path.read_text(encoding="utf-8").splitlines()
            return [line_from_json(json.loads(row)) for row in rows if row.strip()]
        except OSError as error:
            sentence = f"{path} cannot be read: {error.strerror}."
            self.fail("file_unreadable", sentence, EXIT_BAD_INPUT)
        except (KeyError, TypeError, ValueError, AttributeError):
            sentence = f"{path} is not a file of lines of the audit trail."
            self.fail("not_a_trail", sentence, EXIT_BAD_INPUT)


def table(found: list[Problem], count: int, heads: int) -> str:
    """The answer for people: how much was checked, and each fault on a line."""
    lines = [f"line {one.sequence}: {one.code}: {SENTENCES[one.code]}" for one in found]
    verdict = "The audit trail is INTACT." if not found else "The audit trail is NOT intact."
    return "\n".join([*lines, f"{count} lines checked, against {heads} published heads.", verdict])

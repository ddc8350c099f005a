"""`manage.py recount BUNDLE.zip`: counts a published bundle again, without a database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, PlainCommand
from tallying.engine.errors import EngineError
from tallying.engine.recounting import OWN, PABUTOOLS, Examined, NotCounted, examine
from tallying.management.tables import recount_table

MOST_BUNDLE_BYTES = 300 << 20


class Command(PlainCommand):
    """Counts every result of a bundle again and compares it with what was published."""

    help = """Count a published bundle (.zip) again and name all that is not as published.

--engine own (the usual one) checks every file, line, rule, result and step;
--engine pabutools counts by the pabutools library instead, and compares the results."""
    exit_codes = (
        "exit codes: 0 the same · 2 usage · 3 bad input, also a file with another digest"
        " · 4 differs, or refused"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The bundle, the engine and the fingerprint of the page."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.zip", type=Path)
        parser.add_argument("--engine", choices=(OWN, PABUTOOLS), default=OWN)
        parser.add_argument(
            "--digest", default="", help="the fingerprint on the page with the results"
        )

    def handle(self, **options: Any) -> None:
        """Read, count, compare, print."""
        try:
            data = self._read(options["file"])
            found = examine(data, options["engine"], options["digest"])
        except NotCounted as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_BAD_INPUT)
        self.emit(found.to_json(), recount_table(found), as_json=options["as_json"])
        self._leave(found)

    def _leave(self, found: Examined) -> None:
        if found.refusal:
            self.fail(found.refusal.code, found.refusal.message, EXIT_BAD_INPUT)
        if found.files_changed:
            sentence = "The bundle is not as it was published; what differs is named above."
            self.fail("digest_mismatch", sentence, EXIT_BAD_INPUT)
        if not found.same:
            sys.exit(EXIT_REFUSED)

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MOST_BUNDLE_BYTES:
                raise EngineError("file_too_large", "The bundle is larger than 300 MB.")
            return path.read_bytes()
        except OSError as error:
            sentence = f"{path} cannot be read: {error.strerror}."
            raise EngineError("file_unreadable", sentence) from error

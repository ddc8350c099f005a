"""`manage.py recount BUNDLE.zip`: counts a published bundle again, without a database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, PlainCommand
from tallying.engine.bundle import read_bundle
from tallying.engine.errors import EngineError
from tallying.engine.recounting import recount
from tallying.management.tables import recount_table

MOST_BUNDLE_BYTES = 300 << 20


class Command(PlainCommand):
    """Counts every result of a bundle again and compares it with what was published."""

    help = "Count a published bundle (.zip) again and compare it with its result.json."
    exit_codes = "exit codes: 0 the same · 2 usage · 3 bad input · 4 differs, or refused"

    def add_arguments(self, parser: CommandParser) -> None:
        """The bundle and the engine."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.zip", type=Path)
        parser.add_argument("--engine", choices=("own", "pabutools"), default="pabutools")

    def handle(self, **options: Any) -> None:
        """Read, count, compare, print."""
        if options["engine"] == "own":
            sentence = "This version counts with pabutools only; use --engine pabutools."
            self.fail("engine_not_available", sentence, EXIT_REFUSED)
        try:
            bundle = read_bundle(self._read(options["file"]))
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_BAD_INPUT)
        try:
            recounts = recount(bundle)
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        same = all(item.same for item in recounts)
        data = {"same": same, "results": [item.to_json() for item in recounts]}
        verdict = "The recount gives the published result." if same else "The recount DIFFERS."
        table = recount_table(recounts) + "\n" + verdict
        self.emit(data, table, as_json=options["as_json"])
        if not same:
            sys.exit(EXIT_REFUSED)

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MOST_BUNDLE_BYTES:
                raise EngineError("file_too_large", "The bundle is larger than 300 MB.")
            return path.read_bytes()
        except OSError as error:
            sentence = f"{path} cannot be read: {error.strerror}."
            raise EngineError("file_unreadable", sentence) from error

"""`manage.py export_bundle COUNCIL/EDITION --out FILE.zip`: what anybody needs for a recount."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED
from budgeting.models import Edition
from tallying.engine.election import sha256
from tallying.engine.errors import EngineError
from tallying.management.data_command import DataCommand
from tallying.services.bundles import bundle_of


class Command(DataCommand):
    """Writes the published bundle; the same edition always gives the same bytes."""

    help = "Write the published bundle of a result: ballots, rules, outcomes and digests."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition and the file."""
        super().add_arguments(parser)
        parser.add_argument("edition", metavar="COUNCIL/EDITION")
        parser.add_argument("--out", metavar="FILE.zip", type=Path, required=True)

    def handle(self, **options: Any) -> None:
        """Gather and write."""
        address, path = options["edition"], options["out"]
        edition = Edition.objects.addressed(address).select_related("council__area").first()
        if edition is None:
            self.fail("edition_unknown", f"There is no edition {address}.", EXIT_BAD_INPUT)
        try:
            data = bundle_of(edition)
        except Refused as refusal:
            self.fail(refusal.code, str(refusal.sentence), EXIT_REFUSED)
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        try:
            path.write_bytes(data)
        except OSError as error:
            self.fail("file_unwritable", f"{path}: {error.strerror}.", EXIT_BAD_INPUT)
        facts = {"edition": address, "file": str(path), "bytes": len(data), "digest": sha256(data)}
        self.emit(
            facts, f"{path}: {len(data)} bytes\n{facts['digest']}", as_json=options["as_json"]
        )

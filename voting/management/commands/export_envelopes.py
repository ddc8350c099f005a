"""`manage.py export_envelopes`: the sealed envelopes, for the offline machine."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from voting.management.command import VotingCommand
from voting.management.files import write_new
from voting.models import Opening
from voting.services.opening import export_envelopes, problems


class Command(VotingCommand):
    """Refuses while anything is pending. What it writes is sealed: k shares read it, no less."""

    help = "Export the sealed envelopes of a closed vote."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def work(self, **options: Any) -> None:
        edition = self.edition_with_box(options["edition"])
        if Opening.objects.filter(edition=edition).exists():
            raise Refused("already_opened", "This box has already been opened.")
        missing = problems(edition)
        if missing:
            raise Refused("not_ready_to_open", "The box cannot be opened yet.", missing)
        export = export_envelopes(edition)
        write_new(options["out"], json.dumps(export))
        counts = {
            "envelopes": len(export["envelopes"]),
            "unverified": len(export["unverified"]),
            "digest": export["digest"],
        }
        table = (
            f"{counts['envelopes']} envelopes, {counts['unverified']} that could not be verified\n"
            f"digest {counts['digest']}"
        )
        self.emit(counts, table, as_json=options["as_json"])

"""`manage.py import_ballots`: bring the opened ballots back, all at once."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from voting.management.command import VotingCommand
from voting.management.files import read_json
from voting.services.opening import import_ballots
from voting.unsealing import read_opening


class Command(VotingCommand):
    """One transaction; the same file again changes nothing. No tally before destroy_links."""

    help = "Import the ballots that open_envelopes wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="BALLOTS.json")
        parser.add_argument(
            "--signed-by",
            action="append",
            default=[],
            metavar="NAME",
            help="who signs for envelopes that could not be read (two people)",
        )

    def work(self, **options: Any) -> None:
        edition = self.edition_with_box(options["edition"])
        opened = read_opening(read_json(options["file"]))
        opening = import_ballots(edition, opened, signed_by=options["signed_by"])
        data = {"ballots": opening.ballot_count, "digest": opening.ballots_digest}
        table = f"{data['ballots']} ballots\ndigest {data['digest']}"
        self.emit(data, table, as_json=options["as_json"])

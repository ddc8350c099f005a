"""`manage.py destroy_links`: break every link between voters and ballots."""

from typing import Any

from django.core.management.base import CommandParser

from voting.management.command import VotingCommand
from voting.services.destruction import destroy_links


class Command(VotingCommand):
    """Takes the digest that was copied off the machine; may be repeated until it has ended."""

    help = "Destroy the links between voters and ballots after an opening."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--digest", required=True, help="as announced at the opening")

    def work(self, **options: Any) -> None:
        opening = destroy_links(self.edition(options["edition"]), copied_digest=options["digest"])
        rewritten = opening.tables_rewritten_at is not None
        data = {
            "digest": opening.ballots_digest,
            "at": str(opening.links_destroyed_at),
            "tables_rewritten": rewritten,
        }
        table = f"Destroyed at {data['at']}."
        if not rewritten:
            table += (
                "\nThe files still hold old rows: run this again when nobody reads them, and on "
            )
            table += "PostgreSQL as the owner of the tables."
        self.emit(data, table, as_json=options["as_json"])

"""`manage.py issue_codes`: voting codes for letters, shown once and kept as digests only."""

from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_USAGE
from voting.codes import grouped
from voting.management.command import VotingCommand
from voting.services.register import issue_codes


class Command(VotingCommand):
    """Whoever can read the output can vote: send it straight to the printer."""

    help = "Issue voting codes for unnamed letters."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--count", type=int, required=True)

    def work(self, **options: Any) -> None:
        if not 1 <= options["count"] <= 200_000:
            self.fail("bad_count", "--count takes 1 to 200000.", EXIT_USAGE)
        codes = issue_codes(self.edition(options["edition"]), count=options["count"])
        self.emit(codes, "\n".join(map(grouped, codes)), as_json=options["as_json"])

"""`manage.py compare FILE.pb`: every rule side by side on one election file, without a database."""

from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_REFUSED, PlainCommand
from tallying.engine import rule as rules
from tallying.engine.errors import EngineError
from tallying.management.comparing import Comparison
from tallying.management.reading import add_reading_options, read_election


class Command(PlainCommand):
    """Counts one election file by each rule and prints who wins under which."""

    help = (
        "Count an election file (Pabulib, .pb) by every rule, with the usual completions of Equal\n"
        "Shares and further rules of pabutools for comparison, and show who wins under which."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, how it is read, and how ties are settled."""
        super().add_arguments(parser)
        add_reading_options(parser)
        parser.add_argument(
            "--ties", choices=rules.TIES, default="public", help="order of equal projects"
        )
        parser.add_argument("--seed", default="", help="the public draw that settles ties")

    def handle(self, **options: Any) -> None:
        """Read, count by each rule, print."""
        election = read_election(self, options)
        try:
            comparison = Comparison(election, options["ties"], options["seed"])
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        self.emit(comparison.to_json(), comparison.table(), as_json=options["as_json"])

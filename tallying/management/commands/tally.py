"""`manage.py tally FILE.pb --rule …`: counts a Pabulib file by one rule, without a database."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import (
    EXIT_BAD_INPUT,
    EXIT_REFUSED,
    EXIT_USAGE,
    PlainCommand,
)
from tallying.engine import rule as rules
from tallying.engine.counting import count
from tallying.engine.errors import EngineError
from tallying.engine.pabulib import read_pabulib
from tallying.engine.rule import Rule
from tallying.management.arguments import whole_number
from tallying.management.tables import outcome_table


class Command(PlainCommand):
    """Counts one election file and prints the winners, ties and digest."""

    help = "Count an election file (Pabulib, .pb) by one rule and print the winners."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and one option for each part of a rule."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.pb", type=Path)
        parser.add_argument("--rule", required=True, choices=rules.RULES)
        for name, choices, default, text in (
            ("--completion", rules.COMPLETIONS, "none", "how Equal Shares goes on"),
            ("--start", rules.STARTS, "exact", "the first share: budget / voters, or floored"),
            ("--then", rules.THENS, "none", "what spends the rest after Equal Shares"),
            ("--ties", rules.TIES, "public", "order of equal projects"),
        ):
            parser.add_argument(name, choices=choices, default=default, help=text)
        parser.add_argument("--step", default="1", help="raise of the share, in units of the file")
        parser.add_argument("--seed", default="", help="the public draw that settles ties")
        parser.add_argument("--threshold", type=whole_number, help="fewest votes a project needs")
        parser.add_argument("--no-skip", action="store_true", help="stop at the first misfit")
        parser.add_argument(
            "--min-share",
            action="store_const",
            const=rules.USUAL_MIN_SHARE,
            help="a project needs votes/voters >= cost/(3 x budget)",
        )
        parser.add_argument(
            "--comparison", action="store_true", help="keep greedy-votes if more voters prefer it"
        )

    def handle(self, **options: Any) -> None:
        """Read, count, print."""
        parts = ("rule", "completion", "start", "step", "then", "ties", "threshold")
        more = ("no_skip", "min_share", "comparison")
        try:
            rule = Rule(**{part: options[part] for part in (*parts, *more)})
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_USAGE)
        try:
            election = read_pabulib(options["file"])
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_BAD_INPUT)
        try:
            outcome = count(election, rule, seed=options["seed"])
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        table = outcome_table(election, outcome)
        self.emit(outcome.to_json(), table, as_json=options["as_json"])

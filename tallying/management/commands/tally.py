"""`manage.py tally FILE.pb --rule …`: counts a Pabulib file by one rule, without a database."""

from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_REFUSED, EXIT_USAGE, PlainCommand
from tallying.engine.counting import count
from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.explain import explain
from tallying.engine.outcome import Outcome
from tallying.engine.story import story_of
from tallying.engine.what_would import what_would
from tallying.management.reading import add_reading_options, read_election
from tallying.management.rule_options import add_rule_options, rule_from
from tallying.management.story_text import StoryText
from tallying.management.tables import outcome_table


class Command(PlainCommand):
    """Counts one election file and prints the winners, ties and digest."""

    help = "Count an election file (Pabulib, .pb) by one rule and print the winners."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the rule, the seed, and whether to tell the story."""
        super().add_arguments(parser)
        add_reading_options(parser)
        add_rule_options(parser)
        parser.add_argument("--seed", default="", help="the public draw that settles ties")
        parser.add_argument(
            "--explain",
            action="store_true",
            help="also tell why: each round, and what every loser would have needed",
        )

    def handle(self, **options: Any) -> None:
        """Read, count, explain, print."""
        try:
            rule = rule_from(options)
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_USAGE)
        election = read_election(self, options)
        try:
            outcome = count(election, rule, seed=options["seed"])
        except EngineError as error:
            self.fail(error.code, error.message, EXIT_REFUSED)
        data, table = outcome.to_json(), outcome_table(election, outcome)
        if options["explain"]:
            story, text = _explained(election, outcome)
            data, table = {**data, "story": story}, f"{table}\n\n{text}"
        self.emit(data, table, as_json=options["as_json"])


def _explained(election: Election, outcome: Outcome) -> tuple[dict[str, Any], str]:
    """The story as data, and as text for people."""
    story = explain(election, outcome)
    needed = what_would(election, outcome, story)
    text = StoryText(election, outcome, story, needed).text()
    return story_of(election, outcome, needed, story=story), text

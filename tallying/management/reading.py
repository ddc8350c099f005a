"""Reading an election file for a command: options, refusals and notes."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_BAD_INPUT, PlainCommand
from tallying.engine import rankings
from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.pabulib import read_pabulib


def add_reading_options(parser: CommandParser) -> None:
    """The file and how it is read."""
    parser.add_argument("file", metavar="FILE.pb", type=Path)
    parser.add_argument(
        "--lenient",
        action="store_true",
        help="take a file that contradicts itself, and say on stderr what was left out",
    )
    parser.add_argument(
        "--ordinal",
        choices=rankings.SYSTEMS,
        help="count rankings as points: of at most k ranks the first gets k, the second k - 1 …",
    )


def read_election(command: PlainCommand, options: dict[str, Any]) -> Election:
    """The election of the command line; notes go to stderr, a broken file ends the command."""
    try:
        election = read_pabulib(options["file"], lenient=options["lenient"])
    except EngineError as error:
        command.fail(error.code, error.message, EXIT_BAD_INPUT)
    if options["ordinal"]:
        election = rankings.as_points(election)
    command.stderr.style_func = None
    for note in election.notes:
        command.stderr.write(note)
    return election

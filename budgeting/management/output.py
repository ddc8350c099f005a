"""Commands that speak plainly: results on stdout, refusals in one line on stderr, fixed exit codes.

Exit codes: 0 done, 2 the command line is wrong, 3 the input is broken, 4 refused.
"""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

EXIT_USAGE = 2
EXIT_BAD_INPUT = 3
EXIT_REFUSED = 4
EXIT_CODES = "exit codes: 0 done · 2 usage · 3 bad input · 4 refused"


class _PlainHelp(RawDescriptionHelpFormatter):
    """Keeps the lines of a command's explanation as they are written."""


class PlainCommand(BaseCommand):
    """A command for people and scripts alike. `--json` chooses one JSON document on stdout.

    It opens no database unless it asks for data, runs no system checks and says nothing about
    migrations, so that it works where only the code is installed.
    """

    requires_system_checks: list[str] = []
    requires_migrations_checks = False
    # What the exit codes mean, shown under --help.
    exit_codes = EXIT_CODES

    def create_parser(  # Django hands its parser options through
        self,
        prog_name: str,
        subcommand: str,
        **kwargs: Any,
    ) -> CommandParser:
        """Django's parser, with the exit codes under --help."""
        kwargs.setdefault("epilog", self.exit_codes)
        kwargs.setdefault("formatter_class", _PlainHelp)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """The command line speaks English, whatever language the site's pages have."""
        with translation.override("en"):
            return super().execute(*args, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds --json; commands add their own after calling this."""
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one JSON document on stdout"
        )

    def emit(self, data: object, table: str, *, as_json: bool) -> None:
        """Write `data` as JSON or, for people, the text `table`."""
        text = json.dumps(data, ensure_ascii=False, indent=2) if as_json else table
        self.stdout.write(text)

    def fail(self, code: str, sentence: str, exit_code: int) -> NoReturn:
        """Say why not, on stderr, and leave with `exit_code`; never a traceback."""
        self.stderr.style_func = None
        self.stderr.write(f"{code}: {sentence}")
        sys.exit(exit_code)

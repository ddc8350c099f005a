"""Commands that work on the database, and say so in one line where it is not ready."""

from typing import Any

from django.db import OperationalError, ProgrammingError

from budgeting.management.output import EXIT_REFUSED, PlainCommand


class DataCommand(PlainCommand):
    """A plain command that needs the tables: without them it leaves with `database_not_ready`."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Django's own, with one sentence instead of a traceback from the database."""
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            reason = (str(error).splitlines() or ["no reason given"])[0]
            sentence = f"The database cannot be used ({reason}). Were its tables made (migrate)?"
            self.fail("database_not_ready", sentence, EXIT_REFUSED)

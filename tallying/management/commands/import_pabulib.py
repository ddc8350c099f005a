"""`manage.py import_pabulib FILE.pb`: a finished election from the Pabulib library."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED
from tallying.management.data_command import DataCommand
from tallying.services.document import BadFile
from tallying.services.importing import Imported, import_pabulib


class Command(DataCommand):
    """Imports one file in one transaction, counts it and compares with the official winners."""

    help = "Import a finished election (Pabulib, .pb) as an edition, and count it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and its address on this site."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.pb", type=Path)
        parser.add_argument("--council", metavar="SLUG", required=True)
        parser.add_argument("--edition", metavar="SLUG", required=True)

    def handle(self, **options: Any) -> None:
        """Import, count, report."""
        address = {"council": options["council"], "edition": options["edition"]}
        try:
            imported = import_pabulib(options["file"], **address)
        except BadFile as error:
            self.fail(error.code, str(error.sentence), EXIT_BAD_INPUT)
        except Refused as refusal:
            self.fail(refusal.code, str(refusal.sentence), EXIT_REFUSED)
        facts = report(imported)
        self.emit(facts, sentences(facts), as_json=options["as_json"])


def report(imported: Imported) -> dict[str, Any]:
    """What was imported, for scripts."""
    selected = imported.tallies[0].outcome["selected"]
    official = sorted(imported.official)
    return {
        "edition": imported.edition.address,
        "projects": imported.edition.ballot_projects.count(),
        "voters": imported.voters,
        "rule": imported.edition.rule,
        "selected": selected,
        "official": official,
        "same_as_official": sorted(selected) == official if official else None,
        "digest": imported.tallies[0].digest,
    }


def sentences(facts: dict[str, Any]) -> str:
    """What was imported, for people."""
    same = {True: "the same list", False: "ANOTHER list", None: "none named in the file"}
    return (
        f"{facts['edition']} is imported: {facts['projects']} projects, {facts['voters']} voters.\n"
        f"{facts['rule']['rule']}: {len(facts['selected'])} winners."
        f" Official winners: {same[facts['same_as_official']]}."
    )

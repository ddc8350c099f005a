"""`manage.py load_edition FILE.json`: an edition with its council, proposals and votes."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED
from budgeting.phases import Phase
from tallying.management.data_command import DataCommand
from tallying.services.document import BadFile
from tallying.services.loading import Loaded, Options, load_edition


class Command(DataCommand):
    """Loads one edition in one transaction, then counts it; the format: tallying/README.md."""

    help = "Load an edition from a JSON file: council, calendar, proposals, votes and result."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and what goes before what they say."""
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.json", type=Path)
        parser.add_argument("--ballots", metavar="FILE.csv", type=Path, help="channel,projects")
        parser.add_argument("--phase", choices=[phase.value for phase in Phase])
        parser.add_argument("--council", metavar="SLUG", default="", help="instead of its code")
        parser.add_argument("--edition", metavar="SLUG", default="", help="instead of its code")

    def handle(self, **options: Any) -> None:
        """Load and report."""
        phase = Phase(options["phase"]) if options["phase"] else None
        chosen = Options(phase=phase, council=options["council"], edition=options["edition"])
        try:
            loaded = load_edition(options["file"], ballots=options["ballots"], options=chosen)
        except BadFile as error:
            self.fail(error.code, str(error.sentence), EXIT_BAD_INPUT)
        except Refused as refusal:
            missing = " ".join(str(item) for item in refusal.missing)
            self.fail(refusal.code, f"{refusal.sentence} {missing}".strip(), EXIT_REFUSED)
        self.emit(report(loaded), sentences(loaded), as_json=options["as_json"])


def report(loaded: Loaded) -> dict[str, Any]:
    """What was loaded, for scripts."""
    edition = loaded.edition
    return {
        "edition": edition.address,
        "phase": edition.phase,
        "result_state": edition.result_state,
        "proposals": loaded.proposals,
        "ballot_projects": edition.ballot_projects.count(),
        "votes_cast": loaded.cast,
        "ballots": loaded.ballots,
        "votes_left_out": loaded.left_out,
        "calendar_moved_days": loaded.moved_days,
        "winners": [
            {"rule": tally.rule["rule"], "decides": tally.decides, **_won(tally.outcome)}
            for tally in loaded.tallies
        ],
        "shares": loaded.shares,
        "unused_keys": loaded.unused,
    }


def _won(outcome: dict[str, Any]) -> dict[str, Any]:
    return {key: outcome[key] for key in ("selected", "total_cost", "voters", "digest")}


def sentences(loaded: Loaded) -> str:
    """What was loaded, for people."""
    facts = report(loaded)
    on_ballot = f"{facts['proposals']} proposals, {facts['ballot_projects']} on the ballot"
    lines = [f"{facts['edition']} is loaded: phase {facts['phase']}, {on_ballot}."]
    if loaded.moved_days:
        lines.append(f"The calendar was moved by {loaded.moved_days} days, so that it fits today.")
    if loaded.cast:
        lines.append(f"{loaded.cast} votes were cast into the box, sealed.")
    if loaded.ballots:
        lines.append(f"{loaded.ballots} opened ballots were stored.")
    if loaded.left_out:
        lines.append(f"{loaded.left_out} votes of the file were left out: too early for them.")
    for won in facts["winners"]:
        mark = "decides" if won["decides"] else "for comparison"
        winners = ", ".join(won["selected"])
        lines.append(f"{won['rule']} ({mark}): {winners}; {won['total_cost']} spent.")
    if loaded.shares:
        lines.append("Key shares, shown this once: " + " · ".join(loaded.shares))
    if loaded.unused:
        lines.append("Not used: " + ", ".join(loaded.unused))
    return "\n".join(lines)

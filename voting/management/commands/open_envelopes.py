"""`manage.py open_envelopes`: open an export with k shares, on an offline machine."""

import json
from pathlib import Path
from random import SystemRandom
from typing import Any

from django.core.management.base import CommandParser

from voting.management.command import VotingCommand
from voting.management.files import read_json, read_text, write_new
from voting.shares import Share, ShareError, combine, parse_share
from voting.unsealing import check_export, open_box

MAX_SHARE = 1000  # bytes: the share and, below it, a name


class Command(VotingCommand):
    """Needs no database. Shares are read from files and held in memory only."""

    help = "Open exported envelopes with the trustees' shares (offline, no database)."
    addresses_an_edition = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="ENVELOPES.json")
        parser.add_argument("--share", type=Path, action="append", required=True, metavar="FILE")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def work(self, **options: Any) -> None:
        export = check_export(read_json(options["file"]))
        shares = [_share(path) for path in options["share"]]
        key = combine(
            shares, threshold=export["threshold"], public=bytes.fromhex(export["public_key"])
        )
        opened = open_box(export, key, shuffle=SystemRandom().shuffle)
        write_new(options["out"], json.dumps(opened.document(), ensure_ascii=False))
        counts = {
            "ballots": len(opened.ballots),
            "unreadable": len(opened.unreadable),
            "digest": opened.digest,
        }
        table = (
            f"{counts['ballots']} ballots, {counts['unreadable']} envelopes unreadable\n"
            f"digest {counts['digest']}\nWrite this digest down before the file leaves the room."
        )
        self.emit(counts, table, as_json=options["as_json"])


def _share(path: Path) -> Share:
    """The share on the first line of a file; the refusal names the file."""
    try:
        return parse_share(read_text(path, most=MAX_SHARE).partition("\n")[0])
    except ShareError as error:
        raise ShareError(error.code, path=str(path)) from None

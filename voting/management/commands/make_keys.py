"""`manage.py make_keys`: the key of a ballot box, in shares, on an offline machine."""

import json
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from budgeting.management.output import EXIT_USAGE
from voting.keyfile import VERSION, check_names
from voting.management.command import VotingCommand
from voting.management.files import write_new
from voting.sealing import generate_election_key
from voting.shares import share_digest, split


class Command(VotingCommand):
    """Writes `public.json` for the server and one `share-N.txt` for each trustee.

    Needs no database. The private key exists in memory only; nothing but the shares is written.
    """

    help = "Make the key of a ballot box and divide it among trustees (offline, no database)."
    addresses_an_edition = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", required=True, help="the edition's UUID (its rules page)")
        parser.add_argument("--trustee", action="append", required=True, metavar="NAME")
        parser.add_argument("--threshold", type=int, required=True, metavar="K")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def work(self, **options: Any) -> None:
        try:
            edition = UUID(options["edition"])
        except ValueError:
            self.fail("bad_uuid", "--edition takes the edition's UUID.", EXIT_USAGE)
        names: list[str] = options["trustee"]
        check_names(names)
        key = generate_election_key(secrets.token_bytes)
        shares = split(key.seed, options["threshold"], len(names))
        public = {
            "version": VERSION,
            "edition": str(edition),
            "public_key": key.public.hex(),
            "threshold": options["threshold"],
            "trustees": [
                {"index": share.index, "name": name, "share_digest": share_digest(edition, share)}
                for share, name in zip(shares, names, strict=True)
            ],
        }
        write_new(options["out"] / "public.json", json.dumps(public, indent=1, ensure_ascii=False))
        for share, name in zip(shares, names, strict=True):
            write_new(options["out"] / f"share-{share.index}.txt", f"{share.text}\n{name}\n")
        table = (
            f"Wrote public.json and {len(names)} shares to {options['out']}; any "
            f"{options['threshold']} of them open the box.\nGive each trustee one share, on paper "
            "or on a stick of their own, then erase this directory."
        )
        self.emit(public, table, as_json=options["as_json"])

"""`manage.py register_key`: tell the server the public key that was made offline."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from voting.management.command import VotingCommand
from voting.management.files import read_json
from voting.services.starting import register_box


class Command(VotingCommand):
    """Registers `public.json` of `make_keys`: public key, threshold and digests of the shares."""

    help = "Register the public key of a ballot box."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="public.json")

    def work(self, **options: Any) -> None:
        edition = self.edition(options["edition"])
        public = read_json(options["file"])
        try:
            matches = public["edition"] == str(edition.uuid)
            trustees = [
                (int(entry["index"]), str(entry["name"]), str(entry["share_digest"]))
                for entry in public["trustees"]
            ]
            key = bytes.fromhex(public["public_key"])
            threshold = int(public["threshold"])
        except (KeyError, TypeError, ValueError):
            raise Refused("not_a_public_key", "This file is not a public.json.") from None
        if not matches or len(key) != 32:
            raise Refused("other_edition", "This key was made for another edition.")
        register_box(edition, public_key=key, threshold=threshold, trustees=trustees)
        self.emit(public, f"Registered for {edition}.", as_json=options["as_json"])

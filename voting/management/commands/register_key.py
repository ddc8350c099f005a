"""`manage.py register_key`: tell the server the public key that was made offline."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from voting.errors import refusal_of
from voting.keyfile import KeyFileError, read_public
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
        document = read_json(options["file"])
        try:
            box = read_public(document)
        except KeyFileError as error:
            raise refusal_of(error) from None
        if box.edition != str(edition.uuid):
            raise Refused("other_edition", "This key was made for another edition.")
        register_box(
            edition, public_key=box.public_key, threshold=box.threshold, trustees=box.holders
        )
        self.emit(document, f"Registered for {edition}.", as_json=options["as_json"])

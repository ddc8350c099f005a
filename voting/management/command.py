"""What the vote's commands share: an edition by its address, refusals in one line."""

from abc import abstractmethod
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, PlainCommand
from budgeting.models import Edition, Venue
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.models import BallotBox


class VotingCommand(PlainCommand):
    """Runs `work` and turns what it refuses into a code, a sentence and an exit code."""

    addresses_an_edition = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        if self.addresses_an_edition:
            parser.add_argument("edition", metavar="COUNCIL/EDITION")

    def handle(self, **options: Any) -> None:
        try:
            self.work(**options)
        except Refused as refusal:
            sentence = " ".join([str(refusal.sentence), *map(str, refusal.missing)])
            self.fail(refusal.code, sentence, EXIT_REFUSED)
        except CodedError as error:
            detail = str(error.params.get("path", ""))
            sentence = f"{refusal_of(error).sentence} {detail}".strip()
            self.fail(error.code, sentence, EXIT_BAD_INPUT)

    @abstractmethod
    def work(self, **options: Any) -> None:
        """The command itself."""

    def edition(self, address: str) -> Edition:
        found = Edition.objects.addressed(address).select_related("council").first()
        if found is None:
            self.fail("edition_unknown", f"There is no edition {address}.", EXIT_BAD_INPUT)
        return found

    def edition_with_box(self, address: str) -> Edition:
        """An edition whose votes went into a ballot box; an imported one has none."""
        found = self.edition(address)
        if not BallotBox.objects.filter(edition=found).exists():
            self.fail("no_box", f"The edition {address} has no ballot box.", EXIT_REFUSED)
        return found

    def venue(self, edition: Edition, slug: str | None) -> Venue | None:
        """A voting place of the edition's council by its slug; None when none was named."""
        if slug is None:
            return None
        found = Venue.objects.filter(council=edition.council, slug=slug).first()
        if found is None:
            self.fail("venue_unknown", f"There is no venue {slug}.", EXIT_BAD_INPUT)
        return found

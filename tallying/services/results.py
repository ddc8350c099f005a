"""The result of an edition, gathered for the pages in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef

from budgeting.models import Area, Edition, Record
from proposals.models import FollowUp
from tallying.models import Audit, Tally
from tallying.services.importing import IMPORTED
from tallying.services.result_money import MoneyBy, money_by
from tallying.services.result_rows import Row, percent
from tallying.services.shown_tallies import shown_tallies
from tallying.services.tallying_up import standing_tallies
from tallying.services.tie_seed import SeedSource, source_of
from voting.models import Ballot, BallotBox, Channel, Opening

SMALLEST_CELL = 5


@dataclass(frozen=True)
class Turnout:
    """Ballots in all, and by channel; None where a channel has fewer than five, but some."""

    total: int
    online: int | None
    paper: int | None

    @property
    def hidden(self) -> bool:
        """With the total known, one hidden channel hides the other as well."""
        return self.online is None


@dataclass(frozen=True)
class Result:
    """Everything the result page shows; rows by votes, most first.

    Its tallies are those for the public: where ballots are kept back, figures are left out.
    """

    edition: Edition
    tallies: Sequence[Tally]
    rows: Sequence[Row]
    turnout: Turnout
    official: frozenset[str]
    opening: Opening | None
    has_box: bool
    audited: bool

    @property
    def deciding(self) -> Tally:
        return self.tallies[0]

    @property
    def seed_source(self) -> SeedSource:
        """Where the seed of the order of equal projects comes from."""
        return source_of(self.edition, self.deciding.seed)

    @property
    def compared(self) -> Tally | None:
        return self.tallies[1] if len(self.tallies) > 1 else None

    @cached_property
    def winners(self) -> list[Row]:
        return [row for row in self.rows if row.funded]

    @cached_property
    def others(self) -> list[Row]:
        return [row for row in self.rows if not row.funded]

    @cached_property
    def only_here(self) -> list[Row]:
        """Funded by the deciding rule alone."""
        return [row for row in self.rows if row.funded and not row.funded_otherwise]

    @cached_property
    def only_there(self) -> list[Row]:
        """Funded by the compared rule alone."""
        return [row for row in self.rows if row.funded_otherwise and not row.funded]

    @cached_property
    def in_both(self) -> list[Row]:
        return [row for row in self.rows if row.funded and row.funded_otherwise]

    @property
    def spent(self) -> int:
        return int(self.deciding.outcome["story"]["spent"])

    @property
    def same_as_official(self) -> bool:
        return self.official == {row.project.code for row in self.winners}

    def with_winner_percent(self, tally: Tally) -> int | None:
        """Voters with at least one winner among their choices, in whole percent, rounded down;
        None where it would give some of them away."""
        voters = tally.outcome["story"]["voters_with_winner"]
        return None if voters is None else percent(voters, tally.outcome["voters"])

    @cached_property
    def money(self) -> list[MoneyBy]:
        """Money and votes by theme, need, track and area, as far as projects differ in them."""
        placed = any(row.project.lat is not None for row in self.rows)
        areas = Area.objects.exclude(perimeter=None) if placed else ()
        return money_by(self.rows, areas)

    @property
    def shares(self) -> Tally | None:
        """The tally by Equal Shares, whether it decides or stands beside the one that does."""
        return next((one for one in self.tallies[:2] if one.rule["rule"].startswith("mes")), None)


def result_of(edition: Edition) -> Result | None:
    """The standing result of an edition; None while there is none to show."""
    standing = standing_tallies(edition) if edition.has_result() else []
    tallies = shown_tallies(edition, standing)
    if not tallies:
        return None
    has_box, audited = _beside(edition)
    return Result(
        edition=edition,
        tallies=tallies,
        rows=_rows(edition, tallies),
        turnout=turnout_of(edition),
        official=_official(edition),
        opening=Opening.objects.filter(edition=edition).first(),
        has_box=has_box,
        audited=audited,
    )


def _beside(edition: Edition) -> tuple[bool, bool]:
    """Whether there was a ballot box, and whether the paper was checked by hand; one query."""
    box = Exists(BallotBox.objects.filter(edition=OuterRef("pk")))
    signed = Exists(Audit.objects.filter(edition=OuterRef("pk")).exclude(manifest_digest=""))
    found: tuple[bool, bool] = Edition.objects.values_list(box, signed).get(pk=edition.pk)
    return found


def _rows(edition: Edition, tallies: Sequence[Tally]) -> list[Row]:
    stories = [tally.outcome["story"]["projects"] for tally in tallies[:2]]
    reports = {
        report.project_id: report
        for report in FollowUp.objects.filter(project__edition=edition).order_by(
            "reported_on", "id"
        )
    }
    projects = edition.ballot_projects.select_related("theme", "proposal__need")
    rows = [
        Row(
            project,
            stories[0][project.code],
            stories[1][project.code] if len(stories) > 1 else None,
            reports.get(project.pk),
        )
        for project in projects
    ]
    return sorted(rows, key=lambda row: (-row.story["votes"], row.project.number))


def turnout_of(edition: Edition) -> Turnout:
    """Counted ballots by channel; numbers from 1 to 4 are not shown by channel."""
    counts = dict(
        Ballot.objects.filter(edition=edition)
        .order_by()
        .values_list("channel")
        .annotate(number=Count("pk"))
    )
    online, paper = counts.get(Channel.ONLINE, 0), counts.get(Channel.PAPER, 0)
    if any(0 < number < SMALLEST_CELL for number in (online, paper)):
        return Turnout(online + paper, None, None)
    return Turnout(online + paper, online, paper)


def _official(edition: Edition) -> frozenset[str]:
    """The winners that an imported file names; empty for our own elections."""
    line = Record.objects.filter(edition=edition, event=IMPORTED).first()
    return frozenset(line.data.get("official", ())) if line else frozenset()

"""The result of an edition, gathered for the pages in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from budgeting.models import Edition, Record, Theme
from proposals.models import BallotProject, FollowUp
from tallying.models import Tally
from tallying.services.importing import IMPORTED
from tallying.services.tallying_up import standing_tallies
from voting.models import Ballot, BallotBox, Channel, Opening

SMALLEST_CELL = 5


@dataclass(frozen=True)
class Row:
    """A ballot project with what the deciding rule, and the one beside it, made of it."""

    project: BallotProject
    story: dict[str, Any]
    compared: dict[str, Any] | None
    follow_up: FollowUp | None = None

    @property
    def funded(self) -> bool:
        return bool(self.story["position"])

    @property
    def funded_otherwise(self) -> bool:
        return bool(self.compared and self.compared["position"])


@dataclass(frozen=True)
class ThemeMoney:
    """What went to a theme (None: projects without one), beside its part of all votes."""

    theme: Theme | None
    funded: int
    projects: int
    cents: int
    money_percent: int
    votes_percent: int


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
    """Everything the result page shows; rows by votes, most first."""

    edition: Edition
    tallies: Sequence[Tally]
    rows: Sequence[Row]
    turnout: Turnout
    official: frozenset[str]
    opening: Opening | None
    has_box: bool

    @property
    def deciding(self) -> Tally:
        return self.tallies[0]

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

    def with_winner_percent(self, tally: Tally) -> int:
        """Voters with at least one winner among their choices, in whole percent, rounded down."""
        story = tally.outcome["story"]
        return percent(story["voters_with_winner"], tally.outcome["voters"])

    @cached_property
    def themes(self) -> list[ThemeMoney]:
        """Money and votes by theme, most money first; empty where there are no themes."""
        found: dict[int | None, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.project.theme_id, []).append(row)
        if set(found) <= {None}:
            return []
        votes = sum(row.story["votes"] for row in self.rows)
        themes = [_theme_money(rows, self.spent, votes) for rows in found.values()]
        return sorted(themes, key=lambda theme: (-theme.cents, -theme.votes_percent))


def percent(part: int, whole: int) -> int:
    """Whole percent, rounded down; nothing of nothing is 0."""
    return 100 * part // whole if whole else 0


def _theme_money(rows: list[Row], spent: int, votes: int) -> ThemeMoney:
    funded = [row for row in rows if row.funded]
    cents = sum(row.project.cost_cents for row in funded)
    own = sum(row.story["votes"] for row in rows)
    theme = rows[0].project.theme
    shares = (percent(cents, spent), percent(own, votes))
    return ThemeMoney(theme, len(funded), len(rows), cents, *shares)


def result_of(edition: Edition) -> Result | None:
    """The standing result of an edition; None while there is none to show."""
    tallies = standing_tallies(edition) if edition.has_result() else []
    if not tallies:
        return None
    return Result(
        edition=edition,
        tallies=tallies,
        rows=_rows(edition, tallies),
        turnout=turnout_of(edition),
        official=_official(edition),
        opening=Opening.objects.filter(edition=edition).first(),
        has_box=BallotBox.objects.filter(edition=edition).exists(),
    )


def _rows(edition: Edition, tallies: Sequence[Tally]) -> list[Row]:
    stories = [tally.outcome["story"]["projects"] for tally in tallies[:2]]
    reports = {
        report.project_id: report
        for report in FollowUp.objects.filter(project__edition=edition).order_by(
            "reported_on", "id"
        )
    }
    projects = edition.ballot_projects.select_related("theme", "proposal")
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

"""What rules make of the same ballots, side by side and in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.languages import active_language, in_language
from budgeting.models import Edition
from budgeting.money import format_count
from proposals.models import BallotProject
from proposals.wording import title_language, title_of
from tallying.engine.election import Election, Project
from tallying.services.what_if import Tried
from voting.services.ballot_list import projects_of


@dataclass(frozen=True)
class Line:
    """A project, and the names of the rules that choose it, of `rules` in all. `lang` is that of
    a title, "" for none."""

    number: str
    title: str
    lang: str
    cost: int
    chosen_by: tuple[str, ...]
    rules: int

    @property
    def differs(self) -> bool:
        """Chosen by some of the rules, not by all."""
        return 0 < len(self.chosen_by) < self.rules


@dataclass(frozen=True)
class Shown:
    """The rules by name with what they make of the ballots; `lines` are all projects in the order
    of their list; `groups` have the money of each rule; `vote` is None for a made-up one."""

    tried: Sequence[tuple[str, Tried]]
    lines: Sequence[Line]
    groups: Sequence[tuple[str, Sequence[int]]]
    election: Election
    vote: Edition | None

    @property
    def differing(self) -> list[Line]:
        """Chosen by some of the rules."""
        return [line for line in self.lines if line.differs]

    @property
    def same(self) -> list[Line]:
        """Chosen by all of the rules."""
        return [line for line in self.lines if len(line.chosen_by) == line.rules]

    @property
    def winners(self) -> list[tuple[str, Tried, list[Line]]]:
        """Each rule with the projects it chooses."""
        return [
            (name, tried, [line for line in self.lines if name in line.chosen_by])
            for name, tried in self.tried
        ]

    @property
    def currency(self) -> str:
        return self.vote.currency if self.vote else "EUR"

    @property
    def sentence(self) -> str:
        """What the difference comes down to."""
        if len(self.tried) == 1:
            return ""
        if not self.differing:
            return _("All these rules choose the same projects.")
        best = max(self.tried, key=lambda pair: pair[1].with_winner)
        least = min(self.tried, key=lambda pair: pair[1].with_winner)
        more = best[1].with_winner - least[1].with_winner
        if not more:
            return _("The projects differ, but as many voters see one of theirs chosen.")
        return ngettext(
            "By “%(best)s”, %(more)s voter more sees one of their projects chosen than by"
            " “%(least)s”.",
            "By “%(best)s”, %(more)s voters more see one of their projects chosen than by"
            " “%(least)s”.",
            more,
        ) % {"best": best[0], "least": least[0], "more": format_count(more, active_language())}


def shown_side_by_side(
    election: Election, tried: Sequence[tuple[str, Tried]], vote: Edition | None
) -> Shown:
    """The answer for the page: titles of an earlier vote, numbers in a made-up one."""
    listed = {one.code: one for one in projects_of(vote)} if vote else {}
    themes = {one.code: in_language(one, "name") for one in vote.themes.all()} if vote else {}
    lines = []
    for project in election.projects:
        chosen_by = tuple(name for name, of in tried if project.id in of.selected)
        lines.append(_line(project, listed.get(project.id), chosen_by, len(tried)))
    keys = tried[0][1].groups
    groups = [
        (_group(key, themes), [of.groups[key] for _name, of in tried]) for key in sorted(keys)
    ]
    return Shown(tried, lines, groups if len(groups) > 1 else [], election, vote)


def _line(
    project: Project, listed: BallotProject | None, chosen_by: tuple[str, ...], rules: int
) -> Line:
    if listed is None:
        title = _("Project %(number)s") % {"number": project.id}
        return Line("", title, "", project.cost, chosen_by, rules)
    titled = title_of(listed), title_language(listed)
    return Line(str(listed.number), *titled, project.cost, chosen_by, rules)


def _group(key: str, themes: Mapping[str, str]) -> str:
    if key in themes:
        return themes[key]
    return _("Group %(number)s") % {"number": key} if key else _("Other")

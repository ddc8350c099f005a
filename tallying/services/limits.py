"""The limits of a rule on one edition: the groups they can name, and what about them cannot work.

A cap counts the projects with one value in one column of the election (`track`, or `category` for
a theme); a conflict names codes of ballot projects, so it can only be made once the list is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from budgeting.errors import Missing
from budgeting.languages import in_language
from budgeting.models import Edition
from proposals.models import BallotProject, Track
from proposals.wording import title_of
from tallying.engine.errors import EngineError
from tallying.engine.limits import Cap
from tallying.engine.rule import Rule
from tallying.wording_limits import THEME, TRACK, Names, cap_sentence, conflict_sentence
from voting.services.ballot_list import projects_of


@dataclass(frozen=True)
class Group:
    """Projects that a cap counts together. `cheapest` in whole cents, None without a project that
    costs anything; `known` is False for a theme or column that the edition does not have."""

    column: str
    value: str
    cheapest: int | None = None
    known: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.column, self.value


def groups_of(edition: Edition, caps: Sequence[Cap] = ()) -> list[Group]:
    """The tracks, the themes, and what `caps` name beside these, each once."""
    costs: dict[tuple[str, str], list[int]] = {}
    for project in projects_of(edition):
        for key in _keys(project):
            if project.cost_cents:
                costs.setdefault(key, []).append(project.cost_cents)
    codes = edition.themes.values_list("code", flat=True)
    known = [*((TRACK, one.value) for one in Track), *((THEME, code) for code in codes)]
    found = [Group(*key, min(costs.get(key, ()), default=None)) for key in known]
    others = dict.fromkeys((cap.column, cap.value) for cap in caps)
    return found + [Group(*key, known=False) for key in others if key not in known]


def _keys(project: BallotProject) -> Iterator[tuple[str, str]]:
    if project.track:
        yield TRACK, project.track
    if project.theme:
        yield THEME, project.theme.code


def names_of(edition: Edition, document: Mapping[str, Any] | None = None) -> Names:
    """Projects and themes of an edition by their codes; those of a frozen document go first."""
    if document and document.get("projects"):
        projects = {
            one["id"]: _named(one["number"], in_language(one, "title"))
            for one in document["projects"]
        }
    else:
        listed = projects_of(edition)
        projects = {one.code: _named(one.number, title_of(one)) for one in listed}
    themes = {theme.code: in_language(theme, "name") for theme in edition.themes.all()}
    return Names(projects, themes, edition.currency)


def _named(number: int, title: str) -> str:
    return f"{number} ({title})" if title else str(number)


def limits_can_work(edition: Edition) -> Iterator[Missing]:
    """What the tally demands before a vote starts: every limit, also of the rules shown beside the
    one that decides, names what is there. Rules that nobody can read are told elsewhere."""
    try:
        rules = [Rule.from_json(spec) for spec in (edition.rule, *edition.shadow_rules)]
    except EngineError:
        return
    for sentence in dict.fromkeys(one for rule in rules for one in faults_of(edition, rule)):
        yield Missing(sentence, "edition_ballot", (edition.council.slug, edition.slug))


def faults_of(edition: Edition, rule: Rule) -> Iterator[str]:
    """A sentence for each limit of a rule that cannot work on the edition as it is now."""
    if not rule.conflicts and not rule.caps:
        return
    names = names_of(edition)
    for ids in rule.conflicts:
        for code in ids:
            if code not in names.projects:
                yield _("%(limit)s Project %(code)s is not on the list.") % {
                    "limit": conflict_sentence(ids, names),
                    "code": code,
                }
    groups = {group.key: group for group in groups_of(edition, rule.caps)}
    for cap in rule.caps:
        yield from _fault_of(cap, groups[cap.column, cap.value], names)


def _fault_of(cap: Cap, group: Group, names: Names) -> Iterator[str]:
    if not group.known:
        told = _("%(limit)s This edition has no such group of projects.")
        yield told % {"limit": cap_sentence(cap, names)}
    elif group.cheapest is not None and cap.amount * 100 < group.cheapest:
        told = _("%(limit)s The cheapest of them costs more: none could win.")
        yield told % {"limit": cap_sentence(cap, names)}

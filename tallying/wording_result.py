"""The words beside a result: what would have been enough, who was passed over, why rules differ."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgeting.languages import active_language, in_language
from budgeting.models import Edition
from budgeting.money import format_count, format_money
from proposals.models import BallotProject
from proposals.wording import TRACKS
from tallying.engine.limits import Cap
from tallying.models import Tally
from tallying.services.result_differences import Better
from tallying.services.result_spread import SpreadLine, passed_over
from tallying.wording import RULE_NAMES, why
from tallying.wording_limits import Names, cap_sentence

# The rules of engine/further_rules.py, which is not loaded here: it takes a second engine along.
FURTHER_NAMES: dict[str, str | Promise] = {
    "sequential-phragmen": gettext_lazy("Purses that fill (Phragmén)"),
    "greedy-coverage": gettext_lazy("Most new voters first"),
}
FURTHER_TEXTS: dict[str, str | Promise] = {
    "sequential-phragmen": gettext_lazy(
        "Every purse fills at the same pace. People buy a project together as soon as they can."
    ),
    "greedy-coverage": gettext_lazy(
        "Each time the project comes first that gives most people, for each euro, a first project"
        " of theirs."
    ),
}
MONEY_NAMES: dict[str, str | Promise] = {
    "theme": gettext_lazy("By theme"),
    "need": gettext_lazy("By need of the neighbourhood"),
    "track": gettext_lazy("By who carries it out"),
    "area": gettext_lazy("By place of the project"),
}

_NAME_OF = {"theme": "name", "need": "title", "area": "name"}


def key_name(key: Any, kind: str) -> str:
    """The theme, need, track or area of a line in the language of the page."""
    if key is None:
        return _("Other")
    return str(TRACKS.get(key, key)) if kind == "track" else in_language(key, _NAME_OF[kind])


def rule_named(name: str) -> str:
    """A rule in two or three words, also one that is there for comparison only."""
    return str(RULE_NAMES.get(name) or FURTHER_NAMES.get(name, name))


def reason_of(story: dict[str, Any], project: BallotProject, edition: Edition) -> str:
    """Why a rule took a project or not, in one sentence; `story` is what that rule made of it."""
    limit = what_blocked(story, project, edition)
    return limit or why(story, project.cost_cents, edition.currency, active_language())


def what_would_do(story: dict[str, Any], project: BallotProject, edition: Edition) -> str:
    """At which cost, or with how many more people, it would have got money; "" if not known."""
    at, more = story.get("funded_at"), story.get("funded_with")
    language = active_language()
    values = {
        "at": format_money(at or 0, edition.currency, language),
        "cost": format_money(project.cost_cents, edition.currency, language),
        "more": format_count(more or 0, language),
    }
    if story.get("kept_back"):
        return _about_what_would_do(at, more, values)
    if at and more:
        sentence = ngettext(
            "It would have got money if it had cost %(at)s instead of %(cost)s, or if %(more)s more"
            " person had voted, for this project only.",
            "It would have got money if it had cost %(at)s instead of %(cost)s, or if %(more)s more"
            " people had voted, for this project only.",
            more,
        )
    elif at:
        sentence = _("It would have got money if it had cost %(at)s instead of %(cost)s.")
    elif more:
        sentence = ngettext(
            "It would have got money if %(more)s more person had voted, for this project only.",
            "It would have got money if %(more)s more people had voted, for this project only.",
            more,
        )
    else:
        return ""
    return sentence % values


def _about_what_would_do(at: int | None, more: int | None, values: dict[str, str]) -> str:
    """The same where ballots are kept back: what is surely enough, in steps."""
    if at and more:
        sentence = _(
            "It would have got money if it had cost about %(at)s instead of %(cost)s, or if about"
            " %(more)s more people had voted, for this project only."
        )
    elif at:
        sentence = _("It would have got money if it had cost about %(at)s instead of %(cost)s.")
    elif more:
        sentence = _(
            "It would have got money if about %(more)s more people had voted, for this project"
            " only."
        )
    else:
        return ""
    return sentence % values


def what_blocked(story: dict[str, Any], project: BallotProject, edition: Edition) -> str:
    """Which limit of the rules kept a project out; "" where none did."""
    blocked = story.get("blocked_by")
    if not blocked:
        return ""
    if "conflict" in blocked:
        others = ", ".join(blocked["conflict"])
        sentence = ngettext(
            "It cannot go together with project %(others)s, which gets money.",
            "It cannot go together with projects %(others)s, which get money.",
            len(blocked["conflict"]),
        )
        return sentence % {"others": others}
    cap = Cap(**blocked["cap"])
    themes = {project.theme.code: in_language(project.theme, "name")} if project.theme else {}
    names = Names(projects={}, themes=themes, currency=edition.currency)
    limit = cap_sentence(cap, names)
    return _("%(limit)s With this project it would be more.") % {"limit": limit}


def how_many_winners(line: SpreadLine) -> str:
    """The words of a line: none, one project, two projects, some to some, so many or more."""
    language = active_language()
    values = {"number": format_count(line.winners, language)}
    if line.last > line.winners and not line.or_more:
        values["last"] = format_count(line.last, language)
        return _("%(number)s to %(last)s projects") % values
    if not line.winners:
        return _("none of their projects")
    if line.or_more:
        return _("%(number)s projects or more") % values
    return ngettext("%(number)s project", "%(number)s projects", line.winners) % values


def how_fair(tally: Tally) -> str:
    """Whether a group of voters was passed over, in one sentence; "" where it is not known."""
    groups = passed_over(tally)
    if groups is None:
        return ""
    if not groups:
        return _("Checked: no group of voters was passed over.")
    values = {"number": format_count(len(groups), active_language())}
    sentence = ngettext(
        "Checked: for %(number)s project, the voters who chose it were passed over.",
        "Checked: for %(number)s projects, the voters who chose them were passed over.",
        len(groups),
    )
    return sentence % values


def second_count(tally: Tally) -> str:
    """That an independent program came to the same result, and how far it looked; or ""."""
    done = tally.checked
    if not done:
        return ""
    values = {"program": f"{done['engine']} {done['version']}"}
    told = _(
        "A second program, %(program)s, counted the same ballots in its own way. It came to the"
        " same result."
    )
    if done["shares_tried"] < done["shares_all"]:
        told += " " + _("It tried %(tried)s of the %(all)s shares.")
        language = active_language()
        values |= {
            "tried": format_count(done["shares_tried"], language),
            "all": format_count(done["shares_all"], language),
        }
    return told % values


def why_rules_differ(one: Tally, other: Tally) -> str:
    """Why two rules can give two results, in two sentences."""
    names = {
        "shares" if tally.rule["rule"].startswith("mes") else "greedy": rule_named(
            str(tally.rule["rule"])
        )
        for tally in (one, other)
    }
    if len(names) > 1:
        return (
            _(
                "“%(greedy)s” looks at each project alone: the same people can win again and again,"
                " and others never. “%(shares)s” looks at each voter: who has paid for one project"
                " has less left for the next."
            )
            % names
        )
    return _("Each rule weighs votes and costs in its own way.")


def who_gains(better: Better, here: Tally, there: Tally) -> str:
    """How many voters see more money go to their projects in each of two results."""
    language = active_language()
    values = {
        "here": format_count(better.here, language),
        "there": format_count(better.there, language),
        "equal": format_count(better.equal, language),
        "rule": rule_named(str(here.rule["rule"])),
        "other": rule_named(str(there.rule["rule"])),
    }
    return (
        _(
            "Voters who see more money go to their projects with “%(rule)s”: %(here)s. With"
            " “%(other)s”: %(there)s. No difference: %(equal)s."
        )
        % values
    )

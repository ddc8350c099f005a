"""The whole explanation of a result as plain text, in the language of the page."""

import textwrap
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.languages import in_language
from budgeting.models import Edition
from budgeting.templatetags.numbers import number, percent
from budgeting.wording import RESULT_STATES
from proposals.models import BallotProject
from proposals.wording import title_of
from tallying.services.result_course import Course, course_of
from tallying.services.result_differences import differences_of
from tallying.services.result_rows import Row
from tallying.services.result_spread import spread_of
from tallying.services.results import Result
from tallying.wording import STATE_TEXTS
from tallying.wording_course import (
    how_it_goes,
    how_tied,
    money,
    what_happened,
    who_paid,
    why_it_stopped,
)
from tallying.wording_result import (
    how_fair,
    how_many_winners,
    reason_of,
    rule_named,
    second_count,
    what_would_do,
    why_rules_differ,
)

WIDTH = 78


def story_text(edition: Edition, result: Result) -> str:
    """Paragraphs of at most 78 characters, sections with a line below their title."""
    parts = [
        *_head(edition, result),
        *_projects(edition, result),
        *_spread(edition, result),
        *_courses(edition, result),
        *_compared(edition, result),
        *_check(result),
    ]
    return "\n".join(parts).strip() + "\n"


def _section(title: str) -> list[str]:
    return ["", title, "-" * len(title), ""]


def _paragraph(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def _item(project: BallotProject, edition: Edition, *notes: str) -> list[str]:
    """A project with its cost, and what there is to say about it, one line further in."""
    line = f"{project.number}. {title_of(project)} · {money(project.cost_cents, edition)}"
    found = _paragraph(line)
    for note in notes:
        found += _paragraph(note, "   ") if note else []
    return found


def _head(edition: Edition, result: Result) -> Iterator[str]:
    title = f"{_('Result of the vote')} · {in_language(edition, 'title')}"
    yield title
    yield "=" * len(title)
    yield in_language(edition.council, "name")
    yield ""
    yield f"{RESULT_STATES.get(edition.result_state, '')}."
    yield from _paragraph(str(STATE_TEXTS.get(edition.result_state, "")))
    yield ""
    values = {
        "voters": number(result.turnout.total),
        "spent": money(result.spent, edition),
        "budget": money(edition.budget_cents, edition),
    }
    yield from _paragraph(
        ngettext(
            "%(voters)s person voted. %(spent)s of %(budget)s is divided.",
            "%(voters)s people voted. %(spent)s of %(budget)s is divided.",
            result.turnout.total,
        )
        % values
    )
    yield from _paragraph(how_fair(result.deciding))


def _projects(edition: Edition, result: Result) -> Iterator[str]:
    yield from _section(_("These projects get money"))
    for row in result.winners:
        yield from _item(row.project, edition, reason_of(row.story, row.project, edition))
    if result.others:
        yield from _section(_("These projects get no money"))
    for row in result.others:
        enough = what_would_do(row.story, row.project, edition)
        if not enough and row.story.get("worked_out") is False:
            enough = _("What would have been enough is not known.")
        yield from _item(row.project, edition, reason_of(row.story, row.project, edition), enough)


def _spread(edition: Edition, result: Result) -> Iterator[str]:
    lines = spread_of(result.deciding)
    if lines:
        yield from _section(_("How many of their projects do voters see chosen?"))
    for line in lines:
        voters = f"{number(line.voters)} ({percent(line.percent)})"
        yield f"{how_many_winners(line)}: {voters}"


def _courses(edition: Edition, result: Result) -> Iterator[str]:
    for place, tally in enumerate(result.tallies):
        course = course_of(tally, result.rows, edition.budget_cents)
        yield from _section(rule_named(str(tally.rule["rule"])))
        which = _("This result counts") if place == 0 else _("For comparison only")
        yield f"{which}."
        for text in how_it_goes(course, edition):
            yield ""
            yield from _paragraph(text)
        yield ""
        yield from _steps(course, edition)


def _steps(course: Course, edition: Edition) -> Iterator[str]:
    for step in course.rounds:
        yield _("Round %(number)s") % {"number": step.number}
        left = _left(step.left, edition)
        paid = who_paid(step, edition, points=course.points)
        yield from _item(step.project, edition, paid, how_tied(step), left)
    yield from _paragraph(why_it_stopped(course, edition))
    if course.rounds and course.turns:
        yield ""
        yield from _paragraph(
            _("%(left)s was left. It goes to the projects with the most votes that still fit.")
            % {"left": money(course.before_turns, edition)}
        )
    for turn in course.turns:
        yield from _item(turn.project, edition, what_happened(turn, edition))


def _left(cents: int, edition: Edition) -> str:
    return _("%(left)s of the budget is left.") % {"left": money(cents, edition)}


def _compared(edition: Edition, result: Result) -> Iterator[str]:
    found = differences_of(result)
    if found is None or result.compared is None:
        return
    yield from _section(_("Two ways of counting, side by side"))
    yield from _paragraph(why_rules_differ(result.deciding, result.compared))
    pairs = (
        (result.deciding, found.only_here, _("Only in this result")),
        (result.compared, found.only_there, _("Only in the other result")),
    )
    for tally, rows, title in pairs:
        if rows:
            yield ""
            yield f"{title}: {rule_named(str(tally.rule['rule']))}"
        for row in rows:
            yield from _both_reasons(row, edition)


def _both_reasons(row: Row, edition: Edition) -> Iterator[str]:
    here = reason_of(row.story, row.project, edition)
    there = reason_of(row.compared or row.story, row.project, edition)
    yield from _item(row.project, edition, *((here, there) if row.funded else (there, here)))


def _check(result: Result) -> Iterator[str]:
    yield from _section(_("Check it yourself"))
    yield from _paragraph(second_count(result.deciding))
    yield _("Fingerprint of what was counted")
    yield f"   {result.deciding.input_digest}"
    for tally in result.tallies:
        yield rule_named(str(tally.rule["rule"]))
        yield f"   {tally.digest}"
    yield result.deciding.software_version

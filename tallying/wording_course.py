"""The words of a count, step by step: shares, rounds, turns, why it stopped. Amounts are cents."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.languages import active_language
from budgeting.models import Edition
from budgeting.money import format_count, format_money
from tallying.services.result_course import Course, Round, Turn
from tallying.wording import TIE_TEXTS, paid_together


def money(cents: int | None, edition: Edition) -> str:
    """An amount as the language of the page writes it."""
    return format_money(cents or 0, edition.currency, active_language())


def count(number: int) -> str:
    """A number of people or votes as the language of the page writes it."""
    return format_count(number, active_language())


def how_it_goes(course: Course, edition: Edition) -> list[str]:
    """What happens in this way of counting, in two to four sentences; one text a paragraph."""
    if course.share is None:
        return [_how_turns_go(course)]
    values = {
        "voters": count(course.voters),
        "budget": money(course.budget, edition),
        "first": money(course.first_share, edition),
        "share": money(course.share, edition),
    }
    start = ngettext(
        "%(voters)s person voted on %(budget)s and gets all of it as a share.",
        "%(voters)s people voted on %(budget)s. Each of them gets an equal share: %(first)s.",
        course.voters,
    )
    told = [start % values, _how_rounds_go(course)]
    if course.raised:
        raised = _(
            "With these shares alone a part of the budget stayed unused. So all shares were made"
            " larger together, step by step, up to %(share)s. These larger shares exist on paper"
            " only: what is spent always stays within the budget."
        )
        told.append(raised % values)
    return told


def _how_rounds_go(course: Course) -> str:
    if course.points:
        which = _(
            "In each round one project is chosen: the one that costs its supporters the least for"
            " each point they gave it."
        )
    elif course.tally.rule["rule"] == "mes-cost":
        which = _(
            "In each round one project is chosen: the one of which each supporter has to pay the"
            " smallest part."
        )
    else:
        which = _(
            "In each round one project is chosen: the one for which each supporter has to pay the"
            " least."
        )
    pay = _(
        "The people who chose it pay for it together. Who has less left than the others gives"
        " what is left."
    )
    return f"{which} {pay}"


def _how_turns_go(course: Course) -> str:
    if course.tally.rule["rule"] == "greedy-votes-per-euro":
        order = _("The projects stand in order: most votes for each euro first.")
    else:
        order = _("The projects stand in order: most votes first.")
    if course.tally.rule.get("no_skip"):
        return order + " " + _("Each gets its money, until the first one that does not fit.")
    return order + " " + _("Each gets its money if enough of the budget is left for it.")


def who_paid(step: Round, edition: Edition, *, points: bool = False) -> str:
    """Who paid how much in a round, in one or two sentences."""
    if not step.priced:
        return paid_together(step.supporters, active_language())
    if not step.told:
        values = {"people": count(step.supporters), "price": money(step.price, edition)}
        sentence = ngettext(
            "%(people)s person paid for it: %(price)s.",
            "%(people)s people paid for it together, at most %(price)s each.",
            step.supporters,
        )
        return sentence % values
    values = {"people": count(step.full), "price": money(step.price, edition)}
    if points:
        sentence = ngettext(
            "%(people)s person paid by their points: %(price)s.",
            "%(people)s people paid by their points, at most %(price)s each.",
            step.full,
        )
    else:
        sentence = ngettext(
            "%(people)s person paid %(price)s.", "%(people)s people paid %(price)s each.", step.full
        )
    others = _who_had_less(step, edition)
    return f"{sentence % values} {others}".strip()


def _who_had_less(step: Round, edition: Edition) -> str:
    if not step.less:
        return ""
    if not step.less_paid:
        sentence = ngettext(
            "%(people)s other had nothing left.", "%(people)s others had nothing left.", step.less
        )
        return sentence % {"people": count(step.less)}
    sentence = ngettext(
        "%(people)s other gave all that was left: %(sum)s.",
        "%(people)s others gave all that they had left: %(sum)s together.",
        step.less,
    )
    return sentence % {"people": count(step.less), "sum": money(step.less_paid, edition)}


def how_tied(step: Round) -> str:
    """With which projects a round was equal, and what decided; "" where it was not."""
    if not step.tied:
        return ""
    numbers = _listed(str(project.number) for project in step.tied)
    sentence = ngettext(
        "Project %(numbers)s was equal: %(how)s.",
        "Projects %(numbers)s were equal: %(how)s.",
        len(step.tied),
    )
    how = TIE_TEXTS.get(step.settled, _("a rule that was fixed before decided"))
    return sentence % {"numbers": numbers, "how": how}


def _listed(texts: Iterable[str]) -> str:
    """ "1, 2 and 3" in the language of the page."""
    *first, last = texts
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def what_happened(turn: Turn, edition: Edition) -> str:
    """What a project found when its turn came, in one sentence."""
    values = {"before": money(turn.before, edition), "left": money(turn.left, edition)}
    if turn.taken:
        return _("It fits: %(before)s was there, %(left)s stays.") % values
    if turn.blocked:
        return _("It cannot go together with what was chosen before.")
    if turn.before < turn.project.cost_cents:
        return _("It does not fit: only %(before)s was left.") % values
    return _("It was passed over.")


def why_it_stopped(course: Course, edition: Edition) -> str:
    """Why there was no further round."""
    if course.share is None:
        return ""
    if course.next_share is not None and course.next_cost is not None:
        values = {
            "next": money(course.next_share, edition),
            "cost": money(course.next_cost, edition),
            "budget": money(course.budget, edition),
        }
        return (
            _(
                "One step more would be a share of %(next)s. Then the chosen projects would cost"
                " %(cost)s together, and there is only %(budget)s."
            )
            % values
        )
    if course.tally.rule["completion"] == "none":
        return _(
            "No other project could be paid for any more by the people who chose it. In this"
            " edition the shares are not made larger."
        )
    return _("No project that people chose fits any more.")

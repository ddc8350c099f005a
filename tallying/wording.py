"""The words of the tally for people: rules, why a project won or not, and how far a result is."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgeting.models import ResultState
from budgeting.money import format_count, format_money, format_percent

RULE_NAMES: dict[str, str | Promise] = {
    "greedy-votes": gettext_lazy("Most votes first"),
    "greedy-votes-per-euro": gettext_lazy("Most votes per euro first"),
    "mes-cost": gettext_lazy("Equal shares"),
    "mes-cardinality": gettext_lazy("Equal shares, by number of projects"),
}
RULE_TEXTS: dict[str, str | Promise] = {
    "greedy-votes": gettext_lazy(
        "The project with the most votes is taken first, then the next one that still fits in the"
        " budget, and so on."
    ),
    "greedy-votes-per-euro": gettext_lazy(
        "The project with the most votes for each euro is taken first, then the next one that"
        " still fits in the budget, and so on."
    ),
    "mes-cost": gettext_lazy(
        "Every voter gets an equal share of the budget. A project is taken when the people who"
        " chose it can pay for it together with their shares."
    ),
    "mes-cardinality": gettext_lazy(
        "Every voter gets an equal share of the budget. A project is taken when the people who"
        " chose it can pay for it together; cheap projects with many votes go first."
    ),
}
BALLOT_NAMES: dict[str, str | Promise] = {
    "approval": gettext_lazy("They choose projects, as many as they like or up to a number"),
    "knapsack": gettext_lazy("They choose projects that fit together in the budget"),
    "points": gettext_lazy("They divide points over the projects"),
    "ranking": gettext_lazy("They put a few projects in order"),
    "score": gettext_lazy("They give each project a score"),
}
COMPLETION_NAMES: dict[str, str | Promise] = {
    "add1": gettext_lazy("All shares are raised a little, as long as the budget is not exceeded"),
    "add1-exhaustive": gettext_lazy("The same, until no project with votes fits any more"),
    "none": gettext_lazy("The shares stay as they are"),
}
PUBLICATION_NAMES: dict[str, str | Promise] = {
    "full": gettext_lazy("All ballots, without names: anybody can count again"),
    "grouped": gettext_lazy(
        "No ballots, but the votes for each project, the result and the steps of the count,"
        " without figures about a few people"
    ),
    # Older than the other name: what is published is the same.
    "totals": gettext_lazy(
        "No ballots, but the votes for each project, the result and the steps of the count,"
        " without figures about a few people"
    ),
}
STATE_TEXTS: dict[str, str | Promise] = {
    ResultState.PROVISIONAL: gettext_lazy(
        "The ballots are counted. The neighbourhood council still checks the result. It is a"
        " proposal to the municipal council, which decides."
    ),
    ResultState.REVIEWED: gettext_lazy(
        "The neighbourhood council has checked the result. It is a proposal to the municipal"
        " council, which decides."
    ),
    ResultState.CONTESTABLE: gettext_lazy(
        "Everybody can object to this result. It is a proposal to the municipal council, which"
        " decides."
    ),
    ResultState.BEFORE_COLLEGE: gettext_lazy(
        "The result is now with the College of mayor and aldermen. It is a proposal to the"
        " municipal council, which decides."
    ),
    ResultState.BEFORE_MUNICIPAL_COUNCIL: gettext_lazy(
        "The result is a proposal to the municipal council, which decides in public."
    ),
    ResultState.FINAL: gettext_lazy("The result is final: the decision has been taken."),
}
TIE_TEXTS: dict[str, str | Promise] = {
    "cost": gettext_lazy("the cheapest one went first"),
    "votes": gettext_lazy("the one with the most votes went first"),
    "lot": gettext_lazy("a public draw decided"),
    "lexico": gettext_lazy("the order of the numbers decided"),
}


def why(story: dict[str, Any], cost: int, currency: str, language: str) -> str:
    """One plain sentence on what the rule did with a project. Amounts are whole cents."""

    def money(cents: int) -> str:
        return format_money(cents, currency, language)

    if story["position"]:
        return _why_funded(story, money(story["payment"] or 0), language)
    reason = story["reason"]
    if reason == "supporters_had_too_little_left":
        whole = (story["supporters_left"] or 0) // 100 * 100
        return _too_little(story, money(whole), language)
    if reason == "does_not_fit":
        left = {"left": money(story["money_left"]), "cost": money(cost)}
        return _("When it was its turn, %(left)s was left. It costs %(cost)s.") % left
    sentences = {
        "no_votes": _("Nobody chose this project."),
        "below_threshold": _("It has fewer votes than the rules ask for."),
        "below_min_share": _("It has too few votes for what it costs."),
        "outranked": _("Other projects have more votes."),
        "blocked": _("It cannot go together with what was chosen before."),
    }
    return sentences.get(reason, _("It was not chosen."))


def _why_funded(story: dict[str, Any], payment: str, language: str) -> str:
    people = story["supporters"]
    values = {"people": format_count(people, language), "payment": payment}
    if story["paid_in"] == "free":
        return _("People chose it and it costs nothing.")
    if story["paid_in"] == "then":
        return _("It was taken with the money that was left: it has the most votes that still fit.")
    if story["payment"] is None:
        if story.get("kept_back"):
            return paid_together(people, language)
        return (
            ngettext(
                "%(people)s person chose it and it fitted in the budget.",
                "%(people)s people chose it and it fitted in the budget.",
                people,
            )
            % values
        )
    return (
        ngettext(
            "%(people)s person chose it and paid for it, with %(payment)s of their share.",
            "%(people)s people chose it and paid for it together, with at most %(payment)s each.",
            people,
        )
        % values
    )


def paid_together(people: int, language: str) -> str:
    """That a project was paid for; how much by whom is not told."""
    sentence = ngettext(
        "%(people)s person chose it and paid for it.",
        "%(people)s people chose it and paid for it together.",
        people,
    )
    return sentence % {"people": format_count(people, language)}


def _about_too_little(story: dict[str, Any], language: str) -> str:
    """The same as `_too_little` where ballots are kept back: in steps, or without a figure."""
    people, percent = story["supporters"], story["effective_percent"]
    values = {"people": format_count(people, language)}
    if percent is None:
        sentence = ngettext(
            "The person who chose it had too little left.",
            "The %(people)s people who chose it had too little left together.",
            people,
        )
        return sentence % values
    values |= {"percent": format_percent(percent, language)}
    return (
        _("The %(people)s people who chose it had about %(percent)s of its cost left together.")
        % values
    )


def _too_little(story: dict[str, Any], left: str, language: str) -> str:
    if story.get("kept_back"):
        return _about_too_little(story, language)
    people = story["supporters"]
    percent = format_percent(decimal_text(story["effective_percent"] or "0", language), language)
    values = {"people": format_count(people, language), "left": left, "percent": percent}
    return (
        ngettext(
            "The person who chose it had %(left)s left: %(percent)s of its cost.",
            "The %(people)s people who chose it had %(left)s left together: %(percent)s of its"
            " cost.",
            people,
        )
        % values
    )


def decimal_text(number: str, language: str) -> str:
    """Text with a decimal point as the language writes it; `.0` is left out."""
    plain = number.removesuffix(".0")
    return plain if language[:2] == "en" else plain.replace(".", ",")

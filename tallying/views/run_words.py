"""What a count is at, and why it did not finish, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallying.models import RunState, Stage, TallyRun

_CHANGED = gettext_lazy(
    "The rules or the ballots were changed after they were published. Nothing was counted."
)
ERRORS: Mapping[str, str | Promise] = {
    "no_answer": gettext_lazy("Nobody took up the count. Is the background service running?"),
    "queue_unreachable": gettext_lazy("The background service cannot be reached."),
    "links_not_destroyed": gettext_lazy("The ballot box has not been opened completely yet."),
    "format_not_supported": gettext_lazy("This rule cannot count this kind of ballot."),
    "rules_changed": _CHANGED,
    "ballots_changed": _CHANGED,
    "too_many_runs": gettext_lazy(
        "This count would take too many steps. Ask for a rule with a larger step."
    ),
    "took_too_long": gettext_lazy(
        "This count took longer than 45 minutes and was stopped. Nothing was stored."
    ),
    "broken_off": gettext_lazy(
        "The count was broken off: the background service stopped. Nothing was stored. You can"
        " start it again."
    ),
    "engines_differ": gettext_lazy(
        "Two programs counted the ballots, each in its own way, and did not come to the same"
        " result. So one of them has a fault. Nothing was stored, and no result is published. The"
        " ballots are safe. Tell the system administrator and the observers of the council: they"
        " find the code and what differs below. Counting again does not help."
    ),
    "tally_not_recorded": gettext_lazy(
        "The database holds a result that was not counted here. Nothing was stored. Tell the"
        " system administrator: the check of the audit trail says more."
    ),
    "unexpected": gettext_lazy(
        "Something went wrong while counting. The log of the server says what."
    ),
}
STAGES: Mapping[str, str | Promise] = {
    Stage.READING: gettext_lazy("The ballots are being read"),
    Stage.COUNTING: gettext_lazy("The ballots are being counted"),
    Stage.EXPLAINING: gettext_lazy("The result is being explained, project by project"),
    Stage.CHECKING: gettext_lazy("A second program counts again, to be sure"),
    Stage.FURTHER: gettext_lazy("Other rules are tried, to compare"),
}


def stage_words(run: TallyRun) -> str:
    """What a run is at."""
    if run.state == RunState.WAITING or not run.stage:
        return _("The count is waiting for its turn")
    words = str(STAGES[run.stage])
    if run.rule_number and run.rule_count > 1:
        part = {"stage": words, "number": run.rule_number, "count": run.rule_count}
        return _("%(stage)s (rule %(number)s of %(count)s)") % part
    return words


def error_words(run: TallyRun) -> str:
    """Why a run did not finish; the code itself where it has no words."""
    return str(ERRORS.get(run.error_code, run.error_code))

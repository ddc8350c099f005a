"""What the tasks of the desk are called, and where each one is done."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from budgeting.models import Edition
from budgeting.phases import Phase
from budgeting.wording import PHASE_NAMES
from tallying.services.desk import Task
from tallying.services.steps import next_phase

Words = tuple[str | Promise, str | Promise, str]
# title, sentence, name of the address
TASKS: dict[str, Words] = {
    "file_proposal": (
        _("Write down a proposal with a resident"),
        _("At the desk, on the phone, or from a paper form."),
        "proposal_new",
    ),
    "review": (_("Decide on the proposals"), _("Each one gets a decision."), "review_desk"),
    "translate": (
        _("Translate the proposals"),
        _("Every project needs its text in Dutch and in French."),
        "review_desk",
    ),
    "publish_ballot": (
        _("Publish the list of projects"),
        _("The approved proposals go on the ballot, as projects."),
        "review_desk",
    ),
    "print": (_("Print ballots"), _("Paper ballots for the voting places."), "printing"),
    "scan": (_("Scan paper ballots"), _("And look at the doubtful ones."), "scanning"),
    "start_vote": (
        _("Start the vote"),
        _("From then on, rules, list and costs stay as they are."),
        "",
    ),
    "close_vote": (
        _("Close the vote"),
        _("Nobody can vote any more. Paper ballots can still be brought in for a while."),
        "",
    ),
    "open_box": (
        _("Open the ballot box"),
        _("In public, with the key holders."),
        "opening",
    ),
    "tally": (_("Count the ballots"), _("By the rule of this edition."), "tally_run"),
    "read_result": (_("Look at the result"), _("As everybody sees it."), "result"),
    "follow_up": (
        _("Report on the chosen projects"),
        _("Residents follow each project on its own page."),
        "proposals",
    ),
    "move_on": (_("Go to the next phase"), "", ""),
}


@dataclass(frozen=True)
class ShownTask:
    """A task in words; `form` is the name of the POST address for those done on the spot."""

    code: str
    title: str | Promise
    text: str | Promise
    href: str
    count: str
    waits: bool


def shown_task(task: Task, edition: Edition) -> ShownTask:
    """A task in the words of the page."""
    title, text, name = TASKS[task.code]
    if task.code == "move_on":
        text = PHASE_NAMES.get(next_phase(edition) or Phase.CLOSED, "")
    href = address(name, edition) if name else ""
    return ShownTask(task.code, title, text, href, waiting(task), task.waits)


def waiting(task: Task) -> str:
    """How many wait, in words; empty for none."""
    if not task.count:
        return ""
    return ngettext("%(count)d waits", "%(count)d wait", task.count) % {"count": task.count}


def address(name: str, edition: Edition) -> str:
    """The address of a page of an edition; empty where this site has no such page."""
    try:
        return reverse(name, args=[edition.council.slug, edition.slug])
    except NoReverseMatch:
        return ""

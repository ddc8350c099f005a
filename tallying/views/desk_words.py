"""What the tasks of the desk are called, and where each one is done."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from budgeting.dates import written
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
        _("Translate"),
        _("What everybody reads is there in Dutch and in French."),
        "texts_desk",
    ),
    "complete": (
        _("Complete the proposals that were kept"),
        _("For the ballot each one needs all its texts, and a cost."),
        "review_desk",
    ),
    "publish_ballot": (
        _("Publish the list of projects"),
        _("The approved proposals go on the ballot, as projects."),
        "review_desk",
    ),
    "print": (_("Print ballots"), _("Paper ballots for the voting places."), "printing"),
    "scan": (_("Scan paper ballots"), _("And look at the doubtful ones."), "scanning"),
    "hand_counts": (
        _("Count the paper ballots by hand"),
        _("At every place two people count, each for themselves."),
        "hand_counts",
    ),
    "reconcile": (
        _("Clear up what does not add up"),
        _("Each difference is put right, or explained in public, before the box is opened."),
        "reconciliation",
    ),
    "audit": (
        _("Check the paper by hand"),
        _("Dice decide which sheets two people look up."),
        "audit_desk",
    ),
    "start_vote": (
        _("Start the vote"),
        _("From then on, rules, list and costs stay as they are."),
        "edition_moves",
    ),
    "close_vote": (
        _("Close the vote"),
        _("Nobody can vote any more. Paper ballots can still be brought in for a while."),
        "edition_moves",
    ),
    "open_box": (
        _("Open the ballot box"),
        _("In public, with the key holders."),
        "opening",
    ),
    "tie_seed": (
        _("Draw a number in public"),
        _("It decides between equal projects. You do it before the ballot box is opened."),
        "tie_seed",
    ),
    "tally": (_("Count the ballots"), _("By the rule of this edition."), "tally_run"),
    "read_result": (_("Look at the result"), _("As everybody sees it."), "result"),
    "follow_up": (
        _("Report on the chosen projects"),
        _("Residents follow each project on its own page."),
        "proposals",
    ),
    "decide_change": (
        _("Decide on a change of the rules"),
        _("An officer asked for it; another one accepts or declines it."),
        "rule_changes",
    ),
    "move_on": (_("Go to the next phase"), "", "edition_moves"),
    "keep_share": (_("Keep your share of the key safe"), "", "opening"),
    "declare": (
        _("Declare your interests"),
        _("Say so before the council talks about a project that touches you."),
        "declarations_desk",
    ),
    "read_trail": (
        _("Read the audit trail"),
        _("Every line tells what was done, and none can be changed."),
        "record_desk",
    ),
    "read_rules": (
        _("Write down the fingerprint of the rules"),
        _("It shows later that nobody changed them unseen."),
        "rules",
    ),
}
# The part of a page on which the task is done.
PARTS = {
    "review": "?show=waiting",
    "translate": "?edition=%s",
    "complete": "?show=incomplete",
    "publish_ballot": "#publish",
}
OF_COUNCIL = frozenset({"texts_desk", "declarations_desk", "record_desk"})
"""Addresses that need a council only."""

COUNTED = {
    "review": ngettext_lazy(
        "%(count)d proposal to decide", "%(count)d proposals to decide", "count"
    ),
    "translate": ngettext_lazy(
        "%(count)d text to translate", "%(count)d texts to translate", "count"
    ),
    "complete": ngettext_lazy(
        "%(count)d proposal to complete", "%(count)d proposals to complete", "count"
    ),
    "scan": ngettext_lazy(
        "%(count)d paper page to look at", "%(count)d paper pages to look at", "count"
    ),
    "hand_counts": ngettext_lazy(
        "%(count)d place without hand counts", "%(count)d places without hand counts", "count"
    ),
    "reconcile": ngettext_lazy(
        "%(count)d difference in the paper", "%(count)d differences in the paper", "count"
    ),
    "follow_up": ngettext_lazy(
        "%(count)d project without news for 90 days",
        "%(count)d projects without news for 90 days",
        "count",
    ),
}
"""Tasks as a short line with their number."""


@dataclass(frozen=True)
class ShownTask:
    """A task in words: `title`, `text` and `count` on the page of its edition, `line` in a list
    of many. Without an `href` it is done on the page of the edition."""

    code: str
    title: str | Promise
    text: str | Promise
    href: str
    count: str
    waits: bool
    line: str


def shown_task(task: Task, edition: Edition) -> ShownTask:
    """A task in the words of the page."""
    title, text, name = TASKS[task.code]
    if task.code == "move_on":
        text = PHASE_NAMES.get(next_phase(edition) or Phase.CLOSED, "")
    if task.code == "keep_share":
        text = opening_day(edition)
    found = address(name, edition) if name else ""
    part = PARTS.get(task.code, "").replace("%s", edition.slug)
    href = f"{found}{part}" if found else ""
    return ShownTask(task.code, title, text, href, waiting(task), task.waits, line_of(task, text))


def opening_day(edition: Edition) -> str:
    """From when the key holders are needed."""
    at = edition.paper_intake_until or edition.closes_at
    if at is None:
        return ""
    day = {"day": written(at, "l j F Y")}
    return gettext("The ballot box is opened after %(day)s. Bring your share then.") % day


def line_of(task: Task, text: str | Promise = "") -> str:
    """A task in a few words, with its number where it has one."""
    if task.count and task.code in COUNTED:
        return str(COUNTED[task.code] % {"count": task.count})
    if task.code == "move_on":
        return gettext("Go on to: %(phase)s") % {"phase": text}
    return str(TASKS[task.code][0])


def waiting(task: Task) -> str:
    """How many wait, in words; empty for none."""
    if not task.count:
        return ""
    return ngettext("%(count)d waits", "%(count)d wait", task.count) % {"count": task.count}


def address(name: str, edition: Edition) -> str:
    """The address of a page of an edition or of its council; empty where there is none."""
    args = [edition.council.slug] if name in OF_COUNCIL else [edition.council.slug, edition.slug]
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

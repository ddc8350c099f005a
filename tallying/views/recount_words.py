"""What the page that counts again says of what it finds, for its script to fill in.

Words in braces are filled in by the script: {file}, {line}, {project}, {key}, {published},
{recounted}, {result}, {of}, {percent}, {number}.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tallying.services.results import Result
from tallying.wording import RULE_NAMES


def words_of(result: Result) -> dict[str, object]:
    """All sentences of the script in the language of the page."""
    deciding = result.deciding.outcome
    ballots, projects = int(deciding["voters"]), len(deciding["selected"])
    return {
        "reading": _("Fetching the published ballots …"),
        "counting": _("Counting result {result} of {of}: {percent} of the money is divided."),
        "same": ngettext(
            "{number} ballot was counted here.", "{number} ballots were counted here.", ballots
        ),
        "chosen": ngettext(
            "{rule}: {number} project, as published.",
            "{rule}: {number} projects, as published.",
            projects,
        ),
        "more": _("And {number} more differences."),
        "stopped": _("The count was stopped. You can start it again."),
        "unable": _("This browser cannot count. Take a newer one, or one of the ways below."),
        "insecure": _("This works only on an address that begins with https. See the ways below."),
        "offline": _("The published ballots could not be fetched. Try again later."),
        "names": [str(RULE_NAMES.get(each.rule["rule"], "")) for each in result.tallies],
        "what": _differences(),
        "keys": _keys(),
        "values": {"true": _("yes"), "false": _("no"), "null": _("nothing")},
    }


def _differences() -> dict[str, str]:
    """One sentence for each kind of difference."""
    return {
        "other": _("This file is not the one that this site publishes."),
        "digest": _("{file} is not the file that belongs to its fingerprint."),
        "extra": _("{file} does not belong in this zip, or is in it twice."),
        "form": _("{file} is not written as the program writes it."),
        "bundle": _("{file}, {key}: it says {published}, and it should say {recounted}."),
        "line": _("{file}, line {line}, was changed. Now it says: {found}"),
        "rule": _(
            "Result {result} was counted with {key}: {published}. The rule says: {recounted}."
        ),
        "result": _("Result {result}, {key}: published {published}, counted here {recounted}."),
        "step": _("{file}, line {line}: published {published}, counted here {recounted}."),
        "key": _("{file}, line {line}, {key}: published {published}, counted here {recounted}."),
        "project": _("Project {project}, {key}: published {published}, counted here {recounted}."),
        "broken": _("{file} is missing or cannot be read."),
        "broken_line": _("{file}, line {line}, cannot be read."),
        "broken_zip": _("The zip cannot be read. Choose it just as you downloaded it."),
    }


def _keys() -> dict[str, str]:
    """What the parts of results and steps are called; others keep their own name."""
    return {
        "cost": _("cost"),
        "votes": _("votes"),
        "supporters": _("supporters"),
        "price": _("price for one supporter"),
        "left": _("money left of its supporters"),
        "money": _("money left"),
        "taken": _("chosen"),
        "selected": _("projects chosen"),
        "winners": _("projects chosen"),
        "total_cost": _("money divided"),
        "budget": _("budget"),
        "voters": _("ballots"),
        "seed": _("number drawn"),
        "share": _("money for each voter"),
        "digest": _("fingerprint"),
    }

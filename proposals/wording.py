"""The words of the proposals for people: decisions, tracks, ways of sending, follow-up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.languages import in_language, localised
from proposals.models import (
    BallotProject,
    FollowUpState,
    Opinion,
    Outcome,
    Proposal,
    SubmittedVia,
    Track,
)

OUTCOMES: dict[str, str | Promise] = {
    "": pgettext_lazy("proposal", "No decision yet"),
    Outcome.KEPT: pgettext_lazy("proposal", "Kept"),
    Outcome.CHANGED: pgettext_lazy("proposal", "Kept with changes"),
    Outcome.REJECTED: pgettext_lazy("proposal", "Not kept"),
    Outcome.MERGED: pgettext_lazy("proposal", "Merged"),
    Outcome.WITHDRAWN: pgettext_lazy("proposal", "Withdrawn"),
}
OUTCOME_KINDS: dict[str, str] = {
    "": "",
    Outcome.KEPT: "success",
    Outcome.CHANGED: "success",
    Outcome.REJECTED: "danger",
    Outcome.MERGED: "accent",
    Outcome.WITHDRAWN: "warning",
}
OPINIONS: dict[str, str | Promise] = {
    Opinion.FAVOURABLE: pgettext_lazy("advice", "Favourable"),
    Opinion.CONDITIONAL: pgettext_lazy("advice", "Favourable, on conditions"),
    Opinion.UNFAVOURABLE: pgettext_lazy("advice", "Not favourable"),
}
OPINION_KINDS: dict[str, str] = {
    Opinion.FAVOURABLE: "success",
    Opinion.CONDITIONAL: "warning",
    Opinion.UNFAVOURABLE: "danger",
}
TRACKS: dict[str, str | Promise] = {
    Track.CITIZEN_GRANT: _("Residents carry it out, with a grant"),
    Track.CITY_INVESTMENT: _("The City carries it out"),
}
WAYS: dict[str, str | Promise] = {
    SubmittedVia.ONLINE: _("Sent online"),
    SubmittedVia.PAPER: _("Handed in on paper"),
    SubmittedVia.ASSISTED: _("Written down together with a facilitator"),
}
FOLLOW_UP_STATES: dict[str, str | Promise] = {
    FollowUpState.PREPARING: pgettext_lazy("project", "In preparation"),
    FollowUpState.TENDER: pgettext_lazy("project", "Prices asked"),
    FollowUpState.UNDER_WAY: pgettext_lazy("project", "Under way"),
    FollowUpState.DONE: pgettext_lazy("project", "Done"),
    FollowUpState.STOPPED: pgettext_lazy("project", "Stopped"),
}
FOLLOW_UP_KINDS: dict[str, str] = {FollowUpState.DONE: "success", FollowUpState.STOPPED: "danger"}


def title_of(item: Proposal | BallotProject) -> str:
    """The title in the page's language, in another one, or as an imported election has it."""
    return in_language(item, "title")


def title_language(item: Proposal | BallotProject) -> str:
    """The language of what `title_of` gives, for the `lang` of the page."""
    return localised(item, "title")[1]

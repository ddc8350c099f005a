"""What the tests of the translator's desk share: a proposal to translate, and its page."""

from html import unescape
from typing import Any

from budgeting.models import Council, Edition, Theme
from proposals.models import Proposal
from tests import build
from tests.budgeting.pages import sent_back

QUEUE = "/nl/desk/demo-laken/texts/"


def half_translated(of: Edition) -> Proposal:
    """The French summary follows an older Dutch one, the French title is missing."""
    made = build.proposal(
        of, title_nl="Bank", title_fr="", place_nl="Plein", place_fr="Place",
        realised_by_nl="Stad", realised_by_fr="Ville", outcome="kept",
    )  # fmt: skip
    found = Proposal.objects.get(pk=made.pk)
    found.summary_nl = "Een langere uitleg <b>."
    found.save()
    return found


def address(row: Proposal | Theme | Council | Edition) -> str:
    return f"{QUEUE}{type(row).__name__.lower()}/{row.pk}/"


def sent(page: Any, **typed: str) -> dict[str, Any]:
    """What a browser sends back of a page, with what was typed; ends of lines as browsers do."""
    data = sent_back(page.context["form"]) | typed
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in data.items()
    }


def text_of(page: Any) -> str:
    return unescape(page.content.decode())

"""What the tests of the translator's desk share: a proposal to translate, and its page."""

from html import unescape
from typing import Any

from budgeting.models import Council, Edition, Theme
from proposals.models import Proposal
from tests import build

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


def sent(page: Any, **typed: str) -> dict[str, str]:
    """What a browser sends back of a page, with what was typed; ends of lines as browsers do."""
    form = page.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            data[bound.html_name] = "on" if value is True else str(value)
    return {name: text.replace("\n", "\r\n") for name, text in (data | typed).items()}


def text_of(page: Any) -> str:
    return unescape(page.content.decode())

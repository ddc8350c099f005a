"""The events of the audit trail in groups, for the one who looks for a kind of line."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tallying.views.record_words import EVENTS

# A group and how its events begin.
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Editions and rules"), ("edition_", "rules_", "phase", "result_state")),
    (_("Proposals and projects"), ("proposal_", "advice_", "follow_up")),
    (
        _("The vote and the count"),
        (
            *("box_", "codes_", "sheet", "page", "paper_", "hand_", "links_destroyed"),
            *("vote_", "tally", "tie_", "audit_", "device_"),
        ),
    ),
    (
        _("The council and its seats"),
        ("council_", "seat", "substitute_", "interest_", "draw_", "lots_", "candidates_"),
    ),
    (_("People and roles"), ("role_", "invitation_")),
    (_("Places, meetings and links"), ("venue_", "meeting_", "link_")),
    (_("Texts and tables"), ("texts_", "translators_", "table_", "evaluation_")),
)
REST = pgettext_lazy("audit trail", "Other")


def grouped_events(events: Iterable[str] = EVENTS) -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, [(words, event), …]) in the order of GROUPS, each sorted by its words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for label, _beginnings in GROUPS:
        found[str(label)] = []
    found[str(REST)] = []
    for event in events:
        label = next((label for label, starts in GROUPS if event.startswith(starts)), REST)
        found[str(label)].append((str(EVENTS[event]), event))
    return [(label, sorted(lines)) for label, lines in found.items() if lines]

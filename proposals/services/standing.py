"""How far a proposal is: decided or not, and what its texts still need in each language."""

from collections.abc import Iterable
from typing import Literal

from budgeting.models.abstract import LANGUAGES
from proposals.models import Outcome, Proposal
from proposals.services.texts import ON_THE_BALLOT

State = Literal["", "complete", "to_translate", "changed", "to_complete"]
KEPT = frozenset({Outcome.KEPT, Outcome.CHANGED})
TURNED_DOWN = frozenset({Outcome.REJECTED, Outcome.MERGED, Outcome.WITHDRAWN})
FILTERS = ("waiting", "decided", "texts", "incomplete")
"""What the list of the review can be narrowed to."""


def language_state(proposal: Proposal, language: str) -> State:
    """What its texts need in a language; "" for a proposal that does not go on.

    A proposal that has just come in is in one language and waits for nothing else than its
    translation; what only the City can fill in counts once it is kept.
    """
    if proposal.outcome in TURNED_DOWN:
        return ""
    states = [proposal.text_state(name, language) for name in Proposal.TEXTS]
    if "missing" in states:
        return "to_translate"
    if "stale" in states:
        return "changed"
    empty = (not getattr(proposal, f"{name}_{language}").strip() for name in ON_THE_BALLOT)
    return "to_complete" if proposal.outcome in KEPT and any(empty) else "complete"


def is_incomplete(proposal: Proposal) -> bool:
    """Whether a proposal that was kept could not go on the ballot: a text or the cost lacks."""
    texts = (getattr(proposal, f"{name}_{code}") for name in ON_THE_BALLOT for code in LANGUAGES)
    return proposal.outcome in KEPT and not (proposal.cost_cents and all(texts))


def belongs(proposal: Proposal, narrowed: str) -> bool:
    """Whether a proposal is in a part of the list (FILTERS); "" is the whole."""
    if narrowed == "texts":
        states = {language_state(proposal, language) for language in LANGUAGES}
        return bool(states & {"to_translate", "changed"})
    if narrowed == "incomplete":
        return is_incomplete(proposal)
    return narrowed == "" or bool(proposal.outcome) == (narrowed == "decided")


def sizes(proposals: Iterable[Proposal]) -> dict[str, int]:
    """How many proposals each part of the list has, and `all` of them together."""
    listed = list(proposals)
    parts = {part: sum(belongs(one, part) for one in listed) for part in FILTERS}
    return {"all": len(listed), **parts}

"""The phases of an edition and the lawful moves between them.

People move an edition; the clock only narrows what a phase allows (a vote is cast in the phase
VOTING and between opens_at and closes_at), so a phase can be prepared ahead.
"""

from enum import StrEnum


class Phase(StrEnum):
    DRAFT = "draft"
    CALL = "call"
    REVIEW = "review"
    PUBLICATION = "publication"
    VOTING = "voting"
    COUNTING = "counting"
    COUNCIL_REVIEW = "council_review"
    OBJECTIONS = "objections"
    DECISION = "decision"
    REALISATION = "realisation"
    CLOSED = "closed"


ORDER: tuple[Phase, ...] = tuple(Phase)

# One step forward, and back only before anything depends on it: never back across the vote.
MOVES: dict[Phase, frozenset[Phase]] = {
    phase: frozenset(ORDER[index + 1 : index + 2]) for index, phase in enumerate(ORDER)
} | {
    Phase.CALL: frozenset({Phase.REVIEW, Phase.DRAFT}),
    Phase.REVIEW: frozenset({Phase.PUBLICATION, Phase.CALL}),
    Phase.PUBLICATION: frozenset({Phase.VOTING, Phase.REVIEW}),
}

# The phases as the public follows them.
SHOWN: tuple[Phase, ...] = ORDER[ORDER.index(Phase.CALL) : ORDER.index(Phase.CLOSED)]

# From the first call to the decision; what comes after has a result to look at.
RUNNING: tuple[Phase, ...] = ORDER[ORDER.index(Phase.CALL) : ORDER.index(Phase.REALISATION)]


def may_move(now: Phase, to: Phase) -> bool:
    return to in MOVES[now]


def standing(phase: Phase, current: Phase) -> str:
    """`done`, `current` or `next`: how a phase stands on the phase bar."""
    here, there = ORDER.index(current), ORDER.index(phase)
    return "current" if here == there else "done" if there < here else "next"

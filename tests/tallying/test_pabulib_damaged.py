"""Files damaged at random are read or refused in one sentence, never with a traceback."""

import random

import pytest

from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rankings import as_points
from tests.tallying.test_pabulib import GOOD, with_type

FILES = (
    GOOD,
    with_type("cumulative", "p2,p1;3,7", "p1,p2;7.0,3", ";"),
    with_type("scoring", "p1;1", "p2;0"),
    with_type("ordinal", "p2,p1", "p1"),
    with_type("choose-1", "p2", "p1", ""),
)
BITS = (*';,"-09é \n\r\t\0٣\ufeff\u2028\u00a0', "9" * 40, "META", "PROJECTS", "VOTES\n", "p1")
MORE = ("1e9", "1e-9", ".5", "budget;7\n", "", "", "")
BATCHES, IN_BATCH = 4, 1500


def damaged(chance: random.Random) -> str:
    """One of the files with one or two small damages."""
    text = chance.choice(FILES)
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(text) + 1)
        until = at + chance.choice((0, 0, 1, 1, 2, 9))
        text = text[:at] + chance.choice((*BITS, *MORE)) + text[until:]
    return text


def read(text: str, *, lenient: bool) -> Election | None:
    """The election, or None where it was refused with a code and a sentence."""
    try:
        return parse_pabulib(text, lenient=lenient)
    except EngineError as error:
        refusal = error
    assert refusal.code.isidentifier()
    assert refusal.message.endswith(".")
    assert len(refusal.message) < 300
    return None


def rewritten(election: Election) -> Election | None:
    """The election written and read again; None where an id or amount cannot be written."""
    try:
        text = write_pabulib(election)
    except EngineError as error:
        refusal = error
    else:
        return parse_pabulib(text)
    assert refusal.code in ("id_not_writable", "amount_not_writable")
    return None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damage_is_read_or_refused_and_leniency_only_adds(batch: int) -> None:
    outcomes = {True: 0, False: 0}
    for number in range(batch * IN_BATCH, (batch + 1) * IN_BATCH):
        text = damaged(random.Random(number))
        strict, lenient = read(text, lenient=False), read(text, lenient=True)
        outcomes[strict is None] += 1
        if strict is not None:
            assert strict == lenient, number
            assert strict.notes == (), number
        elif lenient is not None:
            assert lenient.notes, number
        if lenient is not None:
            assert as_points(lenient).voters == lenient.voters, number
            again = rewritten(lenient)
            assert again is None or again.ballots == lenient.ballots, number
    assert min(outcomes.values()) > IN_BATCH // 10

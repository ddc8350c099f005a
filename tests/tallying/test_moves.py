"""Moving an edition: the table, the way back, and two officers at once."""

from datetime import timedelta
from itertools import product
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, Role, User
from budgeting.phases import ORDER, Phase, may_move
from budgeting.services.moving import move
from tallying.services.steps import move_back, move_on, steps_of
from tests import build
from tests.people import person

pytestmark = pytest.mark.django_db
BACK = {
    (Phase.CALL, Phase.DRAFT),
    (Phase.REVIEW, Phase.CALL),
    (Phase.PUBLICATION, Phase.REVIEW),
}
PAIRS = list(product(Phase, Phase))


def draft(council: Council, **fields: Any) -> Edition:
    """An edition in preparation with nothing missing."""
    calendar = {"call_closes_at": build.NOW - timedelta(days=30)}
    made = build.edition(council, **(calendar | fields))
    build.theme(made)
    return made


@pytest.mark.parametrize(("now", "to"), PAIRS)
def test_the_table_of_moves(now: Phase, to: Phase) -> None:
    one_step = ORDER.index(to) == ORDER.index(now) + 1
    assert may_move(now, to) == (one_step or (now, to) in BACK)


def test_every_other_move_is_refused(council: Council) -> None:
    edition = build.edition(council)
    for now, to in PAIRS:
        if may_move(now, to):
            continue
        Edition.objects.update(phase=now)
        with pytest.raises(Refused) as refused:
            move(edition, to=to)
        assert refused.value.code == "unlawful_move", (now, to)


def test_the_way_back_is_open_until_something_depends_on_the_phase(
    council: Council, officer: User
) -> None:
    edition = draft(council, phase=Phase.CALL)
    move_back(edition, to="draft", by=officer)
    move_on(edition, to="call", by=officer)
    build.proposal(edition, 1)
    with pytest.raises(Refused) as refused:
        move_back(edition, to="draft", by=officer)
    assert refused.value.code == "conditions_missing"
    move_on(edition, to="review", by=officer)
    move_back(edition, to="call", by=officer)
    Edition.objects.update(phase=Phase.PUBLICATION)
    move_back(edition, to="review", by=officer)
    assert edition.phase == Phase.REVIEW
    Edition.objects.update(phase=Phase.VOTING)
    for to in ("publication", "review", "counting", "nonsense"):
        with pytest.raises(Refused) as refused:
            move_back(edition, to=to, by=officer)
        assert refused.value.code == "not_the_former_phase"


def test_the_steps_are_those_of_the_table(council: Council) -> None:
    for phase in Phase:
        edition = build.edition(council, f"in-{phase}", phase=phase)
        found = {step.to: step.back for step in steps_of(edition, build.NOW)}
        assert set(found) == {to for to in Phase if may_move(phase, to)}
        assert {to for to, back in found.items() if back} == {
            to for now, to in BACK if now == phase
        }


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_once_move_one_step() -> None:
    council = build.council()
    people = [person(council, Role.OFFICER, name) for name in ("Olga", "Omar")]
    edition = draft(council)
    start, answers = Barrier(2), []

    def press(by: User) -> None:
        start.wait()
        try:
            answers.append(move_on(Edition.objects.get(pk=edition.pk), to="call", by=by).phase)
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["call", "not_the_next_phase"]
    assert Record.objects.filter(event="phase").count() == 1

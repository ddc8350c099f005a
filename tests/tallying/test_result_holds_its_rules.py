"""A result holds what it was counted by, also where no vote was started here: on both engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Role
from budgeting.phases import Phase
from tallying.services.tallying_up import run_tally, standing_tallies
from tallying.services.tie_seed import record_draw
from tests import build
from tests.people import person
from tests.voting.test_opening import LATER, opened, voted
from voting.models import Ballot
from voting.services.changing import accept_change, ask_change
from voting.services.closing import close_voting
from voting.services.destruction import destroy_links
from voting.services.opening import import_ballots

COARSE = build.MES | {"step": "1000"}
ENGINES = [
    pytest.param("here", marks=pytest.mark.django_db),
    pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db]),
]
CHANGES: dict[str, Any] = {
    "rule": build.GREEDY,
    "shadow_rules": [],
    "publication": "totals",
    "budget_cents": 1,
    "ballot_format": {"type": "approval", "min": 0, "max": None},
}


def loaded(council: Council, **fields: Any) -> Edition:
    """An edition with its ballots, without a vote that was started here: it has no RuleSet."""
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE, **fields)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


def is_refused(write: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError as error:
        return "is frozen" in str(error)
    return False


def change(edition: Edition, **fields: Any) -> Callable[[], object]:
    return lambda: Edition.objects.filter(pk=edition.pk).update(**fields)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_result_was_counted_by_stays(engine: str, council: Council) -> None:
    edition = loaded(council)
    for name, value in CHANGES.items():
        before = getattr(edition, name)
        assert not is_refused(change(edition, **{name: value})), "there is no result yet"
        change(edition, **{name: before})()
    tallies = run_tally(edition)
    for name, value in CHANGES.items():
        assert is_refused(change(edition, **{name: value})), name
    edition.refresh_from_db()
    edition.intro_nl = "Bedankt!"
    edition.save()
    assert standing_tallies(edition) == tallies


@pytest.mark.parametrize("engine", ENGINES)
def test_a_number_that_was_drawn_is_written_once(engine: str, council: Council) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    record_draw(edition, "31 41", by=None)
    assert is_refused(change(edition, tie_seed="7"))
    assert is_refused(change(edition, tie_seed=""))
    assert not is_refused(change(edition, tie_seed="31 41", intro_nl="Dag"))


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_gives_a_number_once_the_ballots_can_be_read(engine: str, council: Council) -> None:
    assert is_refused(change(loaded(council), tie_seed="7"))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_other_row_takes_the_place_of_an_edition(engine: str, council: Council) -> None:
    edition = loaded(council, tie_seed="31 41")
    run_tally(edition)
    columns = ", ".join(f'"{field.column}"' for field in Edition._meta.concrete_fields)
    values = columns.replace('"tie_seed"', "'7'")
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    row = f"SELECT {values} FROM budgeting_edition"  # noqa: S608
    order = f"{verb} INTO budgeting_edition ({columns}) {row}"

    def replace() -> None:
        with connection.cursor() as cursor:
            cursor.execute(order)

    assert is_refused(replace)
    assert Edition.objects.get(pk=edition.pk).tie_seed == "31 41"


@pytest.mark.parametrize("engine", ENGINES)
def test_two_officers_may_still_move_a_date_after_the_result(
    engine: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they may change after the vote is no part of what the result was counted by."""
    monkeypatch.setitem(build.MES, "step", "1000")
    edition = close_voting(voted(clock), clock=LATER)
    opening = import_ballots(edition, opened(edition), clock=LATER)
    destroy_links(edition, copied_digest=opening.ballots_digest, clock=LATER)
    tallies = run_tally(edition)
    officer, second = (person(edition.council, Role.OFFICER, name) for name in ("Olga", "Omar"))
    reasons = {"reason_nl": "Meer tijd", "reason_fr": "Plus de temps"}
    until = build.NOW + timedelta(days=60)
    changes = {"calendar": {"objections_until": until.isoformat()}}
    asked = ask_change(edition, changes, by=officer, clock=LATER, **reasons)
    assert accept_change(asked, by=second, clock=LATER).version == 2
    edition.refresh_from_db()
    assert edition.objections_until == until
    assert standing_tallies(edition) == tallies

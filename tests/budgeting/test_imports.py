"""A table on its way in: nothing of it is there before all of it is right, and then all at once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, ImportState, Record, Seat, TableImport, User, Venue
from budgeting.phases import Phase
from budgeting.services.tables import flow, rows
from budgeting.services.tables.kinds import kinds
from budgeting.tables.types import MAX_COLUMNS
from tests import build
from tests.budgeting.handing_in import GOOD, checked, faults, handed_in

pytestmark = pytest.mark.django_db


def test_a_clean_table_is_summed_up_and_taken_over_as_a_whole(
    council: Council, officer: User
) -> None:
    job = checked(council, GOOD + b"Park;Parc;\n")
    assert (job.state, job.rows, job.rows_done) == (ImportState.CLEAN, 3, 3)
    assert job.summary["headers"] == [["name_nl", "naam"], ["name_fr", "nom"], ["address", "adres"]]
    assert job.summary["first"][1] == [3, ["School", "École", "Plein 2"]]
    assert not Venue.objects.exists()
    assert flow.take_over(job, by=officer)
    flow.store(job.pk)
    job.refresh_from_db()
    assert (job.state, bytes(job.content), job.errors) == (ImportState.DONE, b"", [])
    assert job.summary.keys() == {"digest"}, "nothing of the rows is kept with it"
    assert list(council.venues.values_list("slug", "name_fr")) == [
        ("huis", "Maison"), ("park", "Parc"), ("school", "École"),
    ]  # fmt: skip
    line = Record.objects.get(event="table_imported")
    assert line.actor == f"officer:{officer.pk}"
    assert line.data == {"kind": "venues", "rows": 3, "import": str(job.pk)}


def test_all_that_is_wrong_is_told_by_row_and_nothing_is_added(
    council: Council, officer: User
) -> None:
    Venue.objects.create(council=council, slug="huis", name_nl="Huis", name_fr="Maison")
    data = (
        b"naam;nom;korte naam;drempelvrij;lat\n"
        b"Huis;Maison;;ja;50,8\nA;;;misschien;95\nB;B;b;;\nC;C;B;;\nD;D;niet goed;;\n"
    )
    job = checked(council, data)
    assert job.state == ImportState.FAULTY
    assert faults(job) == [
        (2, "name_nl", "there_already"),
        (3, "name_fr", "cell_empty"),
        (3, "step_free", "not_yes_no"),
        (3, "lat", "out_of_range"),
        (5, "slug", "twice"),
        (6, "slug", "not_a_slug"),
    ]
    with pytest.raises(Refused) as refused:
        flow.take_over(job, by=officer)
    assert refused.value.code == "not_clean"
    assert Venue.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 xl/workbook.xml", "is_spreadsheet"),
        (b"naam;nom\n", "no_rows"),
        (b"a\x00b", "not_text"),
        (b"titel;kosten\n1;2\n", "column_missing"),
        (b";".join([b"x"] * (MAX_COLUMNS + 1)), "too_many_columns"),
    ],
)
def test_a_file_that_is_no_table_of_this_kind(council: Council, data: bytes, code: str) -> None:
    job = checked(council, data)
    assert job.state == ImportState.FAULTY
    assert code in {found for _row, _column, found in faults(job)}


def test_a_missing_column_is_told_once(council: Council) -> None:
    job = checked(council, b"naam\nA\nB\n")
    assert faults(job) == [(1, "name_fr", "column_missing")]


def test_progress_is_seen_while_the_rows_are_checked(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PORTION", 2)
    job = handed_in(council, GOOD + b"Park;Parc;\nBad;Bain;\nTuin;Jardin;\n")
    seen: list[tuple[int, int, str]] = []
    kind = kinds()["venues"]
    take = kind.take

    def watched(self: Any, cells: Any) -> Any:
        now = TableImport.objects.get(pk=job.pk)
        seen.append((now.rows_done, now.rows, now.state))
        return take(self, cells)

    monkeypatch.setattr(kind, "take", watched)
    flow.check(job.pk)
    assert [done for done, _rows, _state in seen] == [0, 0, 2, 2, 4]
    assert {(total, state) for _done, total, state in seen[2:]} == {(5, "checking")}


def test_a_row_that_went_wrong_meanwhile_leaves_nothing_behind(
    council: Council, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody types the last place by hand between the check and the taking over."""
    monkeypatch.setattr(rows, "PORTION", 1)
    job = checked(council)
    flow.take_over(job, by=officer)
    Venue.objects.create(council=council, slug="school", name_nl="School", name_fr="École")
    flow.store(job.pk)
    job.refresh_from_db()
    assert (job.state, faults(job)) == (ImportState.FAULTY, [(3, "name_nl", "there_already")])
    assert list(council.venues.values_list("slug", flat=True)) == ["school"]
    assert not Record.objects.filter(event="table_imported").exists()


def test_two_officers_with_the_same_file(council: Council, officer: User) -> None:
    """The second one is told, also where rows have nothing that may stand there only once."""
    data = "soort;vereniging\nafgevaardigde;Buurtcomité\nafgevaardigde;Buurtcomité\n".encode()
    one, other = (checked(council, data, "seats") for _ in range(2))
    for job in (one, other):
        assert flow.take_over(job, by=officer)
        flow.store(job.pk)
        job.refresh_from_db()
    assert (one.state, other.state) == (ImportState.DONE, ImportState.FAULTY)
    assert faults(other) == [(1, "", "taken_meanwhile")]
    assert Seat.objects.count() == 2


def test_a_second_click_and_a_task_delivered_twice_change_nothing(
    council: Council, officer: User
) -> None:
    job = handed_in(council)
    flow.check(job.pk)
    flow.check(job.pk)
    assert flow.take_over(job, by=officer)
    assert not flow.take_over(job, by=officer)
    flow.store(job.pk)
    flow.store(job.pk)
    flow.check(job.pk)
    assert not flow.take_over(job, by=officer)
    assert Venue.objects.count() == 2
    assert Record.objects.filter(event="table_imported").count() == 1
    flow.store(uuid4())
    flow.check(uuid4())


def kill_after_one_row(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The worker dies at the second row; answers how it comes back to life."""
    kind, left = kinds()["venues"], [1]
    take = kind.take

    def killed(self: Any, cells: Any) -> Any:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return take(self, cells)

    monkeypatch.setattr(kind, "take", killed)
    return lambda: monkeypatch.setattr(kind, "take", take)


@pytest.mark.parametrize("killed_in", ["check", "store"])
def test_a_worker_that_was_killed(
    council: Council,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    killed_in: str,
    clock: SetClock,
) -> None:
    """Nothing is half done; after two minutes it can be started again, and ends well."""
    monkeypatch.setattr(rows, "PORTION", 1)
    job = handed_in(council, clock=clock)
    if killed_in == "store":
        flow.check(job.pk, clock=clock)
        flow.take_over(job, by=officer, clock=clock)
    restore = kill_after_one_row(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        getattr(flow, killed_in)(job.pk, clock=clock)
    restore()
    job.refresh_from_db()
    assert not Venue.objects.exists()
    with pytest.raises(Refused) as refused:
        flow.start_again(job, clock=clock)
    assert refused.value.code == "at_work"
    clock.moment += flow.STILL * 2
    assert flow.stands_still(job, clock=clock)
    assert flow.start_again(job, clock=clock) == job.state
    getattr(flow, killed_in)(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.state == (ImportState.CLEAN if killed_in == "check" else ImportState.DONE)
    assert Venue.objects.count() == (0 if killed_in == "check" else 2)


def test_a_file_can_be_checked_again_after_something_else_was_mended(council: Council) -> None:
    data = b"dag,van,tot,titel,titre,lokaal\n1/3/2027,19u,21u,A,A,huis\n"
    job = checked(council, data, "meetings")
    assert faults(job) == [(2, "venue", "venue_unknown")]
    Venue.objects.create(council=council, slug="huis", name_nl="Huis", name_fr="Maison")
    assert flow.start_again(job) == ImportState.CHECKING
    flow.check(job.pk)
    job.refresh_from_db()
    assert (job.state, job.errors) == (ImportState.CLEAN, [])


def test_giving_up_throws_the_file_away(council: Council, officer: User, clock: SetClock) -> None:
    job = checked(council)
    flow.give_up(job)
    assert not TableImport.objects.exists()
    job = checked(council, clock=clock)
    flow.take_over(job, by=officer, clock=clock)
    with pytest.raises(Refused) as refused:
        flow.give_up(job, clock=clock)
    assert refused.value.code == "at_work"
    flow.store(job.pk, clock=clock)
    with pytest.raises(Refused) as refused:
        flow.give_up(job, clock=clock)
    assert refused.value.code == "done"


def test_what_nobody_takes_over_is_not_kept_for_ever(
    council: Council, officer: User, clock: SetClock
) -> None:
    done = checked(council, clock=clock)
    flow.take_over(done, by=officer, clock=clock)
    flow.store(done.pk, clock=clock)
    handed_in(council, clock=clock)
    clock.moment += flow.KEPT * 2
    new = handed_in(council, clock=clock)
    assert set(TableImport.objects.values_list("pk", flat=True)) == {done.pk, new.pk}


def test_a_file_that_is_too_large_or_too_late(council: Council) -> None:
    with pytest.raises(Refused) as refused:
        handed_in(council, b"x" * (flow.MAX_BYTES + 1))
    assert refused.value.code == "table_too_large"
    voting = build.edition(council, phase=Phase.VOTING)
    with pytest.raises(Refused) as refused:
        handed_in(council, kind="proposals", edition=voting)
    assert refused.value.code == "table_closed"

"""Work on a table that stumbles over something nobody foresaw: told, logged, and begun again."""

from typing import Any

import pytest

from budgeting.models import Council, ImportState, User, Venue
from budgeting.services.tables import flow
from budgeting.services.tables.kinds import kinds
from tests.budgeting.handing_in import faults, handed_in
from tests.people import SignIn

pytestmark = pytest.mark.django_db

ADDRESS = "Plein 2"


@pytest.mark.parametrize("at", ["check", "store"])
def test_a_table_that_breaks_off_is_not_at_work_for_ever(
    council: Council,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    at: str,
) -> None:
    job = handed_in(council)
    if at == "store":
        flow.check(job.pk)
        flow.take_over(job, by=officer)

    def stumble(self: Any, *_rows: Any) -> None:
        raise ArithmeticError(ADDRESS)

    with monkeypatch.context() as patch:
        patch.setattr(kinds()["venues"], "take" if at == "check" else "store", stumble)
        getattr(flow, at)(job.pk)
    job.refresh_from_db()
    assert (job.state, faults(job)) == (ImportState.FAULTY, [(1, "", "broke_off")])
    assert "ArithmeticError" in caplog.text
    assert ADDRESS not in caplog.text, "no row of the table stands in the log"
    assert not Venue.objects.exists()
    page = SignIn(officer).get(f"/en/desk/demo-laken/imports/{job.pk}/").content.decode()
    assert "nothing was added" in page

    assert flow.start_again(job) == ImportState.CHECKING
    flow.check(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.CLEAN

"""Two people at the same sheet, count or batch at the same moment: one outcome."""

import pytest

from budgeting.models import Edition, User
from tests import build
from tests.voting import desk
from tests.voting.custody import WHY, WITH
from tests.voting.test_adjudicating_at_once import ENGINES, at_once
from voting.models import (
    CountKind,
    CountState,
    CredentialState,
    Envelope,
    HandCount,
    SheetState,
    Voiding,
)
from voting.services.hand_counts import count_by_hand
from voting.services.printing import release_batch
from voting.services.spoiling import (
    agree_to_voiding,
    drop_voiding,
    spoil_sheet,
    void_batch,
    void_sheets,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


def count(edition: Edition, by: User, value: int = 7) -> HandCount:
    day, kind = build.NOW.date(), CountKind.BOX
    return count_by_hand(edition, venue=None, day=day, kind=kind, value=value, by=by, **WITH)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_people_who_count_at_once_leave_one_line(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    people = (facilitator, second_facilitator)
    said = at_once(*(lambda by=by: count(edition, by) for by in people))
    line = HandCount.objects.get()
    assert (said, line.state) in (
        (["", ""], CountState.CLOSED),
        (["", "count_meanwhile"], CountState.OPEN),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_third_person_who_counts_at_once_does_not_close_it_twice(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User, engine: str
) -> None:
    count(edition, facilitator)
    said = at_once(lambda: count(edition, second_facilitator), lambda: count(edition, officer))
    assert said == ["", "count_closed"]
    assert HandCount.objects.filter(state=CountState.CLOSED).count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sheet_that_is_read_and_handed_back_at_once_is_counted_or_spoiled_never_both(
    edition: Edition, facilitator: User, engine: str
) -> None:
    serial = desk.serial_of(edition)
    at_once(
        lambda: desk.read(edition, serial, "1"),
        lambda: spoil_sheet(edition, serial, by=facilitator, **WITH),
    )
    sheet = desk.sheet_of(edition, serial)
    found = (sheet.state, sheet.credential.state, Envelope.objects.count())
    assert found in (
        (SheetState.SPOILED, CredentialState.SPOILED, 0),
        (SheetState.COUNTED, CredentialState.USED, 1),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_voiding_is_agreed_to_or_dropped_never_both(
    facilitator: User, second_facilitator: User, engine: str
) -> None:
    council = facilitator.memberships.get().council
    batch = desk.printed(build.voting(council, is_test=False), 2, release=False).batch
    release_batch(batch, by=second_facilitator, clock=desk.CLOCK)
    asked = void_batch(batch, by=facilitator, **WHY, **WITH)
    said = at_once(
        lambda: agree_to_voiding(asked, by=second_facilitator, **WITH),
        lambda: drop_voiding(asked, by=facilitator, **WITH),
    )
    assert said == ["", "voiding_done"]
    void = batch.sheets.filter(state=SheetState.VOID).count()
    assert (void, Voiding.objects.count()) in ((2, 1), (0, 0))


@pytest.mark.parametrize("engine", ENGINES)
def test_two_people_who_void_the_same_sheets_in_opposite_order_do_not_lock_each_other_out(
    facilitator: User, second_facilitator: User, engine: str
) -> None:
    edition = build.voting(facilitator.memberships.get().council, is_test=False)
    serials = [one.serial_text for one in desk.printed(edition, 12, release=False).sheets]
    said = at_once(
        lambda: void_sheets(edition, serials, by=facilitator, **WHY, **WITH),
        lambda: void_sheets(edition, serials[::-1], by=second_facilitator, **WHY, **WITH),
    )
    assert said == ["", "void"]
    assert Voiding.objects.get().sheets == 12

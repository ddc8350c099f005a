"""Two people at paper: nobody who got a role for the occasion is one of them."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Membership, Role, User, Venue
from tests import build
from tests.people import SignIn, person
from tests.voting import booth, desk
from tests.voting.custody import LATER, WHY, WITH, closed, code_of, in_the_hall, signed, written
from tests.voting.ruled import seen
from voting.models import Adjudication, CountKind, Envelope, HandCount, Voiding, Way
from voting.services.adjudicating import confirm_as_read, correct, declare
from voting.services.hand_counts import count_by_hand
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.keying import say_marks, type_sheet
from voting.services.printing import print_batch, release_batch
from voting.services.spoiling import agree_to_voiding, void_sheets

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()
NEXT_DAY = SetClock(build.NOW + timedelta(days=1))


@pytest.fixture
def newcomer(council: Council) -> User:
    """Somebody whose role begins on the day of the test."""
    nora = person(council, Role.FACILITATOR, "Nora")
    Membership.objects.filter(user=nora).update(starts_on=TODAY)
    return nora


def box_counted(edition: Edition, by: User, clock: SetClock = desk.CLOCK) -> HandCount:
    return count_by_hand(
        edition, venue=None, day=TODAY, kind=CountKind.BOX, value=3, by=by, clock=clock
    )


def test_a_newcomer_neither_asks_for_a_voiding_nor_agrees_to_one(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    first, second = (one.serial_text for one in in_the_hall(real, hall, 2).sheets)
    ask = lambda: void_sheets(real, [first], by=newcomer, **WHY, **WITH)  # noqa: E731
    assert code_of(ask) == "role_too_new"
    asked = void_sheets(real, [second], by=pair[0], **WHY, **WITH)
    later = lambda: agree_to_voiding(asked, by=newcomer, clock=NEXT_DAY)  # noqa: E731
    assert code_of(later) == "role_too_new"  # the role is no older than what was asked for
    assert Voiding.objects.get().second_by is None
    assert agree_to_voiding(asked, by=pair[1], **WITH).sheets == 1


def test_from_the_next_day_on_a_newcomer_is_one_of_two(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    serial = in_the_hall(real, hall, 1).sheets[0].serial_text
    asked = void_sheets(real, [serial], by=pair[0], clock=NEXT_DAY, **WHY)
    assert agree_to_voiding(asked, by=newcomer, clock=NEXT_DAY).sheets == 1


def test_a_newcomer_closes_no_hand_count_and_begins_none(
    real: Edition, pair: tuple[User, User], newcomer: User
) -> None:
    assert code_of(lambda: box_counted(real, newcomer)) == "role_too_new"
    box_counted(real, pair[0])
    assert code_of(lambda: box_counted(real, newcomer, NEXT_DAY)) == "role_too_new"
    assert box_counted(real, pair[1]).state == "closed"


def test_a_newcomer_signs_no_explanation_and_writes_none(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    in_the_hall(real, hall)
    closed(real)
    Membership.objects.filter(user=newcomer).update(starts_on=LATER.now().date())
    assert code_of(lambda: written(real, newcomer)) == "role_too_new"
    first = written(real, pair[0])
    assert code_of(lambda: signed(first, newcomer)) == "role_too_new"
    assert signed(first, pair[1]).second_by == pair[1]


def test_a_newcomer_confirms_no_hand_over_and_releases_no_sheets(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    batch = in_the_hall(real, hall, 2).batch
    noted = note_hand_over(
        real, Slip(Way.OUT, 2, "Farid", "Fien", batch, hall), by=pair[0], clock=desk.CLOCK
    )
    confirm = lambda: confirm_hand_over(noted, by=newcomer, clock=desk.CLOCK)  # noqa: E731
    assert code_of(confirm) == "role_too_new"
    again = Slip(Way.OUT, 1, "Nora", "Fien", batch, hall)
    note = lambda: note_hand_over(real, again, by=newcomer, clock=desk.CLOCK)  # noqa: E731
    assert code_of(note) == "role_too_new"
    kept = desk.printed(real, 1, release=False).batch
    release = lambda: release_batch(kept, by=newcomer, clock=desk.CLOCK)  # noqa: E731
    assert code_of(release) == "role_too_new"
    assert release_batch(kept, by=newcomer, clock=NEXT_DAY).released_at is not None
    own = print_batch(real, count=1, out=io.BytesIO(), by=newcomer, clock=desk.CLOCK).batch
    early = lambda: release_batch(own, by=pair[0], clock=desk.CLOCK)  # noqa: E731
    assert code_of(early) == "printer_too_new"
    assert release_batch(own, by=pair[0], clock=NEXT_DAY).released_at is not None


@pytest.mark.parametrize(
    "say",
    [
        lambda page: correct(page, [("2", None)], reason="clear_on_paper"),
        lambda page: declare(page, "void", reason="name_or_sign"),
    ],
)
def test_a_newcomer_is_no_second_person_at_a_page_and_no_first_one(
    real: Edition,
    hall: Venue,
    pair: tuple[User, User],
    newcomer: User,
    say: Callable[..., object],
) -> None:
    scan = desk.read(real, in_the_hall(real, hall, 1).sheets[0].serial_text, "1", doubt="faint")
    assert code_of(lambda: say(seen(scan, newcomer))) == "role_too_new"
    say(seen(scan, pair[0]))
    assert code_of(lambda: say(seen(scan, newcomer))) == "role_too_new"
    say(seen(scan, pair[1]))
    assert Adjudication.objects.get().second_by == pair[1]


def test_what_one_person_may_decide_a_newcomer_decides_too(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    one, two = (sheet.serial_text for sheet in in_the_hall(real, hall, 2).sheets)
    faint, blank = desk.read(real, one, "1", doubt="faint"), desk.read(real, two)
    assert not confirm_as_read(seen(faint, newcomer)).waits
    assert not declare(seen(blank, newcomer), "blank", reason="no_mark").waits


def test_what_a_newcomer_typed_takes_two_others(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    serial = in_the_hall(real, hall, 1).sheets[0].serial_text
    typed = type_sheet(real, serial, [("1", None)], by=newcomer, clock=desk.CLOCK).scan
    assert typed.code == "typed_once"
    assert say_marks(seen(typed, pair[0]), [("1", None)]).waits
    assert not Envelope.objects.exists()
    assert not say_marks(seen(typed, pair[1]), [("1", None)]).waits
    assert Envelope.objects.count() == 1


def test_a_newcomer_is_not_the_second_one_who_types(
    real: Edition, hall: Venue, pair: tuple[User, User], newcomer: User
) -> None:
    serial = in_the_hall(real, hall, 1).sheets[0].serial_text
    first = type_sheet(real, serial, [("1", None)], by=pair[0], clock=desk.CLOCK).scan
    again = lambda: type_sheet(  # noqa: E731
        real, serial, [("1", None)], by=newcomer, clock=desk.CLOCK
    )
    assert code_of(again) == "role_too_new"
    assert desk.states(first) == [("queued", "typed_once")]
    assert type_sheet(real, serial, [("1", None)], by=pair[1], clock=desk.CLOCK).code == "ok"


def test_the_pages_say_it_to_a_newcomer_and_to_nobody_else(
    council: Council, facilitator: User
) -> None:
    edition = booth.open_now(of=council, is_test=False)
    nora = person(council, Role.FACILITATOR, "Nora")
    Membership.objects.filter(user=nora).update(starts_on=desk.WALL.now())
    said = "Uw rol is hier nog nieuw"
    for rest in ("paper/void/", "paper/hand-overs/", "paper/counts/-/", "paper/reconciliation/"):
        address = f"/nl/desk/{edition.address}/{rest}"
        assert said not in SignIn(facilitator).get(address).content.decode()
        assert said in SignIn(nora).get(address).content.decode()

"""Two people at one page at the same moment: one outcome, whatever they say."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from budgeting.errors import Refused
from budgeting.models import Edition, User
from tests import build
from tests.voting import desk
from tests.voting.desk import serial_of
from tests.voting.ruled import seen
from tests.voting.test_casting import choice_in
from tests.voting.test_matching import matched, unread
from voting.models import Adjudication, Envelope, Scan, Sheet
from voting.services.adjudicating import confirm_as_read, correct, declare
from voting.services.looking import deal_with, picture

pytestmark = pytest.mark.django_db(transaction=True)
ENGINES = [pytest.param("here"), pytest.param("postgresql", marks=pytest.mark.postgres)]
Act = Callable[[], object]


def at_once(*acts: Act) -> list[str]:
    """Do all of it at the same moment; the codes of what was refused, "" for what was not."""
    barrier, said = Barrier(len(acts)), [""] * len(acts)

    def one(number: int, act: Act) -> None:
        barrier.wait()
        try:
            act()
        except Refused as refusal:
            said[number] = refusal.code
        finally:
            connections.close_all()

    connection.close()
    threads = [Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


def doubtful(edition: Edition) -> Scan:
    return desk.read(edition, serial_of(edition), "1", doubt="faint")


def found() -> Sequence[tuple[str, str]]:
    return list(Scan.objects.order_by("batch__number").values_list("state", "code"))


@pytest.mark.parametrize("engine", ENGINES)
def test_two_people_confirm_one_page_at_once(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    scan = doubtful(edition)
    pages = [seen(scan, by) for by in (facilitator, second_facilitator)]
    said = at_once(*(lambda page=page: confirm_as_read(page) for page in pages))
    assert said == ["", "already_decided"]
    assert found() == [("accepted", "ok")]
    assert Envelope.objects.count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_one_confirms_while_two_others_correct(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User, engine: str
) -> None:
    scan = doubtful(edition)
    correct(seen(scan, facilitator), [("2", None)], reason="clear_on_paper")
    second, third = seen(scan, second_facilitator), seen(scan, officer)
    said = at_once(
        lambda: correct(second, [("2", None)], reason="clear_on_paper"),
        lambda: confirm_as_read(third),
    )
    # Who agrees with the machine against somebody is noted, and counts nothing alone.
    assert said in (["", "already_decided"], ["", ""])
    assert found() == [("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["2"]


@pytest.mark.parametrize("engine", ENGINES)
def test_two_people_say_the_same_at_once_and_it_counts(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    scan = doubtful(edition)
    one, two = seen(scan, facilitator), seen(scan, second_facilitator)
    said = at_once(
        lambda: correct(one, [("2", None)], reason="clear_on_paper"),
        lambda: correct(two, [("2", None)], reason="clear_on_paper"),
    )
    assert said == ["", ""]
    assert found() == [("accepted", "ok")]
    assert Adjudication.objects.get().second_by is not None
    assert Envelope.objects.count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_one_counts_a_sheet_while_another_declares_it_void_for_the_second_time(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User, engine: str
) -> None:
    scan = doubtful(edition)
    declare(seen(scan, facilitator), "void", reason="name_or_sign")
    second, third = seen(scan, second_facilitator), seen(scan, officer)
    said = at_once(
        lambda: declare(second, "void", reason="name_or_sign"), lambda: confirm_as_read(third)
    )
    assert said == ["", "already_decided"]
    counted = Sheet.objects.get().state == "counted"
    assert Envelope.objects.count() == counted
    assert found() == [("accepted", "ok") if counted else ("rejected", "declared_void")]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_of_two_held_readings_is_chosen_by_two_people_at_once(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    serial = serial_of(edition)
    first = desk.read(edition, serial, "1", doubt="faint")
    second = desk.read(edition, serial, "2", picture="another")
    one, two = seen(second, facilitator), seen(second, second_facilitator)
    said = at_once(lambda: confirm_as_read(one), lambda: confirm_as_read(two))
    assert said == ["", ""]
    first.refresh_from_db()
    assert first.code == "not_chosen"
    assert sorted(found()) == [("accepted", "ok"), ("duplicate", "not_chosen")]
    assert Envelope.objects.count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_two_people_match_one_page_at_once(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    first, second = (one.serial_text for one in desk.printed(edition, 2).sheets)
    scan = unread(edition)
    said = at_once(
        lambda: matched(scan, first, facilitator),
        lambda: matched(scan, second, second_facilitator),
    )
    assert said == ["", "not_to_match"]
    assert found() == [("queued", "matched")]
    assert sorted(Sheet.objects.values_list("state", flat=True)) == ["adjudicating", "released"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_is_matched_while_its_sheet_is_being_counted(
    edition: Edition, facilitator: User, engine: str
) -> None:
    serial = serial_of(edition)
    scan = unread(edition)
    said = at_once(
        lambda: matched(scan, serial, facilitator), lambda: desk.read(edition, serial, "1")
    )
    assert said == ["", ""]
    states = set(found())
    assert states in (
        {("accepted", "ok"), ("duplicate", "already_counted")},
        {("queued", "held_second_reading")},
    )
    assert Envelope.objects.count() == (("accepted", "ok") in states)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_picture_is_put_away_while_somebody_reads_its_number(
    edition: Edition, facilitator: User, second_facilitator: User, engine: str
) -> None:
    serial = serial_of(edition)
    scan = unread(edition)
    said = at_once(
        lambda: matched(scan, serial, facilitator),
        lambda: deal_with(scan, by=second_facilitator, clock=desk.CLOCK),
    )
    scan.refresh_from_db()
    readable = picture(scan, by=facilitator) is not None
    if scan.state == "queued":
        assert (said, readable) == (["", "page_meanwhile"], True)
    else:
        assert (said, readable, scan.code) == (["", "picture_sealed"], False, "no_code")

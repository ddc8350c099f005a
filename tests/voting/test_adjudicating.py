"""A person decides: one agrees with the machine, two are needed to say something else."""

import pytest
from django.http import HttpResponse

from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests import build
from tests.people import SignIn
from tests.voting import booth, desk
from tests.voting.test_casting import choice_in
from voting.models import Adjudication, Envelope, Scan, Sheet
from voting.services.adjudicating import Decision, confirm_as_read, correct, declare
from voting.services.looking import Looked, look_at, picture
from voting.services.opening import problems


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


@pytest.fixture
def serial(edition: Edition) -> str:
    return desk.printed(edition).sheets[0].serial_text


def seen(scan: Scan, by: User) -> Looked:
    fresh = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    return look_at(fresh, by=by, clock=desk.CLOCK)


def ticked(scan: Scan, by: User, *projects: str) -> Decision:
    marks = [(project, None) for project in projects]
    return correct(seen(scan, by), marks, reason="clear_on_paper")


def test_one_person_may_confirm_what_the_machine_read(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="faint")
    decision = confirm_as_read(seen(scan, facilitator))
    assert (decision.scan.state, decision.scan.code) == ("accepted", "ok")
    assert choice_in(Envelope.objects.get()) == ["1"]
    assert problems(edition, clock=desk.CLOCK) == problems(build.voting(build.council("b")),
                                                           clock=desk.CLOCK)  # fmt: skip


def test_after_the_decision_the_picture_and_the_readings_are_closed(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="faint")
    assert picture(scan, by=facilitator, clock=desk.CLOCK) == b"one"
    for by in (facilitator, second_facilitator):
        ticked(scan, by, "2")
    looked = seen(scan, facilitator)
    assert looked.reading is None
    assert picture(looked.scan, by=facilitator, clock=desk.CLOCK) is None
    decided = Adjudication.objects.get()
    assert looked.intake.unseal(decided.reading) is None
    assert (decided.fingerprint, looked.scan.fingerprint) == ("", "")


def test_a_correction_counts_when_a_second_person_reads_the_same(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="corrected")
    assert ticked(scan, facilitator, "2").waits
    assert ticked(scan, facilitator, "2").waits
    assert not Envelope.objects.exists()
    assert not ticked(scan, second_facilitator, "2").waits
    assert choice_in(Envelope.objects.get()) == ["2"]
    noted = Adjudication.objects.get()
    assert (noted.by, noted.second_by, noted.verdict) == (
        facilitator,
        second_facilitator,
        "corrected",
    )


def test_two_people_who_read_different_things_leave_the_page_waiting(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="corrected")
    assert ticked(scan, facilitator, "2").waits
    assert ticked(scan, second_facilitator, "3").waits
    assert not Envelope.objects.exists()
    assert not ticked(scan, officer, "3").waits
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_a_page_without_marks_is_declared_blank_by_one_person(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = desk.read(edition, serial)
    with pytest.raises(Refused) as refusal:
        confirm_as_read(seen(scan, facilitator))
    assert refusal.value.code == "cannot_count_blank"
    decision = declare(seen(scan, facilitator), "blank", reason="no_mark")
    assert (decision.scan.state, decision.scan.code) == ("rejected", "declared_blank")
    assert Sheet.objects.get().state == "blank"
    again = desk.read(edition, serial, "1", picture="filled in later")
    assert (again.state, again.code) == ("duplicate", "already_decided")


def test_a_readable_ballot_is_declared_void_by_two_people_only(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="outside_mark")
    assert declare(seen(scan, facilitator), "void", reason="name_or_sign").waits
    assert declare(seen(scan, facilitator), "void", reason="name_or_sign").waits
    decision = declare(seen(scan, second_facilitator), "void", reason="name_or_sign")
    assert decision.scan.code == "declared_void"
    assert Sheet.objects.get().state == "rejected"
    assert not Envelope.objects.exists()
    with pytest.raises(Refused) as refusal:
        confirm_as_read(seen(scan, facilitator))
    assert refusal.value.code == "already_decided"


def test_of_two_held_readings_the_one_that_two_people_choose_counts(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    first = desk.read(edition, serial, "1", doubt="faint")
    second = desk.read(edition, serial, "2", picture="another")
    for _again in range(2):
        assert confirm_as_read(seen(second, facilitator)).waits
    assert not Envelope.objects.exists()
    confirm_as_read(seen(second, second_facilitator))
    first.refresh_from_db()
    assert (first.state, first.code) == ("duplicate", "not_chosen")
    assert choice_in(Envelope.objects.get()) == ["2"]
    assert Sheet.objects.get().state == "counted"


def test_a_doubtful_side_is_decided_and_the_whole_set_counts(facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council, count=20)
    serial = desk.printed(edition).sheets[0].serial_text
    first = desk.read(edition, serial, "1", side=1, doubt="faint")
    second = desk.read(edition, serial, "20", side=2, picture="other side")
    assert second.code == "incomplete_set"
    confirm_as_read(seen(first, facilitator))
    assert choice_in(Envelope.objects.get()) == ["1", "20"]
    assert set(Scan.objects.values_list("state")) == {("accepted",)}


def test_a_page_that_came_in_time_is_decided_after_the_intake(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="faint")
    Edition.objects.update(phase="counting", paper_intake_until=build.NOW, closes_at=build.NOW)
    Edition.objects.update(paper_intake_until=scan.at.replace(minute=1))
    later = look_at(seen(scan, facilitator).scan, by=facilitator)
    assert confirm_as_read(later).scan.state == "accepted"


def test_the_trail_says_who_decided_but_not_what_nor_why(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="faint")
    confirm_as_read(seen(scan, facilitator))
    line = Record.objects.get(event="page_decided")
    assert line.data == {"batch": 1}
    assert line.actor == f"user:{facilitator.pk}"


# On screen -------------------------------------------------------------------------------------


def page_of(edition: Edition, scan: Scan, tail: str = "") -> str:
    return f"/nl/desk/{edition.address}/scanning/{scan.pk}/{tail}"


def open_desk(person: User) -> tuple[Edition, str]:
    edition = booth.open_now(of=person.memberships.get().council)
    return edition, desk.printed(edition).sheets[0].serial_text


def test_on_screen_a_clean_page_is_confirmed_with_one_click(facilitator: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", confirm=True, clock=desk.WALL)
    assert scan.code == "to_confirm"
    client = SignIn(facilitator)
    assert client.get(page_of(edition, scan)).status_code == 200
    answer: HttpResponse = client.post(page_of(edition, scan), {"verdict": "as_read"})  # type: ignore[assignment]
    assert answer.status_code == 302
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_on_screen_two_people_correct_a_page(facilitator: User, second_facilitator: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", doubt="faint", clock=desk.WALL)
    said = {"verdict": "corrected", "marks": ["1", "2"], "reason": "clear_on_paper"}
    for by in (facilitator, second_facilitator):
        assert SignIn(by).post(page_of(edition, scan), said).status_code == 302
    assert choice_in(Envelope.objects.get()) == ["1", "2"]


def test_a_decision_without_a_reason_is_asked_again(facilitator: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", doubt="faint", clock=desk.WALL)
    answer = SignIn(facilitator).post(page_of(edition, scan), {"verdict": "declared"})
    assert answer.status_code == 200
    assert not Adjudication.objects.exists()


def test_the_picture_is_streamed_once_and_kept_by_nobody(facilitator: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", doubt="faint", picture="PNG", clock=desk.WALL)
    answer = SignIn(facilitator).get(page_of(edition, scan, "page/"))
    assert (answer.content, answer["Content-Type"]) == (b"PNG", "image/png")
    assert "no-store" in answer["Cache-Control"]
    confirm_as_read(look_at(seen(scan, facilitator).scan, by=facilitator))
    assert SignIn(facilitator).get(page_of(edition, scan, "page/")).status_code == 404


def test_a_refused_page_that_was_dealt_with_is_sealed_to_the_box(facilitator: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", picture="PNG", doubt="faint", clock=desk.WALL)
    address, client = page_of(edition, scan), SignIn(facilitator)
    said = client.post(address, {"verdict": "dealt_with"}, follow=True)
    assert "Iemand is intussen verdergegaan" in said.content.decode()
    assert desk.states(scan)[0][0] == "queued"
    assert client.get(address + "page/").status_code == 200
    Scan.objects.update(state="rejected", code="no_code", sheet=None)
    assert b"dealt_with" in client.get(address).content
    assert client.post(address, {"verdict": "dealt_with"}).status_code == 302
    scan.refresh_from_db()
    assert (scan.state, scan.code) == ("rejected", "no_code")
    assert scan.image is not None
    assert picture(scan, by=facilitator) is None
    assert client.get(address + "page/").status_code == 404
    assert b"dealt_with" not in client.get(address).content
    line = Record.objects.get(event="page_dealt_with")
    assert (line.data, line.actor) == ({"batch": 1}, f"user:{facilitator.pk}")


def test_nobody_from_another_council_sees_a_page(facilitator: User, stranger: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", doubt="faint", clock=desk.WALL)
    other = booth.open_now(of=stranger.memberships.get().council)
    for address in (page_of(edition, scan), page_of(edition, scan, "page/")):
        assert SignIn(stranger).get(address).status_code == 403
    assert SignIn(stranger).get(page_of(other, scan)).status_code == 404


def test_a_council_member_does_not_handle_sheets(facilitator: User, council_member: User) -> None:
    edition, serial = open_desk(facilitator)
    scan = desk.read(edition, serial, "2", doubt="faint", clock=desk.WALL)
    assert SignIn(council_member).get(page_of(edition, scan)).status_code == 403

"""The queue: what waits, why, and for whom; after each decision the next page."""

import cv2
import numpy as np
import pytest
from django.test import Client

from budgeting.errors import Refused
from budgeting.models import Edition, User
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from tests.voting.test_casting import choice_in
from voting.models import Envelope, Scan
from voting.paper.qr import Gray, find_codes
from voting.services.adjudicating import correct, declare
from voting.services.keying import type_sheet
from voting.services.looking import look_at
from voting.services.queue import Group, Wanted, beside, first_for, groups
from voting.services.scanning import scan_file


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return booth.open_now(of=facilitator.memberships.get().council)


@pytest.fixture
def scans(edition: Edition) -> list[Scan]:
    """Four pages that wait, of four sheets: faint, faint, corrected, empty."""
    serials = [one.serial_text for one in desk.printed(edition, 5).sheets]
    doubts = ("faint", "faint", "corrected")
    read = [
        desk.read(edition, serial, "1", doubt=doubt, picture=serial, clock=desk.WALL)
        for serial, doubt in zip(serials, doubts, strict=False)
    ]
    return [*read, desk.read(edition, serials[3], picture="empty", clock=desk.WALL)]


def corrected(scan: Scan, by: User, *projects: str) -> None:
    fresh = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    marks = [(project, None) for project in projects]
    correct(look_at(fresh, by=by), marks, reason="clear_on_paper")


def address(edition: Edition, scan: Scan | None = None, tail: str = "") -> str:
    return f"/nl/desk/{edition.address}/scanning/{scan.pk if scan else 'queue'}/{tail}"


def test_pages_are_grouped_by_why_with_the_oldest_reason_first(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    assert groups(edition, by=facilitator) == [
        Group("faint", pages=2, mine=2, second=0, others=0),
        Group("corrected", pages=1, mine=1, second=0, others=0),
        Group("blank", pages=1, mine=1, second=0, others=0),
    ]
    assert first_for(edition, by=facilitator) == scans[0]


def test_what_somebody_said_waits_for_somebody_else(
    edition: Edition, scans: list[Scan], facilitator: User, second_facilitator: User
) -> None:
    corrected(scans[0], facilitator, "2")
    assert groups(edition, by=facilitator)[0] == Group("faint", 2, mine=1, second=0, others=1)
    assert groups(edition, by=second_facilitator)[0] == Group("faint", 2, 2, second=1, others=0)
    assert first_for(edition, by=facilitator) == scans[1]
    assert first_for(edition, by=second_facilitator) == scans[0]


def test_whoever_typed_a_sheet_does_not_wait_for_themselves(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    type_sheet(edition, serial, [("2", None)], by=facilitator)
    assert groups(edition, by=facilitator) == [Group("typed_once", 1, mine=0, second=0, others=1)]
    assert first_for(edition, by=second_facilitator) == Scan.objects.get()


def test_a_side_that_waits_for_the_others_is_nobodys_work(
    facilitator: User, edition: Edition
) -> None:
    big = booth.open_now(of=edition.council, slug="big", count=20)
    desk.read(big, desk.serial_of(big), "1", clock=desk.WALL)
    assert groups(big, by=facilitator) == [Group("incomplete_set", 1, mine=0, second=0, others=0)]
    assert first_for(big, by=facilitator) is None


def test_one_goes_on_and_back_and_from_the_end_to_the_beginning(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    assert beside(scans[1], by=facilitator) == (scans[0], scans[2])
    assert beside(scans[3], by=facilitator) == (scans[2], scans[0])
    assert beside(scans[0], by=facilitator, wanted=Wanted(why="faint")) == (scans[1], scans[1])
    assert beside(scans[0], by=facilitator, wanted=Wanted(batch=1)) == (None, None)


@pytest.mark.parametrize("given", [{"batch": "x", "why": "nonsense" * 20}, {"batch": "9" * 30}])
def test_nonsense_in_the_address_asks_for_no_batch(given: dict[str, str]) -> None:
    assert Wanted.of(given).batch is None


def test_after_a_decision_the_next_page_comes_with_the_same_filter(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    client = SignIn(facilitator)
    said = {"verdict": "as_read"}
    onward = client.post(address(edition, scans[0], "?why=faint"), said)
    assert onward["Location"] == address(edition, scans[1], "?why=faint")
    last = client.post(onward["Location"], said)
    assert last["Location"] == address(edition)
    assert Envelope.objects.count() == 2


def test_the_queue_page_counts_pages_and_no_votes(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    corrected(scans[0], facilitator, "2")
    client: Client = SignIn(facilitator)
    page = client.get(address(edition)).content.decode()
    assert "3 pagina’s voor u" in page
    assert "1 wacht op iemand anders" in page
    assert address(edition, scans[1]) in page
    narrowed = client.get(address(edition) + f"?batch={scans[2].batch.number}").content.decode()
    assert address(edition, scans[2]) in narrowed
    assert address(edition, scans[0]) not in narrowed


def test_an_empty_queue_says_so(edition: Edition, facilitator: User) -> None:
    page = SignIn(facilitator).get(address(edition)).content.decode()
    assert "Er wacht niets" in page


def test_the_page_says_that_two_people_disagree_and_never_about_what(
    edition: Edition, scans: list[Scan], facilitator: User, second_facilitator: User, officer: User
) -> None:
    corrected(scans[0], facilitator, "2")
    corrected(scans[0], second_facilitator, "3")
    for by, words in ((facilitator, "U bent een van hen"), (officer, "Kijk zelf.")):
        page = SignIn(by).get(address(edition, scans[0])).content.decode()
        assert "Twee mensen lazen niet hetzelfde" in page
        assert words in page
        assert page.count("checked") == 1  # what the machine read


def test_two_readings_of_one_sheet_stand_side_by_side(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    one = desk.read(edition, serial, "1", doubt="faint", clock=desk.WALL)
    two = desk.read(edition, serial, "2", picture="another", clock=desk.WALL)
    client = SignIn(facilitator)
    page = client.get(address(edition, one)).content.decode()
    for scan in (one, two):
        assert address(edition, scan, "page/") in page
    assert page.count('value="as_read"') == 2
    for person in (facilitator, second_facilitator):
        SignIn(person).post(address(edition, two), {"verdict": "as_read"})
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_of_a_typed_pair_nobody_is_shown_what_was_typed(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User
) -> None:
    serial = desk.serial_of(edition)
    first = type_sheet(edition, serial, [("2", None)], by=facilitator).scan
    type_sheet(edition, serial, [("3", None)], by=second_facilitator)
    client = SignIn(officer)
    page = client.get(address(edition, first)).content.decode()
    assert 'value="as_read"' not in page
    assert "checked" not in page
    client.post(address(edition, first), {"verdict": "corrected", "marks": ["3"]})
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_what_was_chosen_stays_in_the_form_after_a_mistake(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    said = {"verdict": "corrected", "marks": ["1", "2"]}
    page = SignIn(facilitator).post(address(edition, scans[0]), said)
    assert page.status_code == 200
    assert page.content.decode().count("checked") == 2


def test_a_decision_that_came_too_late_is_told_kindly(
    edition: Edition, scans: list[Scan], facilitator: User, second_facilitator: User
) -> None:
    scan = scans[3]
    fresh = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    looked = look_at(fresh, by=second_facilitator)
    client = SignIn(facilitator)
    client.post(address(edition, scan), {"verdict": "declared", "because": "blank:no_mark"})
    with pytest.raises(Refused) as refusal:
        declare(looked, "blank", reason="no_mark")
    assert refusal.value.code == "already_decided"
    late = SignIn(second_facilitator).post(address(edition, scan), {"verdict": "as_read"})
    assert "Blanco verklaard." in late.content.decode()


# Pictures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_and_rows_are_cut_out_upright_however_the_sheet_was_laid(
    edition: Edition, facilitator: User, turned: int
) -> None:
    batch, pages = stacks.stack(edition, ["2"])
    side = batch.layout.sides[0]
    stacks.cross(pages[0], side.boxes[0], shade=205, width=3)
    page = pages[0].rotate(turned, expand=True)
    (result,) = scan_file(edition, stacks.as_png(page), "laid.png")
    assert (result.state, result.code) == ("queued", "faint")
    client = SignIn(facilitator)
    found = [picture(client, edition, result.scan, name) for name in ("doubt-0.png", "row-1.png")]
    box, row = found
    assert box.shape[0] == box.shape[1]
    assert row.shape[1] > 3 * row.shape[0]
    middle = [size // 2 for size in box.shape]
    assert box[middle[0], middle[1]] < 230  # the faint cross meets in the middle of its box
    whole = picture(client, edition, result.scan, "page/")
    assert whole.shape[0] > whole.shape[1]
    (symbol,) = find_codes(whole)
    (left, _y), (right, _z) = symbol.corners[:2]
    assert whole.shape[1] // 2 < left < right - 100  # top right, and the right way up
    assert client.get(address(edition, result.scan, "row-99.png")).status_code == 404
    assert client.get(address(edition, result.scan, "doubt-99.png")).status_code == 404


def picture(client: Client, edition: Edition, scan: Scan, name: str) -> Gray:
    answer = client.get(address(edition, scan, name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    decoded = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return np.asarray(decoded, dtype=np.uint8)


@pytest.mark.postgres
def test_a_sign_that_the_database_refuses_in_an_address_asks_for_everything(
    edition: Edition, scans: list[Scan], facilitator: User
) -> None:
    farid, desk_page = SignIn(facilitator), f"/nl/desk/{edition.address}/scanning/"
    asked = [(address(edition), "why"), (address(edition, scans[0]), "why"), (desk_page, "code")]
    for page, name in asked:
        assert farid.get(page, {name: "faint\0"}).status_code == 200
    assert Wanted.of({"why": "faint\0"}) == Wanted(why="faint")

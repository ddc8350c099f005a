"""An observer and the paper: what is there and whether it adds up, without names, to read only."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, Role, User
from tests.people import SignIn, person
from tests.voting import booth, desk
from tests.voting.test_custody_pages import close, page, shown_at
from voting.models import CountKind, HandCount
from voting.services.hand_counts import correct_count
from voting.services.printing import PrintedBatch

pytestmark = pytest.mark.django_db

PAGES = ("", "counts/", "counts/-/", "reconciliation/")


@pytest.fixture
def edition(council: Council) -> Edition:
    return booth.open_now(of=council, slug="papier")


@pytest.fixture
def batch(edition: Edition) -> PrintedBatch:
    return desk.printed(edition, 8)


@pytest.fixture
def omar(council: Council) -> Client:
    return SignIn(person(council, Role.OBSERVER, "Omar"))


def count(by: User, **numbers: str) -> None:
    day = timezone.localdate(DATABASE_CLOCK.now()).isoformat()
    page(SignIn(by), "counts/-/", day=day, **numbers)


def main_of(said: str) -> str:
    return said[said.index("<main") : said.index("</main>")]


def test_an_observer_reads_where_the_sheets_are_and_changes_nothing(
    edition: Edition, batch: PrintedBatch, omar: Client
) -> None:
    assert "vrijgegeven: <strong>8</strong>" in page(omar, "")
    for path in PAGES:
        assert "<form" not in main_of(page(omar, path)), path
    for path in (*PAGES[2:], "hand-overs/", "spoiled/", "void/"):
        assert omar.post(f"/nl/desk/demo-laken/papier/paper/{path}").status_code == 403, path


def test_what_an_observer_may_not_open_is_no_link_for_them(
    edition: Edition, batch: PrintedBatch, omar: Client
) -> None:
    said = main_of(page(omar, ""))
    for name in ("printing", "hand_overs", "spoiled", "voided", "scanning", "scan_queue"):
        assert reverse(name, args=["demo-laken", "papier"]) not in said, name
    assert reverse("reconciliation", args=["demo-laken", "papier"]) in said


def test_an_observer_sees_no_machine_count_before_the_hand_counts_and_never_a_name(
    edition: Edition,
    batch: PrintedBatch,
    omar: Client,
    facilitator: User,
    second_facilitator: User,
) -> None:
    for sheet in batch.sheets[:6]:
        desk.read(edition, sheet.serial_text, "1", clock=desk.WALL)
    numbers = {"issued": "6", "left_over": "2", "box": "471"}
    numbers |= {"spoiled_before": "0", "spoiled_returned": "0"}
    count(facilitator, **numbers)
    first = "".join(page(omar, path) for path in PAGES)
    assert "geteld: <strong>6</strong>" not in first
    assert "471" not in first
    count(second_facilitator, **numbers)
    later = "".join(page(omar, path) for path in PAGES)
    assert "geteld: <strong>6</strong>" in later
    assert "471" in later
    assert "Farid" not in first + later
    assert "Fien" not in first + later


def test_an_observer_reads_why_a_count_was_corrected(
    edition: Edition,
    batch: PrintedBatch,
    omar: Client,
    facilitator: User,
    second_facilitator: User,
) -> None:
    count(facilitator, box="6")
    count(second_facilitator, box="6")
    closed = HandCount.objects.get(kind=CountKind.BOX)
    correct_count(closed, value=7, reason="Eén zat nog in de gleuf.", by=facilitator)
    assert "zat nog in de gleuf" in page(omar, "counts/-/")
    assert "Farid" not in page(omar, "counts/-/")


def test_an_observer_reads_an_explanation_once_two_people_signed(
    edition: Edition,
    batch: PrintedBatch,
    omar: Client,
    facilitator: User,
    second_facilitator: User,
) -> None:
    serial = batch.sheets[0].serial_text
    desk.read(edition, serial, "1", doubt="faint", clock=desk.WALL)
    desk.read(edition, serial, "2", picture="two", clock=desk.WALL)
    close(edition)
    texts = {"text_nl": "Twee lezingen.", "text_fr": "Deux lectures."}
    first, second = SignIn(facilitator), SignIn(second_facilitator)
    page(first, "reconciliation/", seen=shown_at(first), **texts)
    before = page(omar, "reconciliation/")
    assert "wacht op een tweede persoon" in before
    assert "Twee lezingen." not in before
    number = edition.explanations.get().pk
    signing = f"reconciliation/{number}/decide/"
    page(second, signing, answer="sign", seen=shown_at(second))
    after = page(omar, "reconciliation/")
    assert "Twee lezingen." in after
    assert "Farid" not in before + after

"""Pages of custody: what is shown to whom, and nothing in public before the close."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, User, Venue
from budgeting.phases import Phase
from tests.people import SignIn
from tests.voting import booth, desk
from voting.models import CountState, Explanation, HandCount, Opening, SheetState, Voiding
from voting.services.paper_report import report_of
from voting.services.printing import PrintedBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    return booth.open_now(of=council, slug="papier")


@pytest.fixture
def batch(edition: Edition) -> PrintedBatch:
    return desk.printed(edition, 8)


def page(client: Client, path: str, **data: str) -> str:
    address = f"/nl/desk/demo-laken/papier/paper/{path}"
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return answer.content.decode()


def shown_at(client: Client) -> str:
    """What the page of the reconciliation gives back of the figures that it shows."""
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page(client, "reconciliation/"))
    return str(seen)


def close(edition: Edition) -> None:
    before = timezone.now() - timedelta(seconds=1)
    times = {"closes_at": before, "paper_intake_until": before}
    Edition.objects.filter(pk=edition.pk).update(phase=Phase.COUNTING, **times)


def open_box(edition: Edition, ballots: int) -> None:
    opened = {"opened_at": timezone.now(), "ballots_digest": "", "ballot_count": ballots}
    Opening.objects.create(edition=edition, **opened)


def public(path: str = "paper/") -> str:
    return Client().get(f"/nl/c/demo-laken/papier/{path}").content.decode()


def test_nothing_is_public_before_the_close_and_the_report_after_it(
    edition: Edition, batch: PrintedBatch
) -> None:
    for sheet in batch.sheets[:6]:
        desk.read(edition, sheet.serial_text, "1", clock=desk.WALL)
    assert "Nog niets te melden" in public()
    assert "/papier/paper/" not in public("")
    close(edition)
    assert "/papier/paper/" in public("")
    assert set(report_of(edition).figures) == {"printed", "released", "void"}  # nobody counted yet
    open_box(edition, 6)
    report = report_of(edition)
    assert (report.figures["counted"], report.small) == (6, False)
    assert "Nog niets te melden" not in public()


def test_a_handful_of_paper_votes_is_told_to_nobody(edition: Edition, batch: PrintedBatch) -> None:
    for sheet in batch.sheets[:3]:
        desk.read(edition, sheet.serial_text, "1", clock=desk.WALL)
    close(edition)
    open_box(edition, 3)
    report = report_of(edition)
    assert report.small
    assert set(report.figures) == {"printed", "released", "void"}
    assert (report.places, report.refusals) == ([], [])


def test_the_second_person_does_not_see_what_the_first_one_counted(
    edition: Edition, batch: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    today = timezone.localdate(DATABASE_CLOCK.now()).isoformat()
    first, second = SignIn(facilitator), SignIn(second_facilitator)
    assert "471" in page(first, "counts/-/", day=today, box="471")
    assert "471" not in page(second, "counts/-/")
    assert "471" in page(second, "counts/-/", day=today, box="471")
    assert HandCount.objects.get().state == CountState.CLOSED


def test_what_was_read_of_a_place_is_not_on_the_desk_before_its_hand_counts(
    edition: Edition, batch: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    for sheet in batch.sheets[:6]:
        desk.read(edition, sheet.serial_text, "1", clock=desk.WALL)
    client, counted = SignIn(facilitator), "geteld: <strong>6</strong>"
    assert counted not in page(client, "")
    assert "gelezen met scanner" not in page(client, "reconciliation/")
    day = timezone.localdate(DATABASE_CLOCK.now()).isoformat()
    numbers = {"issued": "6", "left_over": "2", "box": "6"}
    numbers |= {"spoiled_before": "0", "spoiled_returned": "0"}
    for user in (facilitator, second_facilitator):
        page(SignIn(user), "counts/-/", day=day, **numbers)
    assert counted in page(client, "")
    assert "gelezen met scanner" in page(client, "reconciliation/")


def test_a_sheet_is_spoiled_and_single_sheets_become_void_on_their_pages(
    edition: Edition, batch: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    spoiled, void = (sheet.serial_text for sheet in batch.sheets[:2])
    client = SignIn(facilitator)
    page(client, "spoiled/", serial=spoiled)
    assert desk.sheet_of(edition, spoiled).state == SheetState.SPOILED
    reasons = {"reason_nl": "Nat geworden.", "reason_fr": "Mouillé."}
    assert "id_serials" in page(client, "void/", serials=void)  # the reasons are missing
    assert "Losse stembiljetten" in page(client, "void/", serials=void, **reasons)
    assert desk.sheet_of(edition, void).state == SheetState.RELEASED
    number = Voiding.objects.get().pk
    page(SignIn(second_facilitator), f"void/{number}/decide/", answer="agree")
    assert desk.sheet_of(edition, void).state == SheetState.VOID
    assert "Nat geworden." not in public()
    close(edition)
    assert "Nat geworden." in public()


def test_after_the_opening_the_pages_have_no_form_that_could_only_refuse(
    edition: Edition, hall: Venue, facilitator: User
) -> None:
    client = SignIn(facilitator)
    pages = ("spoiled/", "void/", f"counts/{hall.slug}/")
    assert all('class="stack"' in page(client, path) for path in pages)
    close(edition)
    open_box(edition, 0)
    for path in pages:
        shown = page(client, path)
        assert "De stembus is geopend: het papier blijft zoals het is." in shown
        assert 'class="stack"' not in shown


def test_a_difference_is_explained_and_signed_on_the_page_and_then_public(
    edition: Edition, batch: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    serial = batch.sheets[0].serial_text
    desk.read(edition, serial, "1", doubt="faint", clock=desk.WALL)
    desk.read(edition, serial, "2", picture="two", clock=desk.WALL)
    close(edition)
    texts = {"text_nl": "Twee lezingen.", "text_fr": "Deux lectures."}
    first, second = SignIn(facilitator), SignIn(second_facilitator)
    assert "De cijfers zijn veranderd terwijl u ze bekeek" in page(
        first, "reconciliation/", **texts
    )
    page(first, "reconciliation/", seen=shown_at(first), **texts)
    assert "Twee lezingen." not in public()
    signing = f"reconciliation/{Explanation.objects.get().pk}/decide/"
    assert "De cijfers zijn veranderd terwijl u ze bekeek" in page(second, signing, answer="sign")
    assert "met precies deze cijfers" in page(second, "reconciliation/")
    page(second, signing, answer="sign", seen=shown_at(second))
    assert "Twee lezingen." in public()


def test_a_hand_over_is_noted_and_confirmed_on_its_page(
    edition: Edition, batch: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    venue = Venue.objects.create(
        council=edition.council, slug="zaal", name_nl="Zaal", name_fr="Salle"
    )
    said = {"way": "out", "batch": str(batch.batch.pk), "venue": str(venue.pk), "sheets": "8"}
    page(SignIn(facilitator), "hand-overs/", giver="Farid", receiver="Fien", **said)
    noted = edition.hand_overs.get()
    page(SignIn(second_facilitator), f"hand-overs/{noted.pk}/confirm/", how="slip")
    noted.refresh_from_db()
    assert (noted.second_by, noted.on_slip, noted.venue) == (second_facilitator, True, venue)

"""Every way in which a page is refused, with real sheets: its code, its picture, and a report."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image

from budgeting.clock import SetClock
from budgeting.models import Edition, User
from tests import build
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from voting.errors import reason_of
from voting.models import Envelope, Scan, Sheet, SheetState
from voting.paper.qr import find_codes
from voting.services.printing import PrintedBatch
from voting.services.scanning import scan_file

pytestmark = pytest.mark.django_db

STRANGE = ("other_edition", "other_council", "forged", "no_code")
SEALED = ("already_counted", "void", "spoiled")


def code_on(page: Image.Image) -> str:
    (hit,) = find_codes(np.array(page))
    return hit.text


def forged(page: Image.Image, like: PrintedBatch) -> Image.Image:
    """A sheet whose signature somebody made up."""
    text = code_on(page)
    made_up = text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB")
    return stacks.with_code(page, like, made_up)


def scanned(edition: Edition, pages: Sequence[Image.Image]) -> list[Scan]:
    return [row.scan for row in scan_file(edition, stacks.as_pdf(pages), "pile.pdf")]


@pytest.fixture
def pile(facilitator: User) -> Edition:
    """Farid's pile: two sheets that count, and everything that does not belong there."""
    council = facilitator.memberships.get().council
    here = booth.open_now(of=council)
    batch, pages = stacks.stack(here, ["1"], ["2"], ["3"], ["4"], ["1"])
    void, spoiled = (desk.sheet_of(here, batch.sheets[at].serial_text) for at in (2, 3))
    Sheet.objects.filter(pk=void.pk).update(state=SheetState.VOID)
    Sheet.objects.filter(pk=spoiled.pk).update(state=SheetState.SPOILED)
    _batch, (other_edition,) = stacks.stack(booth.open_now(of=council, slug="2027"), ["1"])
    _batch, (other_council,) = stacks.stack(booth.open_now(of=build.council("elsewhere")), ["1"])
    torn = stacks.covered(pages[4], batch)
    rest = [other_edition, other_council, forged(pages[4], batch), torn]
    scanned(here, [*pages[:2], pages[0], *pages[2:4], *rest, *duplex_back()])
    return here


def duplex_back() -> list[Image.Image]:
    return [Image.new("L", (1654, 2339), 250)]


def test_each_page_has_its_own_code_and_its_picture(pile: Edition) -> None:
    rows = list(Scan.objects.filter(batch__edition=pile).order_by("position"))
    assert [(row.state, row.code) for row in rows] == [
        ("accepted", "ok"),
        ("accepted", "ok"),
        ("duplicate", "already_counted"),
        ("rejected", "void"),
        ("rejected", "spoiled"),
        *(("rejected", code) for code in STRANGE),
        ("rejected", "blank_back"),
    ]
    assert [row.code for row in rows if row.image is None] == ["blank_back"]
    assert Envelope.objects.filter(edition=pile).count() == 2


def test_the_report_lists_them_by_code_and_shows_the_pictures(
    pile: Edition, facilitator: User
) -> None:
    client, base = SignIn(facilitator), f"/en/desk/{pile.address}/scanning/"
    for address in (base, f"{base}batch/1/"):
        page = client.get(address).content.decode()
        for code in (*SEALED, *STRANGE):
            assert f'value="{code}"' in page, (address, code)
            assert str(reason_of(code)) in page, (address, code)
        assert 'value="blank_back"' not in page
        assert "empty back" in page
        one = client.get(f"{address}?code=forged").content.decode()
        rows = one.split("<tbody>")[-1].split("</tbody>")[0]
        assert rows.count("<tr>") == 1
        assert str(reason_of("forged")) in rows
    for scan in Scan.objects.filter(batch__edition=pile, code__in=STRANGE):
        picture = client.get(f"{base}{scan.pk}/page/")
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")


def test_a_copy_with_other_marks_holds_both_until_a_person_has_the_paper() -> None:
    edition = booth.open_now(paper={"clean_counts": False})
    batch, (page,) = stacks.stack(edition, ["1"])
    copy = page.copy()
    stacks.cross(copy, batch.layout.sides[0].boxes[2])
    rows = scanned(edition, [page, copy])
    assert desk.states(*rows) == [("queued", "held_second_reading")] * 2
    assert Sheet.objects.get().state == SheetState.HELD
    assert not Envelope.objects.exists()


def test_what_comes_in_after_the_intake_window_is_refused_and_what_came_in_time_is_not() -> None:
    edition = booth.open_now()
    _batch, pages = stacks.stack(edition, ["1"], ["2"])
    end = edition.paper_intake_until
    assert end
    before, after = SetClock(end - timedelta(seconds=1)), SetClock(end + timedelta(minutes=1))
    late = scan_file(edition, stacks.as_png(pages[0]), "late.png", clock=after)
    assert desk.states(late[0].scan) == [("rejected", "intake_closed")]
    assert late[0].scan.image is not None
    in_time = desk.stored(edition, stacks.as_png(pages[1]), clock=before)
    assert desk.states(*desk.finished(in_time, clock=after)) == [("accepted", "ok")]

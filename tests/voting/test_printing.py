"""Printing sheets: serials on paper only, batches that are released, one stored geometry."""

import io
import json
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Record, User, Venue
from tests import build
from tests.journeys.papers import texts_of
from tests.triggers import lifted
from tests.voting import desk
from voting.codes import parse_code
from voting.models import Credential, PrintBatch, Sheet, SheetLayout, Variant
from voting.paper.code import parse
from voting.paper.errors import PaperError
from voting.paper.frames import KINDS
from voting.paper.qr import find_codes
from voting.services.printing import print_batch, release_batch


@pytest.mark.django_db
def test_a_batch_has_a_sheet_a_right_and_no_serial_in_the_database() -> None:
    edition = build.voting(is_test=False)
    batch = desk.printed(edition, 5, release=False)
    assert batch.pages == 5
    assert set(Sheet.objects.values_list("state")) == {("printed",)}
    assert set(Credential.objects.values_list("kind", "state")) == {("sheet", "printed")}
    assert len({sheet.serial_text for sheet in batch.sheets}) == 5
    stored = json.dumps([list(Sheet.objects.values_list("lookup")), list(Record.objects.values())],
                        default=str)  # fmt: skip
    for sheet in batch.sheets:
        assert parse_code(sheet.serial_text) not in stored
        assert desk.sheet_of(edition, sheet.serial_text).batch == batch.batch


@pytest.mark.django_db
def test_sheets_are_released_as_a_batch_and_only_counts_are_recorded(
    clock: SetClock, officer: User
) -> None:
    edition = build.voting(officer.memberships.get().council, is_test=False)
    first = desk.printed(edition, 3, release=False)
    second = desk.printed(edition, 2, release=False)
    for by in (officer, None):
        release_batch(first.batch, by=by, clock=clock)
    assert Sheet.objects.filter(batch=first.batch, state="released").count() == 3
    assert Credential.objects.filter(sheet__batch=first.batch, state="released").count() == 3
    assert Sheet.objects.filter(batch=second.batch, state="printed").count() == 2
    released = Record.objects.filter(event="sheets_released")
    assert [line.data for line in released] == [{"batch": 1, "sheets": 3}]


@pytest.mark.django_db
@pytest.mark.parametrize("named", [True, False])
def test_who_printed_a_batch_does_not_release_it(
    named: bool, facilitator: User, clock: SetClock
) -> None:
    edition = build.voting(facilitator.memberships.get().council, is_test=False)
    by = facilitator if named else None
    batch = print_batch(edition, count=1, out=io.BytesIO(), by=by, clock=clock).batch
    with pytest.raises(Refused) as refusal:
        release_batch(batch, by=by, clock=clock)
    assert refusal.value.code == "printed_by_you"
    assert not Sheet.objects.filter(state="released").exists()


@pytest.mark.django_db
def test_the_command_does_not_print_and_release_sheets_of_a_real_vote(tmp_path: Path) -> None:
    edition = build.voting(is_test=False)
    with pytest.raises(SystemExit) as stop:
        call_command("print_sheets", edition.address, "--count", "1", "--release",
                     "--out", str(tmp_path / "a.pdf"))  # fmt: skip
    assert stop.value.code == 4
    assert not list(tmp_path.glob("*.pdf"))
    assert not Sheet.objects.exists()


@pytest.mark.django_db
def test_the_sheets_of_a_rehearsal_can_be_scanned_at_once() -> None:
    desk.printed(build.voting(is_test=True), 2, release=False)
    assert set(Sheet.objects.values_list("state")) == {("released",)}


@pytest.mark.django_db
def test_the_geometry_is_stored_once_and_again_only_when_it_changes() -> None:
    edition = build.voting()
    desk.printed(edition)
    desk.printed(edition)
    assert list(SheetLayout.objects.values_list("version")) == [(1,)]
    project = edition.ballot_projects.get(number=1)
    project.title_nl = "Een andere titel"
    with lifted():
        project.save()
    desk.printed(edition)
    assert list(SheetLayout.objects.order_by("version").values_list("version")) == [(1,), (2,)]


@pytest.mark.django_db
def test_nothing_is_printed_before_the_rules_are_fixed(clock: SetClock) -> None:
    edition = build.edition(phase="publication")
    build.projects(edition)
    with pytest.raises(Refused) as refusal:
        print_batch(edition, count=1, out=io.BytesIO(), clock=clock)
    assert refusal.value.code == "rules_not_frozen"


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "code"), [(0, "bad_count"), (20_001, "bad_count")])
def test_a_senseless_number_is_refused(count: int, code: str, clock: SetClock) -> None:
    with pytest.raises(Refused) as refusal:
        print_batch(build.voting(), count=count, out=io.BytesIO(), clock=clock)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_sheets_of_another_councils_place_are_refused(clock: SetClock) -> None:
    elsewhere = Venue.objects.create(council=build.council("b"), slug="b", name_nl="B", name_fr="B")
    with pytest.raises(Refused) as refusal:
        print_batch(build.voting(), count=1, out=io.BytesIO(), venue=elsewhere, clock=clock)
    assert refusal.value.code == "other_venue"


@pytest.mark.django_db
def test_a_full_disk_leaves_no_sheets_behind(clock: SetClock) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        print_batch(build.voting(), count=3, out=Full(), clock=clock)
    assert not Sheet.objects.exists()
    assert not PrintBatch.objects.exists()


@pytest.mark.django_db
def test_the_command_writes_the_pdf_and_where_every_box_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = build.voting(count=4, ballot_format={"type": "points", "total": 5})
    pdf, listing = tmp_path / "sheets.pdf", tmp_path / "layout.json"
    call_command("print_sheets", edition.address, "--count", "2", "--out", str(pdf),
                 "--layout", str(listing), "--json")  # fmt: skip
    counts = json.loads(capsys.readouterr().out)
    assert (counts["sheets"], counts["pages"], counts["released"]) == (2, 2, True)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.stat().st_mode & 0o077 == 0
    pages = json.loads(listing.read_text())
    assert [page["page"] for page in pages] == [1, 2]
    assert desk.sheet_of(edition, pages[0]["sheet"]).state == "released"
    box = pages[0]["boxes"][0]
    assert (box["project"], box["value"]) == ("1", 1)
    assert {"x_mm", "y_mm", "size_mm"} <= set(box)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "exit_code"), [(["--count", "0"], 2), (["--count", "1", "--venue", "nowhere"], 3)]
)
def test_the_command_says_what_is_wrong_and_leaves_no_file(
    more: list[str], exit_code: int, tmp_path: Path
) -> None:
    edition = build.voting()
    with pytest.raises((SystemExit, CommandError)) as stop:
        call_command("print_sheets", edition.address, "--out", str(tmp_path / "a.pdf"), *more)
    assert getattr(stop.value, "code", None) == exit_code
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.django_db
def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "a.pdf"
    there.write_bytes(b"mine")
    with pytest.raises(SystemExit) as stop:
        call_command("print_sheets", build.voting().address, "--count", "1", "--out", str(there))
    assert (stop.value.code, there.read_bytes()) == (3, b"mine")
    assert not Sheet.objects.exists()


@pytest.mark.django_db
def test_the_forms_of_a_sheet_share_the_versions_and_each_is_kept_while_nothing_changes() -> None:
    edition = build.voting()
    for variant in ("standard", "large", "easy", "large", "standard", "english"):
        print_batch(edition, count=1, out=io.BytesIO(), variant=variant, clock=desk.CLOCK)
    kept = list(SheetLayout.objects.order_by("version").values_list("version", "variant"))
    assert kept == [(1, "standard"), (2, "large"), (3, "easy"), (4, "english")]
    used = list(Sheet.objects.order_by("batch__number").values_list("layout__variant", flat=True))
    assert used == ["standard", "large", "easy", "large", "standard", "english"]


@pytest.mark.django_db
@pytest.mark.parametrize("variant", ["standard", "large"])
def test_the_listing_names_the_pages_of_the_file_also_behind_a_cover(
    variant: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = build.voting(count=12, ballot_format={"type": "points", "total": 5})
    pdf, listing = tmp_path / "sheets.pdf", tmp_path / "layout.json"
    call_command("print_sheets", edition.address, "--count", "2", "--out", str(pdf), "--cover",
                 "--variant", variant, "--layout", str(listing), "--json")  # fmt: skip
    counts, pages = json.loads(capsys.readouterr().out), json.loads(listing.read_text())
    assert counts["variant"] == variant
    assert len(pages) == 2 * counts["sides"]
    words = texts_of(pdf.read_bytes())
    assert counts["pages"] == len(words)
    for page in pages:
        assert page["sheet"] in words[page["page"] - 1]
    on_sheets = {page["page"] for page in pages}
    for number, text in enumerate(words, 1):
        assert number in on_sheets or not any(page["sheet"] in text for page in pages)


def test_the_command_prints_a_page_that_tests_a_printer_and_is_no_ballot(tmp_path: Path) -> None:
    out = tmp_path / "test.pdf"
    call_command("print_sheets", "--test-page", str(out))
    document = pypdfium2.PdfDocument(out.read_bytes())
    try:
        picture = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    finally:
        document.close()
    (hit,) = find_codes(np.array(picture[:, :, 0] if picture.ndim == 3 else picture))
    with pytest.raises(PaperError) as refusal:
        parse(hit.text)
    assert refusal.value.code == "not_a_sheet_code"


def test_the_model_and_the_paper_know_the_same_forms() -> None:
    assert set(Variant.values) == set(KINDS)

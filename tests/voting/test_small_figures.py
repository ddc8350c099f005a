"""What the public report does not show: numbers below five, and what would tell them."""

import pytest
from django.test import Client

from budgeting.models import Edition, User, Venue
from tests import build
from tests.voting import desk
from tests.voting.custody import TEXTS, closed, counted, in_the_hall, signed, written
from voting.models import Explanation, Opening, Scan
from voting.paper.small_figures import hidden_beside, hidden_in, tells_small
from voting.services.adjudicating import declare
from voting.services.looking import look_at
from voting.services.paper_report import PaperReport, report_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 3, "b": 20, "c": 12}, {"a", "c"}),
        ({"a": 3, "b": 2, "c": 12}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 12}, {"a", "b", "c"}),
        ({"a": 3, "b": 0}, {"a"}),
    ],
)
def test_a_small_number_hides_and_so_does_one_from_which_it_could_be_worked_out(
    column: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_in(column) == hidden


def test_what_is_hidden_for_another_reason_needs_company_too() -> None:
    assert hidden_in({"a": 30, "b": 20, "c": 12}, {"a"}) == {"a", "c"}


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ({"counted": 40, "box": 45, "issued": 50}, set()),
        ({"counted": 40, "box": 40, "issued": 50}, set()),
        ({"counted": 40, "box": 41, "issued": 50}, {"box"}),
        ({"counted": 40, "box": 41, "issued": 43}, {"box", "issued"}),
        ({"counted": 0, "box": 3, "issued": None}, {"box"}),
    ],
)
def test_two_figures_that_are_a_small_step_apart_are_not_shown_together(
    row: dict[str, int | None], hidden: set[str]
) -> None:
    assert hidden_beside(row) == hidden


@pytest.mark.parametrize(
    ("point", "tells"),
    [
        ("place:zaal missing box released=5,issued=1", False),
        ("place:zaal box 1 0", True),
        ("place:zaal box 60 52", False),
        ("place:bib box 60 52", True),
        ("place:zaal spoiled_read 2 0", True),
        ("edition held 1 0123456789abcdef", True),
        ("batch:1 printed 100 60+30+8", False),
    ],
)
def test_a_point_is_told_without_its_figures_where_one_is_hidden(point: str, tells: bool) -> None:
    assert tells_small(point, {"place:bib": {"box"}}) == tells


def page_of(edition: Edition) -> str:
    address = f"/nl/c/{edition.council.slug}/{edition.slug}/paper/"
    return Client().get(address).content.decode()


def opened(edition: Edition, ballots: int) -> None:
    Opening.objects.create(
        edition=edition, opened_at=build.NOW, ballots_digest="", ballot_count=ballots
    )


@pytest.fixture
def with_a_blank_one(real: Edition, hall: Venue, pair: tuple[User, User]) -> Edition:
    """Eight came back: seven count, one is blank."""
    batch = in_the_hall(real, hall, 20)
    for number, sheet in enumerate(batch.sheets[:7]):
        desk.read(real, sheet.serial_text, "1", picture=str(number))
    blank = desk.read(real, batch.sheets[7].serial_text, picture="blank")
    page = Scan.objects.get(pk=blank.pk)
    declare(look_at(page, by=pair[0], clock=desk.CLOCK), "blank", reason="no_mark")
    return real


def test_one_blank_ballot_stands_nowhere_in_the_report(
    with_a_blank_one: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    counted(with_a_blank_one, hall, pair, issued=14, left_over=6, box=8)
    opened(closed(with_a_blank_one), 20)
    report = report_of(with_a_blank_one)
    assert (report.figures["blank"], report.figures["counted"]) == (1, 7)
    assert report.hidden == {"blank", "box", "not_returned"}
    assert report.refusals == [("declared_blank", None)]
    words = page_of(with_a_blank_one)
    assert "Blanco verklaard. <span" in words
    assert "<strong>1</strong>" not in words


def test_a_difference_with_a_small_number_is_told_without_it(
    with_a_blank_one: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    counted(with_a_blank_one, hall, pair, issued=14, left_over=6, box=9)
    signed(written(closed(with_a_blank_one), pair[0]), pair[1])
    opened(with_a_blank_one, 20)
    words = page_of(with_a_blank_one)
    assert "twee mensen legden uit waarom" in words
    assert "9 in de stembus" not in words
    assert "de cijfers verschillen" in words


def test_only_what_was_explained_stands_under_the_explanation(
    with_a_blank_one: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    counted(with_a_blank_one, hall, pair, issued=14, left_over=6, box=9)
    in_the_hall(with_a_blank_one, None)
    who = {"by": pair[0], "second_by": pair[1], "at": build.NOW, "second_at": build.NOW}
    Explanation.objects.create(
        edition=closed(with_a_blank_one), points=["place:zaal box 9 8"], **who, **TEXTS
    )
    opened(with_a_blank_one, 20)
    explained, left = page_of(with_a_blank_one).split("Nog niet alles is geteld of uitgelegd")
    assert "de cijfers verschillen" in explained
    assert "nog niet met de hand geteld" not in explained
    assert "nog niet met de hand geteld" in left


def test_few_late_pages_are_told_as_few() -> None:
    assert PaperReport(late=1).late_is_small
    assert not PaperReport(late=5).late_is_small

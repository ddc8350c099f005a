"""Where the pages of paper lead on: from a difference to its figures, from a file to the paper."""

from datetime import timedelta

import pytest

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Role, User, Venue
from tests import build
from tests.people import SignIn, person
from tests.voting import desk
from tests.voting.custody import closed, counted, in_the_hall
from tests.voting.prints import fetched, made

pytestmark = pytest.mark.django_db


def page(edition: Edition, by: User, name: str) -> str:
    return SignIn(by).get(f"/en/desk/{edition.address}/{name}/").content.decode()


def test_from_a_difference_the_officer_goes_to_the_figures_and_the_key_holder_does_not(
    real: Edition, hall: Venue, pair: tuple[User, User], council: Council, officer: User
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=4, box=1)
    closed(real)
    told = page(real, officer, "opening")
    assert "The paper ballots do not add up" in told
    assert f"{real.address}/paper/reconciliation/" in told
    holder = page(real, person(council, Role.TRUSTEE, "Tineke"), "opening")
    assert "The paper ballots do not add up" in holder
    assert f"{real.address}/paper/reconciliation/" not in holder


def test_what_to_do_with_a_file_stays_on_its_page_for_who_fetched_it(
    council: Council, officer: User, facilitator: User
) -> None:
    edition = build.voting(council, slug="echt", is_test=False)
    clock = SetClock(build.NOW + timedelta(hours=1))
    batch = made(edition, facilitator, clock)
    fetched(batch, facilitator, clock)
    mine = page(edition, facilitator, f"printing/{batch.number}")
    assert "Measure the line of 50 mm" in mine
    assert "Erase the file" in mine
    assert "Measure the line" not in page(edition, officer, f"printing/{batch.number}")


def test_the_tiles_of_the_scanning_desk_count_pages(council: Council, facilitator: User) -> None:
    edition = build.voting(council)
    said = page(edition, facilitator, "scanning")
    assert "pages counted" in said
    assert "pages waiting" in said

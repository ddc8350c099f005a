"""Which side a page shows is asked only where a sheet has more than one."""

import io

import pytest
from django.test import Client

from budgeting.models import Edition, User
from tests.people import SignIn
from tests.voting import booth, desk
from tests.voting.test_matching import unread
from voting.models import Scan
from voting.services.printing import print_batch

pytestmark = pytest.mark.django_db


def page_of(client: Client, edition: Edition, scan: Scan, **typed: str) -> str:
    address = f"/nl/desk/{edition.address}/scanning/{scan.pk}/match/"
    answer = client.post(address, typed) if typed else client.get(address)
    return answer.content.decode()


def test_farid_is_not_asked_for_the_side_of_a_sheet_that_has_one(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    desk.printed(edition)
    page = page_of(SignIn(facilitator), edition, unread(edition))
    assert 'name="serial"' in page
    assert 'name="side"' not in page


def test_where_every_sheet_has_two_sides_the_side_is_asked_at_once(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council, count=20)
    desk.printed(edition)
    assert 'name="side"' in page_of(SignIn(facilitator), edition, unread(edition))


def test_of_a_large_print_the_side_is_asked_once_its_number_is_known(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council, count=9)
    small = desk.printed(edition)
    large = print_batch(
        edition, count=1, out=io.BytesIO(), release=True, variant="large", clock=desk.CLOCK
    )
    assert (len(small.layout.sides), len(large.layout.sides)) == (1, 2)
    client, scan = SignIn(facilitator), unread(edition)
    serial = large.sheets[0].serial_text
    assert 'name="side"' not in page_of(client, edition, scan)
    assert 'name="side"' in page_of(client, edition, scan, serial=serial)
    scan.refresh_from_db()
    assert scan.matched_by is None
    Scan.objects.update(at=desk.WALL.now())
    page_of(client, edition, scan, serial=serial, side="2")
    scan.refresh_from_db()
    assert (scan.side, scan.code) == (2, "matched")

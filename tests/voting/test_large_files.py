"""Files of 500 pages, of more, and locked ones: what whoever hands them in sees."""

import pytest
from django.test import Client

from budgeting.models import User
from tests.people import SignIn
from tests.voting import booth, desk, hostile
from tests.voting.test_uploads import address, text_of
from voting.models import Scan, Upload
from voting.services.scanning import read_pages

pytestmark = pytest.mark.django_db

TINY = (36.0, 36.0)  # points of a page: how large it is plays no part here


def batch_page(client: Client, data: bytes, facilitator: User) -> str:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    desk.finished(desk.stored(edition, data, clock=desk.WALL), clock=desk.WALL)
    return text_of(client, address(edition, "batch/1/"))


def test_a_file_of_500_pages_shows_how_far_it_is_and_every_page_ends(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    upload = desk.stored(edition, hostile.blank_pdf(500, TINY), clock=desk.WALL)
    client, reading = SignIn(facilitator), read_pages(upload.pk, clock=desk.WALL)
    for _page in range(120):
        next(reading)
    page = text_of(client, address(edition, "batch/1/"))
    assert 'value="120" max="500"' in page
    assert len(list(reading)) == 380
    assert Scan.objects.filter(state="rejected", code="no_code").count() == 500
    assert set(Upload.objects.values_list("state", "pages")) == {("done", 500)}
    assert "500 pagina" in text_of(client, address(edition, "batch/1/"))


def test_a_file_of_501_pages_is_refused_with_a_sentence_before_a_page_is_read(
    facilitator: User,
) -> None:
    page = batch_page(SignIn(facilitator), hostile.blank_pdf(501, TINY), facilitator)
    assert list(Scan.objects.values_list("page", "code")) == [(1, "too_many_pages")]
    assert "Dit bestand heeft te veel pagina" in page
    assert Upload.objects.get().pages == 0


def test_a_file_with_a_password_says_so(facilitator: User) -> None:
    page = batch_page(SignIn(facilitator), hostile.locked_pdf("secret"), facilitator)
    assert list(Scan.objects.values_list("page", "code")) == [(1, "locked_file")]
    assert "wachtwoord" in page

"""What the booth must never tell: no choice, no code, no interim result, to nobody."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import DjangoAssertNumQueries, Settings

from tests import build
from tests.voting.booth import Booth, code_for, open_now, text_of
from voting import drafts
from voting.codes import grouped
from voting.drafts import COOKIE, Draft
from voting.logs import WithoutCodes
from voting.models import Envelope
from voting.sealing import MAX_DRAFT
from voting.views import booth as booth_views

BOOTH_PAGES = ("", "ballot/", "check/", "done/", "receipt/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", BOOTH_PAGES)
def test_no_page_of_the_booth_is_stored_or_told_to_other_sites(page: str) -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1)
    booth.fill(project=["2"])
    answer = booth.client.get(f"/nl/vote/{page}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert not re.search(r'(src|action)="https?:', text_of(answer))


@pytest.mark.django_db
def test_the_cookie_has_one_length_whatever_it_holds() -> None:
    booth = Booth()
    answers = [
        booth.enter(code_for(open_now(count=12))),
        booth.fill(project=["1"]),
        booth.fill(project=[str(number) for number in range(1, 13)]),
        booth.cast(),
    ]
    cookies = [answer.cookies[COOKIE] for answer in answers]
    assert len({len(cookie.value) for cookie in cookies}) == 1
    assert {(cookie["httponly"], cookie["samesite"]) for cookie in cookies} == {(True, "Lax")}


@pytest.mark.django_db
def test_the_cookie_is_for_encrypted_connections_where_the_site_is(
    settings: Settings,
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = Booth().enter(code_for(open_now()))
    assert answer.cookies[COOKIE]["secure"]


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["", "x", "A" * 1995, "%00", "ü", "flip", "cut"])
def test_a_cookie_that_somebody_changed_is_no_cookie(harm: str) -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    text = booth.client.cookies[COOKIE].value
    changed = {"flip": text[:40] + ("A" if text[40] != "A" else "B") + text[41:], "cut": text[:-4]}
    booth.client.cookies[COOKIE] = changed.get(harm, harm)
    assert booth.page("ballot")["Location"] == "/nl/vote/?again"
    assert booth.cast()["Location"] == "/nl/vote/?again"


@pytest.mark.django_db
def test_a_draft_ends_after_a_day() -> None:
    booth = Booth()
    booth.enter(code_for(open_now()))
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = booth.client.cookies[COOKIE].value
    now = timezone.now()
    assert drafts.read(request, now + timedelta(hours=23)).credential
    assert drafts.read(request, now + timedelta(hours=25)) == Draft()


def test_a_long_ballot_still_fits_the_draft() -> None:
    marks = dict.fromkeys(range(1, 301), 1)
    assert len(drafts._marks_text(marks)) < MAX_DRAFT - 200
    assert drafts._marks(drafts._marks_text({3: 1, 7: 15})) == {3: 1, 7: 15}


@pytest.mark.django_db
def test_a_forged_form_casts_nothing() -> None:
    booth = Booth(Client(enforce_csrf_checks=True))
    quiet = Booth()
    quiet.enter(code_for(open_now()))
    quiet.fill(project=["1"])
    booth.client.cookies[COOKIE] = quiet.client.cookies[COOKIE].value
    assert booth.cast().status_code == 403
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_pages_for_a_used_and_an_unused_code_differ_by_no_choice() -> None:
    edition = open_now()
    used = code_for(edition)
    Booth().vote(used, 1, 4)
    booth = Booth()
    booth.enter(used)
    pages = [text_of(booth.page(name)) for name in ("ballot",)]
    pages.append(text_of(booth.client.post("/nl/vote/receipt/", {"receipt": "2" * 18})))
    fresh = Booth()
    fresh.enter(code_for(edition))
    for page in pages:
        assert " checked" not in page
    assert re.findall(r"<input[^>]*project[^>]*>", pages[0]) == re.findall(
        r"<input[^>]*project[^>]*>", text_of(fresh.page("ballot"))
    )


@pytest.mark.django_db
def test_no_page_tells_how_the_vote_runs() -> None:
    """The same person sees the same bytes, whether nobody or eight others have voted."""
    edition = open_now()
    booth = Booth()
    booth.enter(code_for(edition))

    def seen() -> list[str]:
        addresses = ["vote/ballot/", "protection/", f"c/{edition.address}/receipts/"]
        pages = (text_of(booth.client.get(f"/nl/{address}")) for address in addresses)
        return [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]

    before = seen()
    for _ in range(8):
        Booth().vote(code_for(edition), 2)
    assert seen() == before


@pytest.mark.django_db
def test_nothing_of_a_vote_goes_into_a_session_or_the_cache() -> None:
    booth = Booth()
    booth.vote(code_for(open_now()), 1)
    assert "wijkstem_session" not in booth.client.cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads the file of SQLite")
def test_the_file_of_the_database_holds_neither_choice_nor_code() -> None:
    edition = open_now(count=9)
    code = code_for(edition)
    Booth().vote(code, 2, 5, 9)
    path = Path(str(connection.settings_dict["NAME"]))
    dump = b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*"))
    receipt = Envelope.objects.get().receipt
    assert receipt.encode() in dump
    for secret in (code, grouped(code), code.upper(), '["2","5","9"]', '["2", "5", "9"]'):
        assert secret.encode() not in dump


@pytest.mark.django_db
def test_an_error_report_holds_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth()
    booth.enter(code_for(open_now(ballot_format={"type": "points", "total": 9})))
    secret = str(7 * 1111)
    request = RequestFactory().post("/nl/vote/ballot/", {"p1": secret})
    request.COOKIES[COOKIE] = booth.client.cookies[COOKIE].value

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("voting.forms.canonical", fail)
    with pytest.raises(RuntimeError) as caught:
        booth_views.ballot(request)
    error = caught.value
    below = error.__traceback__.tb_next if error.__traceback__ else None
    report = ExceptionReporter(request, type(error), error, below)
    for text in (report.get_traceback_html(), report.get_traceback_text()):
        assert "the disk is full" in text
        assert secret not in text


@pytest.mark.django_db
def test_logs_of_a_vote_name_no_code_choice_or_visitor(caplog: pytest.LogCaptureFixture) -> None:
    edition = open_now()
    code = code_for(edition)
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        booth = Booth()
        booth.client.get(f"/v/{code}", REMOTE_ADDR="198.51.100.7")
        booth.enter("wrong " + code, REMOTE_ADDR="198.51.100.7")
        booth.vote(code, 3)
    for secret in (code, "198.51.100.7", Envelope.objects.get().receipt):
        assert secret not in caplog.text


def test_a_code_in_an_address_is_cut_out_of_log_lines() -> None:
    record = logging.LogRecord("x", 20, "", 0, "Not Found: %s", ("/v/abcd2345?x",), None)
    assert WithoutCodes().filter(record)
    assert record.getMessage() == "Not Found: /v/…?x"


@pytest.mark.django_db
def test_a_draft_refuses_to_be_put_anywhere_else() -> None:
    draft = Draft(marks={3: 1}, typed="abcd")
    assert "abcd" not in repr(draft)
    with pytest.raises(TypeError):
        draft.__reduce_ex__(2)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_list(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (5, 60):
        booth = Booth()
        booth.enter(code_for(open_now(count=count, of=build.council(f"council-{count}"))))
        booth.fill(project=["1"])
        for name, most in (("ballot", 3), ("check", 2)):
            with django_assert_max_num_queries(most):
                assert booth.page(name).status_code == 200

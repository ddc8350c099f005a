"""The door of the booth: right and wrong codes, the short address, and the brake on guessing."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests import build
from tests.triggers import lifted
from tests.voting.booth import Booth, code_for, open_now, text_of
from voting import throttle
from voting.codes import VOTING_CODE_SYMBOLS, grouped, with_check
from voting.drafts import COOKIE
from voting.models import Credential, Envelope, Receipt

pytestmark = pytest.mark.django_db

UNKNOWN = with_check("k" * VOTING_CODE_SYMBOLS)


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def one_letter_off(code: str) -> str:
    return ("3" if code[0] != "3" else "4") + code[1:]


def test_a_wrong_code_comes_back_as_typed_with_a_helpful_sentence() -> None:
    code = code_for(open_now())
    for typed in ("hello", one_letter_off(code), UNKNOWN, ""):
        answer = Booth().enter(typed)
        assert answer.status_code == 422
        assert f'value="{typed}"' in text_of(answer) or not typed
        assert "field-error" in text_of(answer)
        assert not answer.cookies.get(COOKIE)


@pytest.mark.parametrize("state", ["void", "spoiled", "printed"])
def test_a_code_that_may_not_vote_says_so(state: str) -> None:
    code = code_for(open_now())
    Credential.objects.update(state=state)
    answer = Booth().enter(code)
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["code"][0].code in {
        f"code_{state}",
        "code_not_released",
    }


def test_a_code_of_an_edition_that_does_not_vote_is_unknown_like_an_invented_one() -> None:
    foreign = build.edition(build.council("elsewhere"))
    code = code_for(foreign)
    open_now()
    answers = [Booth().enter(typed).context["form"].errors.as_text() for typed in (code, UNKNOWN)]
    assert answers[0] == answers[1]


def test_the_short_address_leads_to_one_without_the_code() -> None:
    code = code_for(open_now())
    client = Client()
    answer = client.get(f"/v/{grouped(code).upper()}", headers={"accept-language": "fr"})
    assert answer.status_code == 302
    assert answer["Location"] == "/fr/vote/ballot/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert code not in str(answer.headers) + str(answer.cookies)
    assert client.get("/nl/vote/ballot/").status_code == 200


def test_opening_the_short_address_changes_nothing() -> None:
    code = code_for(open_now())
    before = list(Credential.objects.values())
    for method in ("get", "head", "post", "options"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(f"/v/{code}")
        assert answer.status_code == 302
    assert list(Credential.objects.values()) == before
    assert not Envelope.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("code", [UNKNOWN, "hello", "é" * 30, "%0d%0aX-Y: z", "a" * 900])
def test_a_wrong_short_address_lands_at_the_door_with_what_it_held(code: str) -> None:
    client = Client()
    answer = client.get(f"/v/{code}")
    assert answer["Location"] == "/nl/vote/"
    page = text_of(client.get("/nl/vote/"))
    assert "field-error" in page


def test_a_failure_behind_the_short_address_repeats_it_nowhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(typed: str) -> None:
        raise RuntimeError(f"no database for {typed}")

    monkeypatch.setattr("voting.views.entering.credential_of", fail)
    answer = Client().get("/v/secretcode")
    assert answer["Location"] == "/nl/vote/"
    assert "secretcode" not in caplog.text


def test_a_link_from_elsewhere_does_not_wipe_out_an_unfinished_ballot() -> None:
    edition = open_now()
    booth = Booth()
    booth.enter(code_for(edition))
    booth.fill(project=["2"])
    foreign = code_for(edition)
    assert booth.client.get(f"/v/{foreign}")["Location"] == "/nl/vote/"
    assert text_of(booth.page("ballot")).count(" checked") == 1
    assert f'value="{foreign}"' in text_of(booth.client.get("/nl/vote/"))


def test_twenty_wrong_tries_in_a_minute_are_enough() -> None:
    code = code_for(open_now())
    booth = Booth()
    for _ in range(throttle.PER_DEVICE):
        assert booth.enter(UNKNOWN).status_code == 422
    right, wrong = booth.enter(code), booth.enter(UNKNOWN)
    assert (right.status_code, wrong.status_code) == (429, 429)
    assert right.context["form"].errors == wrong.context["form"].errors
    assert booth.client.get(f"/v/{code}")["Location"] == "/nl/vote/"


def test_right_codes_are_never_counted_as_tries() -> None:
    code = code_for(open_now())
    for _ in range(throttle.PER_DEVICE + 5):
        assert Booth().enter(code).status_code == 302


def test_a_town_hall_behind_one_address_can_go_on_voting() -> None:
    code = code_for(open_now())
    for _ in range(throttle.PER_DEVICE):
        Booth().enter(UNKNOWN, headers={"user-agent": "phone of Amina"})
    assert Booth().enter(code, headers={"user-agent": "phone of Bram"}).status_code == 302


def test_only_a_proxy_of_ours_is_believed_about_addresses(settings: Settings) -> None:
    def blocked(forwarded: str) -> bool:
        for _ in range(throttle.PER_DEVICE):
            Booth().enter(UNKNOWN, headers={"x-forwarded-for": forwarded})
        other = {"x-forwarded-for": "203.0.113.9"}
        return Booth().enter(UNKNOWN, headers=other).status_code == 429

    assert blocked("198.51.100.1")
    cache.clear()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert not blocked("1.2.3.4, 198.51.100.1")


def test_a_code_that_is_not_on_this_device_any_more_is_asked_again() -> None:
    for name in ("ballot", "check", "done", "receipt"):
        answer = Booth().page(name)
        assert answer["Location"] == "/nl/vote/?again"
    assert Booth().client.get("/nl/vote/?again").status_code == 200


def test_before_the_vote_a_code_is_told_when_to_come_back() -> None:
    code = code_for(open_now())
    edition = Credential.objects.get().edition
    edition.opens_at, edition.closes_at = edition.closes_at, None
    with lifted():
        edition.save()
    booth = Booth()
    booth.enter(code)
    answer = booth.page("ballot")
    assert answer.status_code == 200
    assert answer.context["refusal"].code == "vote_not_open"

"""Telling what does not work: one mail, nothing lost, and no voting code in it or on the page."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from pytest_django import Settings

from budgeting.addresses import NotHere, may_hold_secret, path_on_site
from budgeting.codes_in_text import HIDDEN
from budgeting.views import feedback
from voting.codes import grouped, with_check

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

HOST = "stem.example.org"
CODE = with_check("23456789abcdefghj")
TYPED = {
    "message": "De knop onderaan is te klein.\nIk raak hem niet.",
    "page": "/nl/about/",
    "mail": "amina@example.org",
    "language": "nl",
}


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def send(client: Client, **changed: Any) -> "Answer":
    return client.post("/nl/feedback/", TYPED | changed)


@pytest.mark.django_db
def test_a_message_arrives_with_page_address_and_language(
    resident: Client, settings: Settings
) -> None:
    settings.CONTACT_EMAIL = "hallo@example.org"
    answer = send(resident)
    assert (answer.status_code, answer["Location"]) == (302, "/nl/feedback/sent/")
    assert resident.get(answer["Location"]).status_code == 200
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to, sent.cc, sent.bcc) == (
        ["hallo@example.org"],
        ["amina@example.org"],
        [],
        [],
    )
    assert TYPED["message"] in sent.body
    assert "http://testserver/nl/about/" in sent.body
    assert sent.content_subtype == "plain"


@pytest.mark.django_db
def test_a_message_alone_is_enough(resident: Client) -> None:
    assert send(resident, page="", mail="").status_code == 302
    assert not mail.outbox[0].reply_to


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_mail_is_in_the_language_of_the_answer(resident: Client, language: str) -> None:
    send(resident, language=language)
    words = {"nl": "Bericht over de site", "fr": "Message au sujet du site"}
    assert mail.outbox[0].subject == words.get(language, "Message about the site")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed"),
    [("message", " "), ("mail", "amina at home"), ("page", "https://evil.example/"),
     ("language", "de"), ("message", "x" * 4001)],
)  # fmt: skip
def test_a_mistake_is_named_and_nothing_is_lost(resident: Client, field: str, typed: str) -> None:
    answer = send(resident, **{field: typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert f'href="#id_{field}' in page
    for name, text in TYPED.items():
        assert name == field or name == "language" or text.split("\n")[0] in page
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["mail", "page", "language", "website"])
@pytest.mark.parametrize("end", ["\nBcc: all@example.org", "\r\nSubject: x", "%0aBcc: x", "\x00"])
def test_nothing_that_is_typed_becomes_a_header(resident: Client, field: str, end: str) -> None:
    send(resident, **{field: TYPED.get(field, "") + end})
    assert not mail.outbox


@pytest.mark.django_db
def test_a_message_with_headers_in_it_stays_a_text(resident: Client) -> None:
    send(resident, message="Bcc: all@example.org\r\n\r\n<b>vet</b> {{ request }}")
    (sent,) = mail.outbox
    assert sent.recipients() == sent.to
    assert "<b>vet</b> {{ request }}" in sent.body


@pytest.mark.django_db
def test_a_robot_that_fills_in_the_bait_is_thanked_and_sends_nothing(resident: Client) -> None:
    assert send(resident, website="https://spam.example").status_code == 302
    assert not mail.outbox


@pytest.mark.django_db
def test_one_device_sends_a_few_messages_an_hour_and_keeps_its_text(resident: Client) -> None:
    answers = [send(resident) for _ in range(feedback.PER_DEVICE + 1)]
    assert [answer.status_code for answer in answers] == [302] * feedback.PER_DEVICE + [429]
    assert "De knop onderaan is te klein." in answers[-1].content.decode()
    assert len(mail.outbox) == feedback.PER_DEVICE
    assert send(Client(REMOTE_ADDR="198.51.100.9")).status_code == 302


@pytest.mark.django_db
def test_the_mailbox_is_not_flooded_from_everywhere_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feedback, "ALTOGETHER", 2)
    clients = [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in range(3)]
    assert [send(client).status_code for client in clients] == [302, 302, 429]


@pytest.mark.django_db
def test_mistakes_use_up_nothing(resident: Client) -> None:
    for _ in range(feedback.PER_DEVICE + 1):
        send(resident, message="")
    assert send(resident).status_code == 302


@pytest.mark.django_db
def test_a_mail_that_cannot_be_sent_says_so_and_keeps_the_text(
    resident: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> int:
        raise ConnectionRefusedError(TYPED["message"])

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    answer = send(resident)
    assert answer.status_code == 503
    assert answer.context["form"].non_field_errors().as_data()[0].code == "not_sent"
    assert "De knop onderaan is te klein." in answer.content.decode()
    assert "knop" not in caplog.text, "what somebody wrote is not logged"


@pytest.mark.django_db
def test_the_page_somebody_comes_from_is_filled_in(resident: Client) -> None:
    page = resident.get("/nl/feedback/?page=/nl/c/demo-laken/2026/").content.decode()
    assert 'value="/nl/c/demo-laken/2026/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", [f"/v/{CODE}", f"/nl/vote/{grouped(CODE)}", f"%2576%2F{CODE}", "//evil.example/", "x y"]
)
def test_a_page_that_may_hold_a_code_leaves_the_address_bar_too(
    resident: Client, page: str
) -> None:
    answer = resident.get("/nl/feedback/", {"page": page})
    assert (answer.status_code, answer["Location"]) == (302, "/nl/feedback/")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{}, {"mail": "not an address"}])
def test_a_code_is_neither_sent_nor_shown_again(resident: Client, wrong: dict[str, str]) -> None:
    written = f"Mijn code {grouped(CODE).upper()} werkt niet, ook niet als {CODE}."
    answer = send(resident, message=written, page=f"https://other.example/v/{CODE}", **wrong)
    seen = answer.content.decode() + "".join(str(sent.body) for sent in mail.outbox)
    assert CODE[:8] not in seen
    assert grouped(CODE)[:9].upper() not in seen
    assert bool(mail.outbox) != bool(wrong)
    assert HIDDEN in seen


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["mail", "page", "website"])
@pytest.mark.parametrize("typed", [CODE, grouped(CODE), f"code {CODE} x@example.org"])
def test_a_code_in_another_field_is_not_shown_again(
    resident: Client, field: str, typed: str
) -> None:
    answer = send(resident, message="", **{field: typed})
    assert answer.status_code == 200
    assert CODE[:8] not in answer.content.decode()
    assert CODE[:4] + "-" not in answer.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_as_long_as_a_code_still_gets_its_answer(resident: Client) -> None:
    send(resident, mail="frankvandenberghe82@example.org")
    assert mail.outbox[0].reply_to == ["frankvandenberghe82@example.org"]


@pytest.mark.parametrize(
    "text",
    ["/nl/about/", f"https://{HOST}/nl/about/?x=1#top", f"{HOST}/nl/about/",
     f" HTTP://{HOST.upper()}/nl/about/ "],
)  # fmt: skip
def test_an_address_is_taken_however_it_is_pasted(text: str) -> None:
    assert path_on_site(text, HOST) == "/nl/about/"


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/", "//evil.example/nl/", "///evil.example", "/\\evil.example", "about",
     "javascript:alert(1)", "/nl/\nx", "/nl/%0ax", "https://[::1/", f"https://{HOST}@evil.example/",
     "/" + "é" * 400],
)  # fmt: skip
def test_what_is_not_of_this_site_is_refused(text: str) -> None:
    with pytest.raises(NotHere):
        path_on_site(text, HOST)


@pytest.mark.parametrize(
    "text",
    [f"/v/{CODE}", f"/V/{CODE}", "/nl/vote/anything", f"/fr/vote//{CODE[:9]}", f"/%76/{CODE}",
     f"/nl/about/{grouped(CODE)}", f"/x?next=/v/{CODE[:5]}", "/nl/c/a/b/proposals/sent/0f-1/",
     "/demo/sign-in/token", f"/ｖ/{CODE}", "/nl/x/" + "\u00ad".join(CODE)],
)  # fmt: skip
def test_an_address_that_may_hold_a_secret_is_dropped(text: str) -> None:
    assert may_hold_secret(text)
    assert path_on_site(text, HOST) == ""


def test_an_ordinary_address_with_long_names_is_kept() -> None:
    assert (
        path_on_site("/nl/c/schaerbeek-neptunus/2026/", HOST) == "/nl/c/schaerbeek-neptunus/2026/"
    )

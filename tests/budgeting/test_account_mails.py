"""Mail about signing in: in the language of the account, in the look of the site."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import translation

from budgeting.adapter import language_for
from budgeting.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def the_mail() -> EmailMultiAlternatives:
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    return sent


def html_of(sent: EmailMultiAlternatives) -> str:
    return str(sent.alternatives[0][0])


def ask_for_a_code(client: Client, address: str, language: str) -> None:
    answer = client.post(f"/{language}/account/login/code/", {"email": address})
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize(
    ("kept", "read", "subject"),
    [
        ("fr", "nl", "Votre code de connexion"),
        ("nl", "fr", "Uw code om u aan te melden"),
        ("", "fr", "Votre code de connexion"),
        ("", "nl", "Uw code om u aan te melden"),
    ],
)
def test_the_code_comes_in_the_language_of_the_account(
    resident: Client, officer: User, kept: str, read: str, subject: str
) -> None:
    User.objects.update(language=kept)
    ask_for_a_code(resident, officer.email, read)
    sent = the_mail()
    assert (sent.subject, sent.to) == (subject, [officer.email])
    code = re.search(r"\n\n(\S+)\n\n", str(sent.body))
    assert code
    assert f">{code[1]}</p>" in html_of(sent)
    assert f'<html lang="{kept or read}">' in html_of(sent)
    assert "Wijkstem · Voix de quartier" in html_of(sent)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_nobody_is_told_on_the_page_that_an_account_is_unknown(
    resident: Client, language: str
) -> None:
    ask_for_a_code(resident, "nobody@example.org", language)
    sent = the_mail()
    address = f"http://testserver/{language}/account/signup/"
    assert address in sent.body
    assert f'<a href="{address}"' in html_of(sent)
    assert "nobody@example.org" in sent.body


def test_who_signs_up_confirms_their_address(resident: Client) -> None:
    resident.post("/fr/account/signup/", {"email": "amina@example.org"})
    assert the_mail().subject == "Confirmez votre adresse e-mail"
    assert "Fill in" not in the_mail().body


def test_who_signs_up_twice_is_told_by_mail(resident: Client, officer: User) -> None:
    User.objects.update(language="fr")
    resident.post("/nl/account/signup/", {"email": officer.email})
    assert the_mail().subject == "Vous avez déjà un compte"
    assert "http://testserver/fr/account/login/" in the_mail().body


def test_an_address_in_a_mail_is_no_markup(resident: Client) -> None:
    ask_for_a_code(resident, "a&b@example.org", "nl")
    assert "a&b@example.org" in the_mail().body
    assert "a&amp;b@example.org" in html_of(the_mail())


def test_an_account_is_found_however_its_address_is_typed(officer: User) -> None:
    User.objects.update(language="fr")
    assert language_for(officer.email.upper()) == "fr"
    with translation.override("en"):
        assert language_for("nobody@example.org") == "en"

"""A mail is in the language of its reader, and in both where nobody knows it."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from budgeting.services.mailing import Part, enveloped, letter
from proposals.models import Outcome, Proposal
from proposals.services.mailing import mail_submitter
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    return build.proposal(build.edition(), 3, submitter_contact="amina@example.org")


def written(proposal: Proposal, language: str) -> EmailMultiAlternatives:
    edition = proposal.edition
    values: dict[str, Any] = {"proposal": proposal, "edition": edition}
    values |= {"council": edition.council, "base_url": "https://x.test"}
    return letter("proposal_received", values, to="amina@example.org", language=language)


def html_of(sent: EmailMultiAlternatives) -> str:
    return str(sent.alternatives[0][0])


@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [
        ("nl", "Uw voorstel heeft nummer 3", "Goedendag"),
        ("fr", "Votre proposition porte le numéro 3", "Bonjour"),
        ("en", "Your proposal has number 3", "Hello"),
    ],
)
def test_a_mail_is_written_in_the_language_of_its_reader(
    proposal: Proposal, language: str, subject: str, hello: str
) -> None:
    sent = written(proposal, language)
    assert (sent.subject, sent.to) == (subject, ["amina@example.org"])
    for text in (str(sent.body), html_of(sent)):
        assert hello in text
        assert f"https://x.test/{language}/c/demo-laken/2026/proposals/3/" in text
    assert f'<html lang="{language}">' in html_of(sent)


@pytest.mark.parametrize("language", ["", "de"])
def test_an_unknown_language_means_both(proposal: Proposal, language: str) -> None:
    sent = written(proposal, language)
    assert sent.subject == "Uw voorstel heeft nummer 3 · Votre proposition porte le numéro 3"
    for text in (str(sent.body), html_of(sent)):
        assert text.index("Goedendag") < text.index("Bonjour")
        for code in ("nl", "fr"):
            assert f"https://x.test/{code}/c/demo-laken/2026/proposals/3/" in text
    assert html_of(sent).count("<html") == 1
    assert '<div lang="nl"' in html_of(sent)
    assert '<div lang="fr"' in html_of(sent)


def test_what_a_person_wrote_never_becomes_markup(proposal: Proposal) -> None:
    proposal.submitter_name = "<b>Amina</b> & Co"
    sent = written(proposal, "nl")
    assert "<b>Amina</b> & Co" in sent.body
    assert "&lt;b&gt;Amina&lt;/b&gt; &amp; Co" in html_of(sent)


def test_a_submitter_of_unknown_language_gets_the_decision_in_both(
    proposal: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    proposal.source_language = ""
    review = proposal.reviews.create(
        outcome=Outcome.REJECTED,
        reason_nl="Dit is een gewestweg.",
        reason_fr="C’est une voirie régionale.",
        at=build.NOW,
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert mail_submitter(proposal, "decision", base_url="", context={"review": review})
    (sent,) = mail.outbox
    assert "Dit is een gewestweg." in sent.body
    assert "C’est une voirie régionale." in sent.body


def test_a_line_break_in_what_people_typed_is_no_header(proposal: Proposal) -> None:
    """Mail servers are told nothing by a name, and nobody else goes without their mail."""
    mail = enveloped(
        [Part("nl", "Laken\rBcc: x@example.org", "Tekst", "Tekst")], to="a@example.org"
    )
    assert mail.subject == "Laken Bcc: x@example.org"
    assert "Bcc" not in mail.message()

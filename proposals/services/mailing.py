"""Mail to the person who sent a proposal, in the language of their text.

A mail leaves only after the transaction holds; one that fails is logged and loses nothing.
"""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from proposals.models import Proposal
from proposals.rules import contact_kind


def mail_submitter(
    proposal: Proposal, template: str, *, base_url: str, context: dict[str, Any]
) -> bool:
    """Send `emails/<template>.txt` and `.html` once the transaction holds.

    False when there is no e-mail address to write to. `base_url` is scheme and host without a
    slash at the end. The first line of the text template is the subject.
    """
    if contact_kind(proposal.submitter_contact) != "mail":
        return False
    with translation.override(proposal.source_language):
        values = {
            "proposal": proposal,
            "edition": proposal.edition,
            "council": proposal.edition.council,
            "url": base_url + proposal.get_absolute_url(),
            "language": proposal.source_language,
            **context,
        }
        subject, _blank, text = render_to_string(f"emails/{template}.txt", values).partition("\n")
        html = render_to_string(f"emails/{template}.html", values)
    mail = EmailMultiAlternatives(subject.strip(), text.lstrip(), to=[proposal.submitter_contact])
    mail.attach_alternative(html, "text/html")
    transaction.on_commit(mail.send, robust=True)
    return True

"""Mail to the person who sent a proposal, in the language of their text.

A mail leaves only after the transaction holds; one that fails is logged and loses nothing.
"""

from typing import Any

from django.db import transaction

from budgeting.services.mailing import letter
from proposals.models import Proposal
from proposals.rules import contact_kind


def mail_submitter(
    proposal: Proposal, template: str, *, base_url: str, context: dict[str, Any] | None = None
) -> bool:
    """Send `emails/<template>.txt` and `.html` once the transaction holds.

    False when there is no e-mail address to write to. `base_url` is scheme and host without a
    slash at the end. Where the language of the person is unknown, the mail is in both.
    """
    if contact_kind(proposal.submitter_contact) != "mail":
        return False
    values = {
        "proposal": proposal,
        "edition": proposal.edition,
        "council": proposal.edition.council,
        "base_url": base_url,
        **(context or {}),
    }
    to, language = proposal.submitter_contact, proposal.source_language
    mail = letter(template, values, to=to, language=language)
    transaction.on_commit(mail.send, robust=True)
    return True

"""Mail about signing in, in the look of this site and in the language of the account."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from budgeting.languages import active_language
from budgeting.models import User
from budgeting.services.mailing import Part, enveloped


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Words from `templates/account/email`; each mail has its HTML in the common frame."""

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written: the sender already names the site."""
        return str(subject)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> EmailMessage:
        """The mail of the library, once more as HTML."""
        address = email if isinstance(email, str) else email[0]
        language = language_for(address)
        with translation.override(language):
            plain = super().render_mail(template_prefix, email, context, headers)
            text = str(plain.body)
            values = {"paragraphs": text.split("\n\n"), "code": context.get("code")}
            html = render_to_string("emails/account.html", values)
        mail = enveloped([Part(language, plain.subject, text, html)], to=address)
        mail.from_email, mail.extra_headers = plain.from_email, plain.extra_headers
        return mail


def language_for(address: str) -> str:
    """The language of the account of an address, else the one of the page that is being read."""
    user = User.objects.filter(email__iexact=address).first()
    return user.language if user and user.language else active_language()

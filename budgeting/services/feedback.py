"""Passing on what a visitor tells about the site: one mail to the contact address, nothing stored.

The subject is fixed and the text plain, so that nothing a visitor writes becomes a header or
markup. The visitor gets no copy: otherwise this form would write to anybody's address.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused

logger = logging.getLogger(__name__)

NOT_SENT = _(
    "Your message could not be sent: our mail does not work at this moment. Your text is still "
    "here. Try again later, or write to the address at the bottom of this page."
)


@dataclass(frozen=True)
class Feedback:
    """`page` is a path of this site or empty, `mail` the address for an answer or empty."""

    message: str
    page: str
    mail: str
    language: str


def send_feedback(feedback: Feedback, *, base_url: str) -> None:
    """Mail it to CONTACT_EMAIL, in the language of the answer; refuses `not_sent`.

    `base_url` is scheme and host without a slash at the end.
    """
    with translation.override(feedback.language):
        values = {"feedback": feedback, "base_url": base_url}
        subject, _blank, text = render_to_string("emails/feedback.txt", values).partition("\n")
    answer_to = [feedback.mail] if feedback.mail else None
    mail = EmailMessage(
        subject.strip(), text.lstrip(), to=[settings.CONTACT_EMAIL], reply_to=answer_to
    )
    try:
        mail.send()
    except OSError as error:  # smtplib's errors are among these
        logger.error("A message about the site could not be sent: %s", type(error).__name__)
        raise Refused("not_sent", NOT_SENT) from None

"""Mails that leave once, whoever asks for them again."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from budgeting.models import SentMail, User
from budgeting.services.mailing import letter

logger = logging.getLogger(__name__)


def send_once(
    template: str, values: Mapping[str, Any], *, to: User, key: str, now: datetime
) -> bool:
    """Send `emails/<template>` to a person unless a mail with this key went out already.

    Answers whether it went out now. One that could not be sent, for whatever reason, may be tried
    again and keeps nobody else from theirs. No lock is held while the mail server is waited for.
    """
    note, is_new = SentMail.objects.get_or_create(key=key, defaults={"sent_at": now})
    if not is_new:
        return False
    try:
        letter(template, values, to=to.email, language=to.language).send()
    except Exception as error:
        logger.error("A mail of the kind %s could not be sent: %s", template, type(error).__name__)
        note.delete()
        return False
    return True


def was_sent(key: str) -> bool:
    return SentMail.objects.filter(key=key).exists()

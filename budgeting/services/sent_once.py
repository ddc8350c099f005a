"""Mails that leave once, whoever asks for them again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from budgeting.models import SentMail, User
from budgeting.services.mailing import letter


def send_once(
    template: str, values: Mapping[str, Any], *, to: User, key: str, now: datetime
) -> bool:
    """Send `emails/<template>` to a person unless a mail with this key went out already.

    Answers whether it went out now. One that could not be sent may be tried again. No lock is
    held while the mail server is waited for.
    """
    note, is_new = SentMail.objects.get_or_create(key=key, defaults={"sent_at": now})
    if not is_new:
        return False
    try:
        letter(template, values, to=to.email, language=to.language).send()
    except OSError:
        note.delete()
        return False
    return True


def was_sent(key: str) -> bool:
    return SentMail.objects.filter(key=key).exists()

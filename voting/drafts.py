"""Unfinished ballots: kept on the voter's own device only, in an encrypted cookie of one length.

Nothing of a choice goes into the session table, the cache or a task. The cookie holds the right
to vote (not its code), the marks so far, the language, and after the cast the receipt; whether
it is full or empty, it has the same size. It stops opening 24 hours after it was last written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from voting.codes import CodedError, Unwritable
from voting.errors import refusal_of
from voting.sealing import MAX_DRAFT, decrypt_draft, encrypt_draft

COOKIE = "wijkstem_booth"
LIFETIME = timedelta(hours=24)
MAX_TYPED = 40
_CONTEXT = b"booth"


@dataclass(frozen=True)
class Draft(Unwritable):
    """What one device remembers of one ballot.

    `marks` maps a project's number on the ballot to 1 (a tick) or to its points or rank; `ready`
    says that they passed the check of the format. `ends` is the end of the code, so that people
    with two letters can tell them apart. `typed` is a code that still waits for the button.
    """

    credential: UUID | None = None
    ends: str = ""
    language: str = ""
    marks: Mapping[int, int] = field(default_factory=dict, repr=False)
    ready: bool = False
    receipt: str = ""
    typed: str = field(default="", repr=False)


def read(request: HttpRequest, now: datetime) -> Draft:
    """The draft of this device; an empty one for a cookie that is missing, foreign or too old."""
    data = decrypt_draft(_key(), request.COOKIES.get(COOKIE, ""), context=_CONTEXT)
    try:
        document = json.loads(data or b"")
        age = now - datetime.fromtimestamp(document["at"], tz=now.tzinfo)
        return _draft(document) if age < LIFETIME else Draft()
    except (ValueError, KeyError, TypeError):
        return Draft()


def keep(response: HttpResponse, draft: Draft, now: datetime) -> None:
    """Write the draft to the device; refuses `draft_too_long`."""
    document = {
        "at": int(now.timestamp()),
        "c": draft.credential.hex if draft.credential else "",
        "e": draft.ends,
        "l": draft.language,
        "m": _marks_text(draft.marks),
        "ok": int(draft.ready),
        "r": draft.receipt,
        "t": draft.typed[:MAX_TYPED],
    }
    data = json.dumps(document, separators=(",", ":")).encode()
    try:
        text = encrypt_draft(_key(), data, MAX_DRAFT, context=_CONTEXT)
    except CodedError as error:
        raise refusal_of(error) from None
    response.set_cookie(
        COOKIE,
        text,
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Erase everything about the ballot from the device."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _key() -> bytes:
    return salted_hmac("wijkstem/booth-draft", "", algorithm="sha256").digest()


def _draft(document: Mapping[str, str]) -> Draft:
    return Draft(
        credential=UUID(document["c"]) if document["c"] else None,
        ends=document["e"],
        language=document["l"],
        marks=_marks(document["m"]),
        ready=bool(document["ok"]),
        receipt=document["r"],
        typed=document["t"],
    )


def _marks_text(marks: Mapping[int, int]) -> str:
    """`3,7:5`: a tick on 3, five points for 7. Short, so that a long list fits the cookie."""
    return ",".join(str(n) if value == 1 else f"{n}:{value}" for n, value in marks.items())


def _marks(text: str) -> dict[int, int]:
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {int(number): int(value or 1) for number, _colon, value in pairs}

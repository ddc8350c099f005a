"""What the tests of the booth share: a vote that is open now, and somebody who walks through it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from budgeting.models import Edition
from tests import build
from voting.services.register import issue_codes

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def open_now(count: int = 4, **fields: Any) -> Edition:
    """An edition whose vote is open on the clock on the wall."""
    now = timezone.now()
    moments = {
        "opens_at": now - timedelta(days=7),
        "closes_at": now + timedelta(days=7),
        "paper_intake_until": now + timedelta(days=9),
    }
    return build.voting(count=count, **(moments | fields))


def code_for(edition: Edition) -> str:
    (code,) = issue_codes(edition, count=1)
    return code


def close(edition: Edition) -> None:
    """The clock passes the close; the phase is still VOTING."""
    Edition.objects.filter(pk=edition.pk).update(closes_at=timezone.now() - timedelta(minutes=1))


class Booth:
    """A device in the booth; each step returns the answer before any redirect is followed."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()

    def enter(self, code: str, **more: Any) -> "Answer":
        return self.client.post("/nl/vote/", {"code": code}, **more)

    def fill(self, **posted: Any) -> "Answer":
        return self.client.post("/nl/vote/ballot/", posted)

    def cast(self) -> "Answer":
        return self.client.post("/nl/vote/check/")

    def page(self, name: str) -> "Answer":
        return self.client.get(f"/nl/vote/{name}/")

    def vote(self, code: str, *numbers: int) -> "Answer":
        """The whole way; returns the last page."""
        self.enter(code)
        self.fill(project=[str(number) for number in numbers])
        self.cast()
        return self.page("done")


def text_of(response: "Answer") -> str:
    return response.content.decode()

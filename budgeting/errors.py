"""One way to say no: a code for machines and tests, a kind sentence for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Missing:
    """One thing that has to be done first, and the page where it is done.

    `address` is the name of that page with its `args`; the link is made when it is shown, in the
    language of the reader. A name that this site does not have gives no link.
    """

    sentence: str | Promise
    address: str = ""
    args: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def href(self) -> str:
        try:
            return reverse(self.address, args=self.args) if self.address else ""
        except NoReverseMatch:
            return ""


class Refused(Exception):
    """A request that the rules do not allow; nothing was changed.

    `code` is stable English snake_case; `sentence` is shown to the person in their language;
    `missing` lists what would have to be done first, for refusals with several reasons.
    """

    status = 400

    def __init__(
        self, code: str, sentence: str | Promise, missing: Sequence[Missing | str | Promise] = ()
    ) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence
        self.missing = tuple(one if isinstance(one, Missing) else Missing(one) for one in missing)


class AccessRefused(Refused):
    """The person may not do this here."""

    status = 403

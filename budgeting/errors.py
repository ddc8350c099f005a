"""One way to say no: a code for machines and tests, a kind sentence for people."""

from collections.abc import Sequence

from django.utils.functional import Promise


class Refused(Exception):
    """A request that the rules do not allow; nothing was changed.

    `code` is stable English snake_case; `sentence` is shown to the person in their language;
    `missing` lists what would have to be done first, for refusals with several reasons.
    """

    status = 400

    def __init__(
        self, code: str, sentence: str | Promise, missing: Sequence[str | Promise] = ()
    ) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence
        self.missing = tuple(missing)


class AccessRefused(Refused):
    """The person may not do this here."""

    status = 403

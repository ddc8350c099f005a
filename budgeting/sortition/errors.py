"""The one way a draw says no."""


class SortitionError(Exception):
    """A refusal: `code` for machines, `message` an English sentence, `details` its values."""

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

"""The one way the arithmetic of an audit says no."""


class AuditError(Exception):
    """A refusal: `code` for machines, `message` an English sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

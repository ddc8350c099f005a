"""The one way the engine says no."""


class EngineError(Exception):
    """A refusal: `code` for machines, `message` an English sentence, `details` its values."""

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

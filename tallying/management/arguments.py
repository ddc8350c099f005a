"""Values on the command line."""

from argparse import ArgumentTypeError


def whole_number(text: str) -> int:
    """A whole number in plain digits; for `type=` of an option."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ArgumentTypeError(f"{text[:40]!r} is not a whole number")
    return int(text)

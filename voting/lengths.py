"""Lengths that tell nothing: what is sealed is filled up to whole steps, whatever is in it.

A picture in which more is marked takes a few hundred bytes more, and everybody who reads the
database sees how long a sealed thing is.
"""

STEP = 65_536
_END = b"\x80"


def whole_steps(size: int) -> int:
    """The size in bytes, rounded up to a whole number of steps."""
    return -(-size // STEP) * STEP


def filled_up(picture: bytes) -> bytes:
    """A JPEG or PNG with zeros behind it, which no reader of pictures looks at."""
    return picture.ljust(whole_steps(len(picture)), b"\0")


def padded(data: bytes) -> bytes:
    """Any bytes filled up so that `unpadded` gives them back (ISO/IEC 7816-4)."""
    return (data + _END).ljust(whole_steps(len(data) + 1), b"\0")


def unpadded(data: bytes) -> bytes:
    """What was `padded`; anything else as it is."""
    stripped = data.rstrip(b"\0")
    return stripped[:-1] if stripped.endswith(_END) else data

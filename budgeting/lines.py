"""Texts on one line. Pure."""

import re

# Line ends, signs that no page shows, and those that turn the direction of all that follows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """The text with a space where signs stood that break a line or that nobody sees."""
    return _UNSEEN.sub(" ", text).strip() if _UNSEEN.search(text) else text

"""Texts on one line. Pure."""

import re

# Line ends, signs that no page shows, and those that turn the direction of all that follows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ARTICLE = re.compile(r"(?:De|Het|Een|Le|La|Les|Une?|The|An?)(?=\s)|L(?=['’])")


def behind_colon(text: str) -> str:
    """The text as it goes on behind a colon: an article first has no capital, a name keeps it."""
    article = _ARTICLE.match(text)
    end = article.end() if article else 0
    return text[:end].lower() + text[end:].rstrip(".")


def one_line(text: str) -> str:
    """The text with a space where signs stood that break a line or that nobody sees."""
    return _UNSEEN.sub(" ", text).strip() if _UNSEEN.search(text) else text

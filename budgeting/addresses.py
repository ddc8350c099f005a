"""Addresses of this site that people write down: what is kept of one, and what is never repeated.

Pure: standard library only. A voting code may stand in an address (`/v/<code>`) or be pasted into
a text; so may the key of somebody's own proposal. Neither goes into a mail or back on a page.
"""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

MOST = 300
HIDDEN = "…"

# Below these names an address holds a code, a key or a token, or something mistyped for one.
_SECRET_PARTS = frozenset({"v", "vote", "sent", "sign-in", "account"})
_CODE_SYMBOL = "[2-9a-hjkmnp-z]"
_LONG_RUN = re.compile(
    rf"{_CODE_SYMBOL}(?:(?:[^\w/]|_){{0,3}}{_CODE_SYMBOL}){{15,}}", re.IGNORECASE
)
_HYPHENS = "-\u00ad\u2010-\u2015\u2212"
# Eighteen symbols as a letter prints them, 4-4-4-4-2, or without a gap.
_GROUPED = rf"(?:{_CODE_SYMBOL}{{4}}[ {_HYPHENS}]{{1,3}}){{4}}{_CODE_SYMBOL}{{2}}"
_WRITTEN = re.compile(rf"(?<!\w)(?:{_GROUPED}|{_CODE_SYMBOL}{{18}})(?!\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


class NotHere(ValueError):
    """What somebody wrote is not the address of a page of this site."""


def path_on_site(text: str, host: str) -> str:
    """`/nl/about/` for that page of the site at `host`, however it was pasted; else NotHere.

    Query and fragment go. Answers "" where the address may hold a secret, on whatever site.
    """
    if may_hold_secret(text):
        return ""
    bare = text.strip()
    if bare.startswith("//"):
        raise NotHere
    if bare.casefold().startswith(f"{host}/".casefold()):
        bare = f"//{bare}"
    try:
        parts = urlsplit(bare)
    except ValueError:
        raise NotHere from None
    own = (parts.scheme, parts.netloc) == ("", "") or (
        parts.scheme in {"", "http", "https"} and parts.netloc.casefold() == host.casefold()
    )
    path = parts.path or "/"
    if not own or len(bare) > MOST or not path.startswith("/") or path.startswith("//"):
        raise NotHere
    if any(c.isspace() or not c.isprintable() or c == "\\" for c in bare + _decoded(bare)):
        raise NotHere
    return path


def may_hold_secret(text: str) -> bool:
    """Whether an address may hold a voting code or a key, in whatever spelling."""
    bare = _decoded(text)
    parts = re.split(r"[/\\?#&=]", bare)
    return any(part.strip() in _SECRET_PARTS for part in parts) or bool(_LONG_RUN.search(bare))


def without_codes(text: str) -> str:
    """A text in which whatever looks like a voting code, or a receipt, is cut out."""
    return _WRITTEN.sub(lambda found: HIDDEN if _looks_drawn(found[0]) else found[0], text)


def _looks_drawn(run: str) -> bool:
    """Drawn symbols have digits among them, or hyphens between groups; words do not."""
    return bool(_DIGIT.search(run)) or not run.replace(" ", "").isalnum()


def _decoded(text: str) -> str:
    """As a browser would read it in the end, in small letters and one width."""
    for _turn in range(5):
        text, before = unquote(text), text
        if text == before:
            break
    return unicodedata.normalize("NFKC", text).casefold()

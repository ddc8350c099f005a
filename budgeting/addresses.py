"""Addresses of this site that people write down: what is kept of one, and what is never repeated.

Pure. A voting code may stand in an address (`/v/<code>`), and so may the key of somebody's own
proposal. Neither goes into a mail or back on a page.
"""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from budgeting.codes_in_text import has_code

MOST = 300

# Below these names an address holds a code, a key or a token, or something mistyped for one.
_SECRET_PARTS = frozenset({"v", "vote", "sent", "sign-in", "account", "invitation"})


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
    parts = re.split(r"[/\\?#&=]", _decoded(text))
    return any(part.strip() in _SECRET_PARTS for part in parts) or looks_like_code(text)


def looks_like_code(text: str) -> bool:
    """Whether an address has a long run in it that looks like a voting code, in any spelling."""
    return has_code(_decoded(text))


def _decoded(text: str) -> str:
    """As a browser would read it in the end, in small letters and one width."""
    for _turn in range(5):
        text, before = unquote(text), text
        if text == before:
            break
    return unicodedata.normalize("NFKC", text).casefold()

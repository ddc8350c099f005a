"""Keeping codes out of logs: what may be a voting code is cut out of every line.

Two rules. Behind a short address nothing is kept, however it was typed: a code with a letter too
few is most of a code. And anywhere else a run of 16 or more symbols of the alphabet of codes goes,
in capitals or not, in one piece or in groups. Now and then that takes a harmless word with it.
"""

import logging
import re

from voting.codes import ALPHABET

BOOTH_PAGES = r"(?:ballot|check|done|receipt|leave)/?(?:[\s\"'?#]|$)"
"""What follows `/vote/` in the booth's own addresses; anything else there may be a code."""

# White space and hyphens as people, word processors and browsers write them.
_GAP = r"(?:(?:%[0-9a-f]{2}){1,3}|[^\S\r\n]|[-+\u00ad\u200b\u2010-\u2015\u2212\ufeff])"
_RUN = re.compile(rf"[{ALPHABET}](?:{_GAP}{{0,3}}[{ALPHABET}]){{15,}}", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"(/(?:v|vote)/)(?!{BOOTH_PAGES})(?=\S)[^\"'?#\r\n]+?(?=\s+HTTP/|[\"'?#\r\n]|$)",
    re.IGNORECASE,
)


class WithoutCodes(logging.Filter):
    """For every handler in settings.LOGGING; rewrites the finished message, never drops one."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _RUN.sub("…", _ADDRESS.sub(r"\1…", message))
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        return True

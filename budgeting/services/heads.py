"""The heads of the audit trail, kept outside the database.

Whoever can lift the triggers could write the whole chain anew. So the digest of every line is
also noted in a file beside the keys of the editions, on its own volume, as soon as the line is
stored; heads are shown publicly and mailed to the observers every day.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import TruncDate

from budgeting.models import Record


def heads_file() -> Path:
    """One line a record: its number and its digest."""
    return Path(settings.KEY_DIR) / "record-heads.txt"


def note_head(sequence: int, digest: str) -> None:
    """Add a head; one short write at the end of the file, so that processes do not mix lines."""
    path = heads_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{sequence} {digest}\n".encode())
    finally:
        os.close(descriptor)


def noted_heads() -> dict[int, str]:
    """The heads noted here, of each number the first; a line that was cut off is passed over."""
    try:
        lines = heads_file().read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines)
    whole = [pair for pair in pairs if len(pair) == 2 and len(pair[1]) == 71]
    return {int(number): digest for number, digest in reversed(whole)}


def daily_heads(days: int) -> list[Record]:
    """The last line of each of the latest days on which something was recorded, newest first."""
    by_day = Record.objects.order_by().annotate(day=TruncDate("at")).values("day")
    last = by_day.annotate(last=Max("sequence")).order_by("-last").values_list("last", flat=True)
    return list(Record.objects.filter(sequence__in=list(last[:days])).order_by("-sequence"))

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

from budgeting.chain import GENESIS
from budgeting.models import Record

RESTORED = "restored"


def heads_file() -> Path:
    """One line a record: its number and its digest."""
    return Path(settings.KEY_DIR) / "record-heads.txt"


def note_head(sequence: int, digest: str) -> None:
    """Add a head."""
    _append(f"{sequence} {digest}")


def note_restore(last: int) -> None:
    """Add that a backup was put back whose last line is `last`: heads after it belong to lines
    that are lost, and their numbers are given again."""
    _append(f"{RESTORED} {last}")


def noted_heads() -> dict[int, str]:
    """The heads noted here, of each number the first since the latest restore before it.

    Empty where none were noted; what is no line of this file is passed over.
    """
    try:
        lines = heads_file().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    heads: dict[int, str] = {}
    for line in lines:
        first, _blank, second = line.partition(" ")
        if first == RESTORED and second.isdecimal():
            heads = {number: heads[number] for number in heads if number <= int(second)}
        elif first.isdecimal() and len(second) == len(GENESIS):
            heads.setdefault(int(first), second)
    return heads


def _append(line: str) -> None:
    """One short write at the end of the file, so that processes do not mix their lines."""
    path = heads_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def daily_heads(days: int) -> list[Record]:
    """The last line of each of the latest days on which something was recorded, newest first."""
    by_day = Record.objects.order_by().annotate(day=TruncDate("at")).values("day")
    last = by_day.annotate(last=Max("sequence")).order_by("-last").values_list("last", flat=True)
    return list(Record.objects.filter(sequence__in=list(last[:days])).order_by("-sequence"))

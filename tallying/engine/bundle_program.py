"""The program in every bundle: one file of plain Python, joined from the two it is written in.

Both are read, typed and tested here like any other; whoever opens a bundle gets one file that
needs nothing beside it.
"""

import re
from pathlib import Path

from tallying.engine import recount_alone, recount_alone_checks

_IMPORT = re.compile(r"^(?:import \S+|from \S+ import .+)\n", re.MULTILINE)


def _joined(first: str, second: str) -> str:
    """Two modules as one: their imports together, without those of the one from the other."""
    names = {*_IMPORT.findall(first), *_IMPORT.findall(second)}
    own = [name for name in names if "tallying" not in name]
    imports = "".join(sorted(own, key=lambda name: (name.startswith("from"), name)))
    head, body = re.split(_IMPORT, first, maxsplit=1)
    rest = [_IMPORT.sub("", part).strip("\n") for part in (body, _IMPORT.split(second)[-1])]
    return f"{head}{imports}\n" + "\n\n\n".join(rest) + "\n"


PROGRAM = _joined(
    Path(recount_alone.__file__).read_text(encoding="utf-8"),
    Path(recount_alone_checks.__file__).read_text(encoding="utf-8"),
)

"""The program in every bundle: one file of plain Python that needs nothing beside it.

It is written in two halves, the count and the comparison, each checked here like any other module.
"""

import re
from pathlib import Path

from tallying.engine import recount_alone, recount_alone_checks

_IMPORT = re.compile(r"^(?:import|from) .+\n", re.MULTILINE)


def _joined(first: str, second: str) -> str:
    """Both halves as one file; what only the second one imports is imported after `import re`."""
    known = {*_IMPORT.findall(first)}
    more = [name for name in _IMPORT.findall(second) if name not in known]
    own = "".join(name for name in more if "tallying" not in name)
    start = _IMPORT.split(second)[-1].strip("\n")
    return first.replace("import re\n", f"import re\n{own}", 1) + f"\n\n{start}\n"


PROGRAM = _joined(
    Path(recount_alone.__file__).read_text(encoding="utf-8"),
    Path(recount_alone_checks.__file__).read_text(encoding="utf-8"),
)

"""The program in every bundle: one file of plain Python that needs nothing beside it."""

from pathlib import Path

from tallying.engine import recount_alone

PROGRAM = Path(recount_alone.__file__).read_text(encoding="utf-8")

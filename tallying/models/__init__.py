"""What the tally stores: results and their runs, and audits of the paper."""

from tallying.models.audit import (
    Audit,
    AuditDraw,
    AuditEntry,
    AuditPile,
    AuditRecount,
    PaperSays,
)
from tallying.models.tally import BUSY, RunState, Stage, Tally, TallyRun

__all__ = [
    "BUSY",
    "Audit",
    "AuditDraw",
    "AuditEntry",
    "AuditPile",
    "AuditRecount",
    "PaperSays",
    "RunState",
    "Stage",
    "Tally",
    "TallyRun",
]

"""An audit as a JSON document: everything that anybody needs to draw the sample again."""

from typing import Any

from tallying.models import AuditRecount
from tallying.services.auditing_report import AuditReport


def document_of(report: AuditReport) -> dict[str, Any]:
    """Manifest, seed, sample and findings; no sheet is named beside what was found on it.

    Shares are decimal text, rounded up. What was found stands there once every sheet was read.
    """
    audit = report.audit
    return {
        "kind": "paper-audit",
        "version": 1,
        "edition": report.manifest.edition,
        "audit": audit.number,
        "manifest": report.manifest.to_json(),
        "manifest_digest": audit.manifest_digest,
        "signed_at": audit.frozen_at,
        "seed": audit.seed,
        "drawn_at": audit.drawn_at,
        "size": audit.size,
        "sample": [[one.pile, one.sheet] for one in report.draws],
        "sheets_read": len(report.read),
        "finished_at": audit.finished_at,
        "found": _found(report) if report.is_complete else None,
        "simulation": _simulation(report),
        "recounts": [_recount(one) for one in audit.recounts.select_related("first", "tally")],
    }


def _found(report: AuditReport) -> dict[str, Any]:
    errors, share = report.errors, report.misread_at_most
    return {
        "checked": errors.checked,
        "wrong": errors.wrong,
        "not_found": errors.not_found,
        "not_recorded": errors.not_recorded,
        "confidence_percent": 95,
        "misread_at_most": None if share is None else f"{-int(-share * 10**6 // 1) / 10**6:.6f}",
        "misread_sheets_at_most": report.misread_sheets,
        "no_risk_limit": report.limit.why_not or None,
        "margin_votes": None if report.limit.why_not else report.limit.margin,
        "risk_limit_percent": report.manifest.risk_percent,
        "risk": None if report.risk is None else f"{-int(-report.risk * 10**6 // 1) / 10**6:.6f}",
        "projects": [
            {"project": one.code, "lost": one.lost, "added": one.added} for one in report.projects
        ],
    }


def _simulation(report: AuditReport) -> dict[str, Any] | None:
    """What was tried; by project only where ballots are public."""
    tried = dict(report.audit.simulation)
    if tried and report.hidden:
        loss = tried.pop("loss")
        tried["loss_changes"] = [len(loss), sum(changed for _runs, changed in loss.values())]
    return tried or None


def _recount(one: AuditRecount) -> dict[str, Any]:
    return {
        "piles": one.piles,
        "first": one.first.digest,
        "by_hand": one.tally.digest,
        "selected": one.tally.outcome["selected"],
        "same_projects": set(one.tally.outcome["selected"]) == set(one.first.outcome["selected"]),
    }

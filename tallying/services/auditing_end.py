"""Finishing an audit; where there is no risk limit, errors of the size that is left are tried."""

import time
from collections import Counter
from collections.abc import Callable

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User
from budgeting.services.recording import record
from tallying.audit.simulation import Setting, Simulation, simulate
from tallying.engine.election import BallotGroup
from tallying.engine.rule import Rule
from tallying.models import Audit
from tallying.services.auditing import locked
from tallying.services.auditing_refusals import no
from tallying.services.auditing_report import AuditReport, report_of
from tallying.services.auditing_sample import check_record
from tallying.services.elections import election_of, group_of
from tallying.services.tallying_up import standing_tallies
from voting.formats import parse_format
from voting.models import Channel
from voting.services.opening import opened_ballots

RUNS = 200
SECONDS = 5.0
Timer = Callable[[], float]


def finish(
    audit: Audit,
    *,
    by: User | None,
    clock: Clock = DATABASE_CLOCK,
    timer: Timer = time.monotonic,
) -> AuditReport:
    """End an audit whose sheets were all read; its report does not change any more.

    Refuses `audit_not_drawn`, `audit_finished`, `sheets_waiting` and `record_changed`.
    """
    report = report_of(audit)
    if report is None or not audit.seed:
        raise no("audit_not_drawn")
    tried = try_errors(report, timer=timer) if report.limit.why_not else None
    with transaction.atomic():
        held = locked(audit)
        if held.is_finished:
            raise no("audit_finished")
        if held.draws.filter(settled_at=None).exists():
            raise no("sheets_waiting")
        check_record(held)
        held.finished_by, held.finished_at = by, clock.now()
        held.simulation = tried.to_json() if tried else {}
        held.save(update_fields=["finished_by", "finished_at", "simulation"])
        data = {"audit": held.number, "sheets": report.errors.checked, "wrong": report.errors.wrong}
        record("audit_finished", edition=held.edition, by=by, data=data, clock=clock)
    ended = report_of(held)
    assert ended is not None
    return ended


def try_errors(
    report: AuditReport,
    *,
    runs: int = RUNS,
    seconds: float = SECONDS,
    timer: Timer = time.monotonic,
) -> Simulation | None:
    """Counts with as many misread sheets as the audit leaves possible; None before it is complete.

    Ends after `seconds`, with fewer runs.
    """
    if report.misread_sheets is None:
        return None
    until = timer() + seconds
    return simulate(
        setting_of(report.edition),
        misread=report.misread_sheets,
        seed=report.audit.seed,
        runs=runs,
        may_go_on=lambda: timer() < until,
    )


def setting_of(edition: Edition) -> Setting:
    """The count by the rule that decides, with paper ballots apart."""
    fmt, ballots = parse_format(edition.ballot_format), opened_ballots(edition)
    online = Counter(group_of(one, fmt) for one in ballots if one.channel != Channel.PAPER)
    paper = sorted(group_of(one, fmt) for one in ballots if one.channel == Channel.PAPER)
    first = standing_tallies(edition)[0]
    groups = [BallotGroup(ids, count, points) for (ids, points), count in sorted(online.items())]
    rule = Rule.from_json(first.rule)
    return Setting(election_of(edition), groups, paper, rule, first.seed)

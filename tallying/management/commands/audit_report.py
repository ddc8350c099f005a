"""`manage.py audit_report COUNCIL/EDITION`: what an audit of paper found, and how sure it is."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED
from budgeting.models import Edition
from tallying.management.arguments import whole_number
from tallying.management.data_command import DataCommand
from tallying.services.auditing import latest_audit
from tallying.services.auditing_document import document_of
from tallying.services.auditing_end import RUNS, try_errors
from tallying.services.auditing_report import AuditReport, report_of
from tallying.wording_audit import LANGUAGES, in_all_languages


class Command(DataCommand):
    """Bounds, risk and statements in three languages; `--try` also counts with made-up errors."""

    help = "Report the audit of the paper of an edition: bounds, risk, and what they mean."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition, the language of the text, and whether errors are tried."""
        super().add_arguments(parser)
        parser.add_argument("edition", metavar="COUNCIL/EDITION")
        parser.add_argument("--language", choices=LANGUAGES, help="only this one; usually all")
        parser.add_argument(
            "--try",
            dest="runs",
            type=whole_number,
            nargs="?",
            const=RUNS,
            metavar="RUNS",
            help="count so often with as many misread sheets as may be left (no proof)",
        )
        parser.add_argument("--seconds", type=whole_number, default=60, help="at most so long")

    def handle(self, **options: Any) -> None:
        """Read, work out, print."""
        report = self._report(options["edition"])
        if options["runs"]:
            try:
                tried = try_errors(report, runs=options["runs"], seconds=options["seconds"])
            except Refused as refusal:
                self.fail(refusal.code, str(refusal.sentence), EXIT_REFUSED)
            report.audit.simulation = tried.to_json() if tried else {}  # shown, not stored
        said = in_all_languages(report)
        if options["language"]:
            said = {options["language"]: said[options["language"]]}
        document = document_of(report) | {"statements": said}
        plain = json.loads(json.dumps(document, cls=DjangoJSONEncoder))
        text = "\n\n".join("\n".join(lines) for lines in said.values())
        self.emit(plain, text, as_json=options["as_json"])

    def _report(self, address: str) -> AuditReport:
        edition = Edition.objects.addressed(address).select_related("council").first()
        if edition is None:
            self.fail("edition_unknown", f"There is no edition {address}.", EXIT_BAD_INPUT)
        audit = latest_audit(edition)
        report = report_of(audit) if audit else None
        if report is None:
            sentence = "The piles of this edition were not counted and signed yet."
            self.fail("audit_not_frozen", sentence, EXIT_REFUSED)
        return report

"""`manage.py audit_sample COUNCIL/EDITION`: which sheets the dice draw, also without a database."""

import json
from argparse import ArgumentTypeError
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, EXIT_USAGE
from budgeting.models import Edition
from tallying.audit.drawing import ALL, WITH, Manifest, read_manifest, sample, seed_from
from tallying.audit.errors import AuditError
from tallying.audit.risk import sample_size
from tallying.management.arguments import whole_number
from tallying.management.data_command import DataCommand
from tallying.models import Audit
from tallying.services.auditing import latest_audit
from tallying.services.auditing_sample import record_seed

MOST_BYTES = 50 << 20


def risk_limit(text: str) -> int:
    """A risk limit in whole percent, from 1 to 50."""
    found = whole_number(text.removesuffix("%"))
    if not 1 <= found <= 50:
        raise ArgumentTypeError(f"{text[:40]!r} is not a percentage from 1 to 50")
    return found


class Command(DataCommand):
    """Draws from the signed manifest of an edition, or from a file that has it."""

    help = """Show which sheets of paper the dice draw: the same for everybody.

From an edition whose piles were counted and signed, or from its published manifest:
the manifest itself or the JSON of the page, as --manifest FILE. Without --record
nothing is stored. How to draw with any other program stands in tallying/audit/drawing.py."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the manifest is, the dice, and how many."""
        super().add_arguments(parser)
        parser.add_argument("edition", metavar="COUNCIL/EDITION", nargs="?")
        parser.add_argument("--manifest", metavar="FILE.json", type=Path)
        parser.add_argument("--seed", default="", help="the digits of the dice, at least 20")
        many = parser.add_mutually_exclusive_group()
        many.add_argument("--size", type=whole_number, help="so many draws")
        many.add_argument(
            "--risk-limit",
            type=risk_limit,
            metavar="PERCENT",
            help="as many draws as this limit asks for if no sheet is wrong",
        )
        parser.add_argument(
            "--record", action="store_true", help="keep the seed in the database and draw there"
        )

    def handle(self, **options: Any) -> None:
        """Read, draw, print."""
        if bool(options["edition"]) == bool(options["manifest"]):
            self.fail("which_manifest", "Name an edition or a file, one of both.", EXIT_USAGE)
        if options["record"] and (options["manifest"] or options["size"] or options["risk_limit"]):
            sentence = "--record goes with an edition, its seed and the size that was signed."
            self.fail("cannot_record", sentence, EXIT_USAGE)
        try:
            self._draw(options)
        except AuditError as error:
            self.fail(error.code, error.message, EXIT_BAD_INPUT)
        except Refused as refusal:
            self.fail(refusal.code, str(refusal.sentence), EXIT_REFUSED)

    def _draw(self, options: dict[str, Any]) -> None:
        audit = self._audit(options["edition"]) if options["edition"] else None
        manifest = audit.fixed if audit else self._read(options["manifest"])
        if audit and options["record"]:
            audit = record_seed(audit, options["seed"], by=None)
        stored = audit.seed if audit and not options["seed"] else ""
        seed = stored or seed_from(options["seed"])
        if audit and audit.seed and audit.seed != seed:
            self.fail("seed_is_set", "Another number was thrown for this audit.", EXIT_REFUSED)
        if manifest.method == ALL and options["size"] not in (None, manifest.places):
            sentence = "Every sheet of these piles is looked at: that was signed."
            self.fail("every_sheet", sentence, EXIT_REFUSED)
        size = self._size(options, manifest) or (audit.size if audit and audit.seed else None)
        drawn = sample(manifest, seed, size)
        found = {
            "edition": manifest.edition,
            "manifest_digest": manifest.digest,
            "seed": seed,
            "method": manifest.method,
            "size": len(drawn),
            "recorded": bool(audit and audit.seed),
            "sample": [[one.pile, one.sheet] for one in drawn],
        }
        lines = [f"{manifest.digest}\n{manifest.method}, {len(drawn)} draws"]
        lines += [f"pile {one.pile}, sheet {one.sheet}" for one in drawn]
        self.emit(found, "\n".join(lines), as_json=options["as_json"])

    def _audit(self, address: str) -> Audit:
        edition = Edition.objects.addressed(address).select_related("council").first()
        if edition is None:
            self.fail("edition_unknown", f"There is no edition {address}.", EXIT_BAD_INPUT)
        audit = latest_audit(edition)
        if audit is None or not audit.is_frozen:
            sentence = "The piles of this edition were not counted and signed yet."
            self.fail("audit_not_frozen", sentence, EXIT_REFUSED)
        return audit

    def _read(self, path: Path) -> Manifest:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise AuditError("manifest_broken", "The file is larger than 50 MB.")
            document = json.loads(path.read_text("utf-8"))
        except OSError as error:
            self.fail("file_unreadable", f"{path}: {error.strerror}.", EXIT_BAD_INPUT)
        except (ValueError, RecursionError):
            self.fail("manifest_broken", f"{path} is no JSON in UTF-8.", EXIT_BAD_INPUT)
        if isinstance(document, dict) and isinstance(document.get("manifest"), dict):
            document = document["manifest"]
        return read_manifest(document)

    def _size(self, options: dict[str, Any], manifest: Manifest) -> int | None:
        percent = options["risk_limit"]
        if percent is None:
            size: int | None = options["size"]
            return size
        if not manifest.margin or manifest.method != WITH:
            sentence = "This result has no margin that a risk limit could follow from."
            self.fail("no_risk_limit", sentence, EXIT_REFUSED)
        return sample_size(Fraction(manifest.margin, manifest.places), Fraction(percent, 100))

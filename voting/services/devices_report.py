"""The report of a device: what came of it, and whether the phone, the pile and we agree."""

from collections import Counter
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from budgeting.models import Edition
from voting.errors import reason_of
from voting.models import Device, DeviceScan, ScanState
from voting.services.scan_report import BEFORE_HAND_COUNTS, may_tell, pages_of_edition, to_act_on

MOST_GAPS = 200


@dataclass(frozen=True)
class Conflict:
    """A scan that does not simply count: its number on the phone, its state now, and why."""

    sequence: int
    state: str
    reason: str


@dataclass(frozen=True)
class DeviceReport:
    """`received` is how many scans came in; `missing` are numbers below `last` that never did.

    `states` and `conflicts` are of all of them once it may be told how many count (`told`); before
    that, of those that ask for somebody.

    `pending` is what the phone last said is still on it. The pile of this phone should have
    `pile` sides in it; it adds up when nothing is missing beyond what is pending.
    """

    device: Device
    received: int
    states: dict[str, int]
    last: int
    missing: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    told: bool

    @property
    def pending(self) -> int:
        return self.device.pending

    @property
    def pile(self) -> int:
        return self.received + self.pending

    @property
    def complete(self) -> bool:
        """Everything that the phone had is here."""
        return not self.pending and not self.missing


def report_of(device: Device) -> DeviceReport:
    """Read the state of each scan as it is now, decisions of people included."""
    sent = DeviceScan.objects.filter(device=device).order_by("sequence")
    known = set(sent.values_list("sequence", flat=True))
    scans = pages_of_edition(device.edition).filter(batch=device.batch_id)
    told = may_tell(device.edition, scans)
    shown = sent if told else sent.filter(scan__in=to_act_on(scans).values("pk"))
    # Once the links are broken, a scan is told as the phone was told of it.
    state, code = Coalesce("scan__state", "state"), Coalesce("scan__code", "code")
    rows = list(shown.values_list("sequence", state, code))
    counts = Counter(state for _number, state, _code in rows)
    last = max(known, default=0)
    missing = (number for number in range(1, last) if number not in known)
    return DeviceReport(
        device=device,
        received=len(known),
        states={
            one.value: counts[one.value] for one in (ScanState if told else BEFORE_HAND_COUNTS)
        },
        last=last,
        missing=tuple(number for number, _ in zip(missing, range(MOST_GAPS), strict=False)),
        conflicts=tuple(
            Conflict(number, state, reason_of(code))
            for number, state, code in rows
            if state != ScanState.ACCEPTED
        ),
        told=told,
    )


def reports_of(edition: Edition) -> list[DeviceReport]:
    """The reports of all devices of an edition, the first enrolled first."""
    rows = Device.objects.filter(edition=edition).select_related("batch", "venue")
    return [report_of(device) for device in rows]

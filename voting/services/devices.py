"""Devices: enrolling a phone for a voting place, preparing it, and ending what it may send.

A phone gets what it needs to tell sheets apart without a network, and nothing that is secret:
truncated hashes of serials, the printed order of projects, and a public key to seal scans with.
"""

import base64
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import Device, PaperRules, ScanWay, Sheet, SheetLayout, SheetState
from voting.paper.geometry import Layout
from voting.phone_sealing import public_of
from voting.services.ballot_list import projects_of
from voting.services.keys import edition_keys
from voting.services.scan_rows import new_batch

LETTERS = {SheetState.VOID: "v", SheetState.SPOILED: "s"}
"""How the list says that a sheet is not read; `r` for any other that was released."""


def enrol(
    edition: Edition, *, name: str, venue: Venue | None, by: User, clock: Clock = DATABASE_CLOCK
) -> Device:
    """A new device with a scan batch of its own. Refuses `intake_closed` and `other_venue`."""
    if not edition.takes_paper(clock.now()):
        raise refuse("intake_closed")
    if venue is not None and venue.council_id != edition.council_id:
        raise refuse("other_venue")
    with transaction.atomic():
        batch = new_batch(edition, venue=venue, by=by, clock=clock)
        batch.way = ScanWay.DEVICE
        batch.save(update_fields=["way"])
        device = Device.objects.create(
            edition=edition,
            venue=venue,
            batch=batch,
            name=name,
            enrolled_by=by,
            enrolled_at=clock.now(),
        )
        data = {"batch": batch.number}
        record("device_enrolled", edition=edition, by=by, data=data, clock=clock)
    return device


def revoke(device: Device, *, by: User, clock: Clock = DATABASE_CLOCK) -> Device:
    """From now on nothing is taken from this device. Repeatable."""
    with transaction.atomic():
        held = Device.objects.select_for_update().select_related("edition", "batch")
        found = held.get(pk=device.pk)
        if found.revoked_at is None:
            found.revoked_by, found.revoked_at = by, clock.now()
            found.save(update_fields=["revoked_by", "revoked_at"])
            data = {"batch": found.batch.number}
            record("device_revoked", edition=found.edition, by=by, data=data, clock=clock)
    return found


def prepared(device: Device) -> dict[str, Any]:
    """What the phone keeps, as JSON: no secret, no name of a person, no serial.

    `sheets` has 18 characters a sheet: device hash (16), version of its layout (hexadecimal),
    and a letter of `LETTERS`; a phone whose memory was emptied counts on from `last`. Refuses
    `key_missing`.
    """
    edition = device.edition
    public = public_of(edition_keys(edition).phone)
    layouts = SheetLayout.objects.filter(edition=edition).order_by("version")
    return {
        "edition": {"number": edition.pk, "uuid": edition.uuid.hex},
        "device": device.pk.hex,
        "name": device.name,
        "revoked": device.revoked_at is not None,
        "double_entry": PaperRules.of(edition).double_entry,
        "intake_key": base64.b64encode(public).decode(),
        "projects": _projects(edition),
        "layouts": {f"{stored.version:x}": _layout(stored) for stored in layouts},
        "sheets": _sheets(device),
        "last": device.received.aggregate(last=Max("sequence"))["last"] or 0,
    }


def _projects(edition: Edition) -> dict[str, dict[str, Any]]:
    return {
        project.code: {
            "number": project.number,
            "nl": project.title_nl,
            "fr": project.title_fr,
            "en": project.title_en,
        }
        for project in projects_of(edition)
    }


def _layout(stored: SheetLayout) -> dict[str, Any]:
    """The boxes in printed order, and where on the page the symbol is, in millimetres."""
    layout = Layout.from_json(stored.document)
    return {
        "qr": layout.qr,
        "page": [layout.page[0], layout.tear_mm],
        "sides": [[[box.project, box.value] for box in side.boxes] for side in layout.sides],
    }


def _sheets(device: Device) -> str:
    """Released sheets of this place and of none, one behind the other; all without a place."""
    here = Q() if device.venue_id is None else Q(batch__venue=None) | Q(batch__venue=device.venue)
    sheets = Sheet.objects.filter(here, edition=device.edition).exclude(state=SheetState.PRINTED)
    rows = sheets.exclude(device_hash="").order_by("device_hash")
    return "".join(
        f"{known_by}{version:x}{LETTERS.get(SheetState(state), 'r')}"
        for known_by, version, state in rows.values_list("device_hash", "layout__version", "state")
    )

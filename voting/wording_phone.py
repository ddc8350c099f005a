"""The page for phones with its words, and its worker: the same text for whoever may open it."""

import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.digests import canonical_json, digest_of
from budgeting.offline import PARTS
from voting.errors import reason_of
from voting.models import Device

FOLDER = "voting/phone/"
MODULES = ("camera", "codes", "marks", "seal", "signals", "store", "sync")
READER = ("share.js", "reader/index.js", "reader/zxing_reader.wasm")
TOLD = (
    *("void", "spoiled", "no_code", "not_a_sheet_code", "not_an_image", "too_large"),
    *("serial_malformed", "serial_mistyped"),
)


def phone_page(device: Device) -> str:
    """The page, without a visitor: nothing in it depends on who opens it."""
    context = {
        "device": device,
        "words": _words(),
        "list_url": _address("phone_list", device),
        "sync_url": _address("phone_sync", device),
        "worker_url": _address("phone_worker", device),
        "desk_url": _address("device", device),
        "sign_in_url": f"{reverse('account_login')}?next={_address('phone', device)}",
    }
    return render_to_string("voting/phone.html", context)


def phone_worker(device: Device) -> str:
    """The worker's script, whose version changes with the page or any of its files."""
    page = phone_page(device)
    linked = re.findall(rf'(?:href|src|htmx)="({re.escape(settings.STATIC_URL)}[^"]+)"', page)
    parts = [*PARTS, *(f"{FOLDER}{name}.js" for name in MODULES)]
    parts += [f"voting/vendor/zxing/{name}" for name in READER]
    # Modules name each other without a digest; that in the version tells when one has changed.
    plain = [settings.STATIC_URL + part for part in parts]
    hashed = [static(part) for part in parts]
    files = [_address("phone", device), *dict.fromkeys([*linked, *plain, *map(static, PARTS)])]
    phone: dict[str, Any] = {
        "device": device.pk.hex,
        "files": files,
        "version": digest_of([page, hashed])[-12:],
    }
    return render_to_string("voting/phone_worker.js", {"phone": canonical_json(phone)})


def _address(name: str, device: Device) -> str:
    edition = device.edition
    return reverse(name, args=[edition.council.slug, edition.slug, device.pk])


def _words() -> dict[str, Any]:
    """Every sentence that the page's script shows; `{…}` is filled in on the phone."""
    return {code: reason_of(code) for code in TOLD} | {
        "titles": _titles(),
        "foreign": _("It belongs to another vote or another council. Put it aside."),
        "unknown": _(
            "This phone has no such sheet in its list. Is it from a batch that was released "
            "later? Renew the list where there is a network, or scan it all the same: the server "
            "decides."
        ),
        "duplicate": _("This side is on this phone already. It counts once. Put it on the pile."),
        "not_stored": _(
            "It is not stored: this phone has no room left, or its memory failed. Send what is on "
            "it, then scan this sheet again."
        ),
        "hold_code": _("Hold the sheet before the camera."),
        "hold_sheet": _("The whole sheet has to be in the picture, corners too."),
        "no_camera": _("The camera cannot be used. Use a photo, or type the number."),
        "side": _("Side {side} of {sides}"),
        "marked": _("{number} marked"),
        "marked_none": _("Nothing marked"),
        "stored": _("Number {number} of this phone"),
        "next_side": _("Now side {side} of this sheet."),
        "next_sheet": _("Put it on the pile and take the next one."),
        "known": _("{number} sheets in the list"),
        "parked": _("Number {number}: {reason}"),
        "space": _("room for {left} MB more"),
        **_words_of_sending(),
    }


def _titles() -> dict[str, str]:
    return {
        "foreign": _("Not a sheet of this vote"),
        "unknown": _("Unknown sheet"),
        "duplicate": _("Scanned before"),
        "void": _("Void sheet"),
        "spoiled": _("Spoiled sheet"),
        "not_stored": _("Not stored"),
        "no_code": _("No QR code found"),
        "other": _("This does not work"),
    }


def _words_of_sending() -> dict[str, str]:
    return {
        "never": _("never"),
        "sending": _("Sending…"),
        "all_sent": _("Everything was sent."),
        "not_all_sent": _("Everything was sent, but some scans need help: see below."),
        "renewed": _("The list is up to date."),
        "no_network": _("No network. Everything stays safely on this phone."),
        "no_answer": _("The server does not answer. Try again later: nothing is lost."),
        "signed_out": _("Sign in first, then send. Everything stays on this phone."),
    }

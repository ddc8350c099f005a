"""The administration of the vote: a little to look at for support, nothing to change.

What could tell who voted, how, when or on which sheet is not here at all: voters, credentials,
envelopes, receipts, ballots, sheets and what people read on them. What is here names its fields,
so that a new column stays hidden until somebody decides otherwise.
"""

from django.contrib import admin

from budgeting.administration import ReadOnly
from voting.models import (
    BallotBox,
    Device,
    Opening,
    PrintBatch,
    Scan,
    ScanBatch,
    SheetLayout,
    Trustee,
    Upload,
)


@admin.register(BallotBox)
class BallotBoxAdmin(ReadOnly):
    list_display = ("edition", "threshold", "held_by_server", "registered_at")
    list_select_related = ("edition__council",)
    fields = ("edition", "public_key", "threshold", "held_by_server", "registered_at")


@admin.register(Trustee)
class TrusteeAdmin(ReadOnly):
    list_display = ("box", "index", "name", "user")
    list_select_related = ("box__edition__council", "user")
    fields = ("box", "index", "name", "user", "share_digest")


@admin.register(Opening)
class OpeningAdmin(ReadOnly):
    list_display = ("edition", "opened_at", "ballot_count", "links_destroyed_at")
    list_select_related = ("edition__council",)
    fields = (
        *("edition", "opened_at", "opened_by", "ballots_digest", "ballot_count"),
        *("digest_copied_at", "links_destroyed_at", "tables_rewritten_at"),
    )


@admin.register(PrintBatch)
class PrintBatchAdmin(ReadOnly):
    list_display = ("edition", "number", "venue", "size", "state", "at", "released_at")
    list_select_related = ("edition__council", "venue")
    fields = (
        *("edition", "number", "venue", "variant", "size", "by", "at", "released_at"),
        *("state", "made", "code", "told_at"),
    )


@admin.register(ScanBatch)
class ScanBatchAdmin(ReadOnly):
    list_display = ("edition", "number", "venue", "at")
    list_select_related = ("edition__council", "venue")
    fields = ("edition", "number", "venue", "by", "at")


@admin.register(Scan)
class ScanAdmin(ReadOnly):
    """That a page was read and where it stands; neither its picture nor what is on it."""

    list_display = ("batch", "position", "file_name", "page", "state", "at")
    list_select_related = ("batch",)
    list_filter = ("state",)
    fields = ("batch", "position", "file_name", "page", "by_hand", "side", "state", "at")


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    """How far a file of scans is; its parts are not here."""

    list_display = ("batch", "file_name", "state", "code", "pages", "told_at")
    list_select_related = ("batch",)
    list_filter = ("state",)
    fields = ("batch", "file_name", "size", "state", "code", "pages", "tries", "told_at", "at")


@admin.register(Device)
class DeviceAdmin(ReadOnly):
    list_display = ("edition", "name", "venue", "enrolled_at", "told_at", "pending", "revoked_at")
    list_select_related = ("edition__council", "venue")
    fields = (
        *("edition", "venue", "name", "enrolled_by", "enrolled_at"),
        *("told_at", "pending", "revoked_by", "revoked_at"),
    )


@admin.register(SheetLayout)
class SheetLayoutAdmin(ReadOnly):
    list_display = ("edition", "version", "digest")
    list_select_related = ("edition__council",)
    fields = ("edition", "version", "digest")

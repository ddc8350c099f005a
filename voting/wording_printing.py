"""Why sheets are not printed, fetched or released, by code (see voting.errors)."""

from django.utils.translation import gettext_lazy as _

PRINTING = {
    "not_printed_yet": _("These sheets are not on paper yet: the file was not fetched."),
    "not_yours_to_fetch": _(
        "Only the person who asked for these sheets fetches the file. Somebody else releases them."
    ),
    "no_file": _("There is no file any more. It can be fetched once."),
    "not_fetched": _(
        "Nobody fetched the file within 24 hours. It was erased, and its sheets are void."
    ),
    "print_unwritable": _("The file could not be written. Perhaps the disk of the server is full."),
    "print_unexpected": _("Something unexpected went wrong. No sheet was made."),
    "print_queue": _("The background service cannot be reached. No sheet was made."),
    "print_broken_off": _("The work broke off. No sheet was made."),
}

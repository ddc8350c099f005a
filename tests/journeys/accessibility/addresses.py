"""All addresses of the site, and those that no person ever sees as a page."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

FILE = "a file to keep, not a page"
BUTTON = "a button's address: it takes a POST and leads on to a page"
PICTURE = "a picture within a page"
FOR_PROGRAMS = "read by scripts and browsers, not by people"
NO_PASSWORDS = "there are no passwords: leads to the page for signing in"
LEADS_ON = "leads on to another page at once"

NO_PAGES = {
    "audit_json": FILE,
    "admin:*": "Django's own pages, for the people who keep the system running",
    "account_change_password": NO_PASSWORDS,
    "account_reauthenticate": "leads on to the second lock; without one it is refused",
    "account_reset_password": NO_PASSWORDS,
    "account_reset_password_done": NO_PASSWORDS,
    "account_reset_password_from_key": NO_PASSWORDS,
    "account_reset_password_from_key_done": NO_PASSWORDS,
    "account_set_password": NO_PASSWORDS,
    "area_clear": BUTTON,
    "batch_release": BUTTON,
    "booth_leave": BUTTON,
    "bundle": FILE,
    "confirm_all": BUTTON,
    "councils_map": FOR_PROGRAMS,
    "declaration_end": BUTTON,
    "demo_sign_in": LEADS_ON,
    "desk_csv": FILE,
    "device_revoke": BUTTON,
    "draw_announce": BUTTON,
    "draw_drop": BUTTON,
    "draw_erase": BUTTON,
    "edition_back": BUTTON,
    "edition_close": BUTTON,
    "edition_move": BUTTON,
    "edition_pass_on": BUTTON,
    "edition_start": BUTTON,
    "evaluation_csv": FILE,
    "explanation_decide": BUTTON,
    "follow_ups_csv": FILE,
    "hand_count_correct": BUTTON,
    "hand_over_confirm": BUTTON,
    "inventory_atom": FOR_PROGRAMS,
    "inventory_csv": FILE,
    "inventory_json": FOR_PROGRAMS,
    "invitation_link": LEADS_ON,
    "invitation_resend": BUTTON,
    "invitation_withdraw": BUTTON,
    "link_move": BUTTON,
    "link_remove": BUTTON,
    "manifest": FOR_PROGRAMS,
    "meeting_cancel": BUTTON,
    "meetings_feed": FOR_PROGRAMS,
    "mfa_download_recovery_codes": FILE,
    "mfa_login_webauthn": FOR_PROGRAMS,
    "no_password": NO_PASSWORDS,
    "outcomes": FILE,
    "pabulib": FILE,
    "phone_list": FOR_PROGRAMS,
    "phone_sync": FOR_PROGRAMS,
    "phone_worker": FOR_PROGRAMS,
    "people_csv": FILE,
    "print_file": FILE,
    "print_test_page": FILE,
    "projects_csv": FILE,
    "proposal_map": FOR_PROGRAMS,
    "proposals_csv": FILE,
    "proposals_json": FILE,
    "proposals_map": FOR_PROGRAMS,
    "publish_ballot": BUTTON,
    "receipts_text": FILE,
    "record_export": FILE,
    "result_story": FILE,
    "review_csv": FILE,
    "robots": FOR_PROGRAMS,
    "rule_change_decide": BUTTON,
    "scan_doubt": PICTURE,
    "scan_image": PICTURE,
    "scan_row": PICTURE,
    "seat_move_up": BUTTON,
    "seats_csv": FILE,
    "service_worker": FOR_PROGRAMS,
    "set_language": BUTTON,
    "short_code": LEADS_ON,
    "short_code_retyped": LEADS_ON,
    "table_faults": FILE,
    "table_template": FILE,
    "tally_cancel": BUTTON,
    "totals": FILE,
    "trail_json": FOR_PROGRAMS,
    "venue_remove": BUTTON,
    "venues_csv": FILE,
    "voiding_decide": BUTTON,
}
"""Names of addresses that need no look at a page, each with the reason."""


def all_addresses() -> set[str]:
    """The name of every address; its route where it has none, `admin:*` for a namespace."""
    with override("nl"):
        return set(_names(get_resolver().url_patterns))


def _names(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield pattern.name or route
        elif pattern.namespace:
            yield f"{pattern.namespace}:*"
        else:
            yield from _names(pattern.url_patterns, route)

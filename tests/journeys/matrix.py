"""Who may open which address: the table that `test_matrix.py` holds the whole site to.

One line is a door: who is let in, by which methods, and the names of its addresses. A method that
no line names for an address lets nobody in. To be let in is to get anything but 403, 404, 405 or
the page for signing in: an answer that says why something is not possible now (400) is one too.
Whose letter stands here may come to the form; what they send has conditions of its own, with
tests beside the feature.
"""

from collections.abc import Mapping

PEOPLE = {
    "v": "visitor",
    "r": "somebody signed in, without a role",
    "o": "officer of the council",
    "f": "facilitator",
    "m": "council member",
    "t": "translator",
    "w": "observer, who watches",
    "k": "trustee, who keeps a key",
    "x": "officer of another council",
    "n": "officer of the council without a second lock",
}
EVERYBODY = "vrofmtwkxn"
SIGNED_IN = "rofmtwkxn"
IN_COUNCIL = "ofmtwk"
LOCKED = "okx"  # of the ten, those who have a second lock
NOBODY = ""

Line = tuple[str, str, str]
MATRIX: tuple[Line, ...] = (
    # What everybody reads. Most of these views take a POST for the GET it could have been.
    (EVERYBODY, "GET POST", "door home about help accessibility privacy colophon protection"),
    (EVERYBODY, "GET POST", "council edition rules proposals proposal receipts receipts_text"),
    (EVERYBODY, "GET POST", "robots styleguide"),
    (EVERYBODY, "GET", "manifest service_worker offline feedback_sent evaluation_sent"),
    (EVERYBODY, "GET", "councils_map proposals_map proposal_map"),
    (EVERYBODY, "GET", "inventory_json inventory_csv inventory_atom"),
    (EVERYBODY, "GET", "draws draw"),
    (EVERYBODY, "GET", "meetings meetings_feed links proposals_csv proposals_json"),
    (EVERYBODY, "GET", "result result_project bundle pabulib totals outcomes evaluation_report"),
    (EVERYBODY, "GET", "result_rounds result_compare result_story audit audit_json"),
    (EVERYBODY, "GET", "recount paper_report"),
    (EVERYBODY, "GET", "trail trail_json"),
    # What everybody does.
    (EVERYBODY, "GET POST", "proposal_new evaluation feedback"),
    (EVERYBODY, "GET", "proposal_sent"),  # whoever has its secret address
    (EVERYBODY, "POST", "set_language"),
    (EVERYBODY, "GET POST", "booth_enter booth booth_check booth_done booth_receipt"),
    (EVERYBODY, "GET POST", "short_code short_code_retyped"),
    (EVERYBODY, "POST", "booth_leave"),
    # Whoever has the link sees what is offered; test_invitation_pages.py: who may take it.
    (EVERYBODY, "GET", "invitation_link"),
    (EVERYBODY, "GET POST", "invitation"),
    # Signing in, and one's own account.
    (EVERYBODY, "GET POST", "account_login account_logout account_signup admin:logout"),
    (EVERYBODY, "GET POST", "account_request_login_code"),
    (EVERYBODY, "GET", "account_inactive"),
    (SIGNED_IN, "GET POST", "account_confirm_login_code account_email"),
    (SIGNED_IN, "GET POST", "account_email_verification_sent mfa_login_webauthn mfa_authenticate"),
    (SIGNED_IN, "GET POST", "mfa_activate_totp mfa_add_webauthn mfa_generate_recovery_codes"),
    (SIGNED_IN, "GET", "mfa_index mfa_list_webauthn"),
    (LOCKED, "GET POST", "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn"),
    (LOCKED, "GET POST", "mfa_deactivate_totp mfa_edit_webauthn mfa_remove_webauthn"),
    # Spare codes that none of the ten has, and a link of the demo that nobody has.
    (NOBODY, "GET POST", "mfa_view_recovery_codes mfa_download_recovery_codes demo_sign_in"),
    # There are no passwords: all of these lead to the page for signing in.
    (NOBODY, "GET POST", "no_password account_change_password account_set_password"),
    (NOBODY, "GET POST", "account_reset_password account_reset_password_done"),
    (NOBODY, "GET POST", "account_reset_password_from_key account_reset_password_from_key_done"),
    # The desk: what it shows depends on the roles of the person.
    (SIGNED_IN, "GET", "desk desk_csv"),
    (IN_COUNCIL, "GET POST", "desk_together"),
    (IN_COUNCIL, "GET", "council_desk edition_desk"),
    (IN_COUNCIL, "GET", "edition_preview proposal_preview ballot_preview"),
    # The council.
    ("o", "GET POST", "council_settings council_area"),
    ("o", "POST", "area_clear"),
    ("o", "GET", "seats_desk seats_csv draws_desk draw_desk"),
    ("o", "GET POST", "seat_new seat_edit draw_new draw_quotas"),
    ("o", "POST", "seat_end seat_move_up"),
    ("o", "POST", "draw_announce draw_seed draw_fill draw_erase draw_drop"),
    ("om", "GET POST", "declarations_desk"),  # a member sees and writes their own
    ("om", "POST", "declaration_end"),
    ("o", "GET", "links_desk"),
    ("o", "GET POST", "link_new link_edit"),
    ("o", "POST", "link_move link_remove"),
    ("o", "GET", "people_desk people_csv"),
    ("o", "GET POST", "people_invite role_edit"),
    ("o", "POST", "invitation_resend invitation_withdraw"),
    ("o", "GET POST", "imports_desk table_import"),
    ("o", "GET", "table_template table_faults"),
    ("of", "GET", "meetings_desk venues_desk venues_csv venue_kit"),
    ("of", "GET POST", "meeting_new meeting_edit"),
    ("of", "POST", "meeting_cancel"),
    ("o", "GET POST", "venue_new venue_edit"),
    ("o", "POST", "venue_remove"),
    ("ot", "GET", "texts_desk"),
    ("ot", "GET POST", "text"),
    ("owk", "GET", "record_desk record_export"),
    # An edition.
    ("o", "GET POST", "edition_new"),
    ("o", "GET", "edition_settings edition_moves what_if"),
    ("o", "GET POST", "edition_texts edition_money edition_voters edition_calendar"),
    ("o", "GET POST", "edition_subjects edition_ballot"),
    ("o", "POST", "edition_start edition_close edition_move edition_back edition_pass_on"),
    ("ow", "GET", "rule_changes"),
    ("o", "GET POST", "rule_change_new rule_change_project"),
    ("o", "POST", "rule_change_decide"),
    ("of", "GET", "toolbox toolbox_paper"),
    ("of", "GET POST", "evaluation_desk"),
    ("o", "GET", "evaluation_csv"),
    # Proposals.
    ("o", "GET POST", "review_desk review advice_new advice_edit follow_up"),
    ("o", "POST", "publish_ballot"),
    ("o", "GET", "review_csv"),
    ("ofm", "GET", "projects_csv follow_ups_csv"),
    # Paper, the opening, the count.
    ("of", "GET POST", "printing print_job scanning typing scan scan_image scan_doubt"),
    ("of", "GET POST", "scan_queue scan_match scan_row"),
    ("of", "GET", "scan_batch"),
    ("of", "GET", "print_test_page"),
    ("of", "POST", "print_file batch_release confirm_all"),
    ("of", "GET POST", "devices"),
    ("of", "GET", "device phone phone_worker phone_list"),
    ("of", "POST", "device_revoke phone_sync"),
    ("ofw", "GET", "paper_desk hand_counts hand_count reconciliation"),
    ("of", "POST", "hand_count reconciliation"),
    ("of", "GET POST", "hand_overs spoiled voided"),
    ("of", "POST", "hand_over_confirm hand_count_correct voiding_decide explanation_decide"),
    ("omwk", "GET", "opening"),
    ("ok", "POST", "opening opening_confirm"),
    ("om", "GET POST", "tally_run"),
    ("om", "POST", "tally_cancel"),
    ("o", "GET POST", "tie_seed"),
    ("ofw", "GET", "audit_desk"),
    ("of", "POST", "audit_desk"),
    ("of", "GET POST", "audit_sheet"),
    # Nobody of these ten is support staff: tests/budgeting/test_administration.py.
    (NOBODY, "GET POST", "admin:*"),
)

COUNTED = """bundle pabulib totals outcomes result result_project tally_run tally_cancel
opening_confirm receipts receipts_text evaluation_report result_rounds result_compare
result_story recount audit audit_json audit_desk audit_sheet"""
REVIEWED = "review review_desk publish_ballot advice_new advice_edit proposal_sent"
EDITIONS = dict.fromkeys(COUNTED.split(), "counted") | dict.fromkeys(REVIEWED.split(), "review")
"""Which edition of the world an address is asked with; `voting` where nothing is said."""

DRAWS = ("", "_desk", "_quotas", "_announce", "_seed", "_fill", "_erase", "_drop")
ROWS: Mapping[str, Mapping[str, str]] = {
    "advice_edit": {"pk": "advice"},
    "declaration_end": {"number": "declaration"},
    "explanation_decide": {"number": "explanation"},
    "hand_count_correct": {"number": "hand_count"},
    "hand_over_confirm": {"number": "hand_over"},
    "invitation_resend": {"number": "invitation"},
    "invitation_withdraw": {"number": "invitation"},
    "link_edit": {"number": "link"},
    "link_move": {"number": "link"},
    "link_remove": {"number": "link"},
    "meeting_cancel": {"number": "meeting"},
    "meeting_edit": {"number": "meeting"},
    "proposal_sent": {"key": "own proposal"},
    "role_edit": {"number": "role"},
    "rule_change_decide": {"number": "change"},
    "seat_edit": {"number": "seat"},
    "seat_end": {"number": "seat"},
    "seat_move_up": {"number": "seat"},
    "table_faults": {"key": "table"},
    "table_import": {"key": "table"},
    "text": {"pk": "text"},
    "voiding_decide": {"number": "voiding"},
    **{f"draw{what}": {"number": "draw"} for what in DRAWS},
}
"""The row of the world that an argument names."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "hand_count": {"place": "-"},
    "rule_change_new": {"what": "budget"},
    "scan_doubt": {"number": "0"},
    "scan_row": {"number": "0"},
    "table_template": {"kind": "venues"},
    "text": {"kind": "council"},
    "toolbox_paper": {"paper": "proposal"},
}
"""Arguments that name no row: words of the software, and places within a row."""

BODIES = {
    "desk_together": {"edition": "demo-laken/voting:counting", "action": "move"},
    "rule_change_decide": {"answer": "withdraw"},
}
"""What is sent where anything would not do."""

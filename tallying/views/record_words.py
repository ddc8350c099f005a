"""The lines of the audit trail in words, for people who do not write software."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition, Record
from budgeting.wording import ROLE_NAMES
from tallying.views.record_details import details_of

EVENTS: dict[str, str | Promise] = {
    "advice_changed": _("An advice on a proposal was corrected"),
    "advice_recorded": _("An advice on a proposal was written down"),
    "audit_begun": _("A check of the paper by hand was begun"),
    "audit_counted_by_hand": _("Piles of paper that people read were counted once more"),
    "audit_drawn": _("The dice of a check of the paper were thrown"),
    "audit_drawn_on": _("More sheets were drawn for a check of the paper"),
    "audit_finished": _("A check of the paper was finished"),
    "audit_pile_by_hand": _("A whole pile of paper is read by people"),
    "audit_signed": _("The count of the piles of paper was signed by a second person"),
    "boundary_changed": _("The boundary of the area was changed"),
    "boundary_removed": _("The boundary of the area was taken off the map"),
    "box_opened": _("The ballot box was opened"),
    "box_registered": _("The public key of the ballot box was registered"),
    "codes_issued": _("Voting codes were issued"),
    "changed_in_administration": _("Something was changed in the administration"),
    "candidates_erased": _("The list of candidates of a draw was erased"),
    "council_changed": _("What the council says about itself was changed"),
    "device_enrolled": _("A phone was enrolled for scanning"),
    "device_revoked": _("A phone was barred from sending scans"),
    "device_synced": _("A phone sent all its scans"),
    "draw_announced": _("A draw of lots was announced"),
    "draw_changed": _("A draw of lots was changed before its announcement"),
    "draw_dropped": _("A draw of lots was thrown away before its announcement"),
    "draw_prepared": _("A draw of lots was prepared"),
    "edition_drafted": _("An edition was begun from a template or a copy"),
    "edition_loaded": _("An edition was loaded from a file"),
    "edition_settings": _("The settings of an edition were changed"),
    "evaluation_typed": _("A paper form of the evaluation was typed in"),
    "follow_up": _("A report on a chosen project was given"),
    "hand_count_closed": _("Two people counted the same by hand"),
    "hand_count_differs": _("Two people counted differently by hand"),
    "hand_over_names_erased": _("The names on hand-overs of paper ballots were erased"),
    "hand_over_confirmed": _("A hand-over of paper ballots was confirmed"),
    "interest_declared": _("A member declared an interest"),
    "interest_ended": _("An interest of a member ended"),
    "invitation_accepted": _("An invitation was accepted"),
    "invitation_sent": _("An invitation to a role was sent"),
    "invitation_sent_again": _("An invitation was sent again"),
    "invitation_withdrawn": _("An invitation was withdrawn"),
    "link_added": _("A link was added"),
    "link_changed": _("A link was changed"),
    "link_moved": _("The order of the links was changed"),
    "link_removed": _("A link was removed"),
    "links_destroyed": _("The links between rights and ballots were destroyed"),
    "lots_drawn": _("Lots were drawn"),
    "meeting_added": _("A meeting was planned"),
    "meeting_cancelled": _("A meeting was cancelled"),
    "meeting_changed": _("A meeting was changed"),
    "meeting_restored": _("A cancelled meeting takes place after all"),
    "page_dealt_with": _("A scanned page was dealt with"),
    "page_decided": _("A doubtful page was decided"),
    "page_differs": _("A paper ballot was read differently from before"),
    "page_matched": _("The number of an unreadable page was filled in"),
    "pages_scanned": _("Paper ballots were scanned"),
    "paper_explained": _("Two people signed a public explanation about the paper ballots"),
    "paper_explanation_asked": _("An explanation of the paper was written, to be signed"),
    "paper_explanation_withdrawn": _(
        "An unsigned explanation about the paper ballots was taken away"
    ),
    "paper_reconciled": _("The figures of the paper ballots were kept"),
    "phase": _("The edition went to another phase"),
    "proposal_reviewed": _("A decision on a proposal was taken"),
    "proposal_texts": _("The texts of a proposal were mended"),
    "proposal_submitted": _("A proposal came in"),
    "restored": _("A backup was put back, and later lines were lost"),
    "result_state": _("The result went a step further"),
    "role_changed": _("The last day of a role was changed"),
    "role_ended": _("A role was ended"),
    "rules_change_asked": _("A change of the rules was asked for"),
    "rules_change_declined": _("A change of the rules was declined"),
    "rules_change_withdrawn": _("A change of the rules was taken back"),
    "rules_changed": _("The rules were changed, by two officers"),
    "rules_frozen": _("The rules were frozen"),
    "seat_added": _("A seat was added"),
    "seat_changed": _("A seat was changed"),
    "seat_ended": _("A seat ended before its term"),
    "seats_filled": _("The seats were filled from a draw"),
    "sheet_typed": _("A paper ballot was typed in"),
    "sheet_spoiled": _("A spoiled paper ballot was handed back"),
    "sheets_fetched": _("The file of a batch of paper ballots was fetched"),
    "sheets_handed_over": _("Paper ballots went to somebody else"),
    "sheets_not_fetched": _("Paper ballots that nobody fetched became void"),
    "sheets_printed": _("Paper ballots were printed"),
    "sheets_released": _("Paper ballots were released"),
    "sheets_voided": _("Paper ballots were declared void"),
    "sheets_voiding_asked": _("Somebody asked to declare paper ballots void"),
    "sheets_voiding_dropped": _("A request to declare paper ballots void was taken back"),
    "substitute_moved_up": _("A substitute took a seat"),
    "table_imported": _("A table was taken over"),
    "tally": _("The ballots were counted"),
    "tally_cancelled": _("A count of the ballots was stopped"),
    "tally_differs": _("Two programs that counted the ballots did not agree"),
    "tie_seed": _("The number drawn in public was recorded"),
    "translators_asked": _("Translators were asked for the texts that wait"),
    "venue_added": _("A place was added"),
    "venue_changed": _("A place was changed"),
    "venue_removed": _("A place was removed"),
    "texts_translated": _("Texts were translated"),
    "vote_closed": _("The vote was closed"),
    "vote_closed_early": _("The vote of a demonstration was closed early"),
}


@dataclass(frozen=True)
class ShownLine:
    """A line for the page; `details` are what was recorded with it, in words."""

    sequence: int
    at: datetime
    words: str | Promise
    edition: Edition | None
    role: str | Promise
    person: str
    details: list[tuple[str, str]]
    digest: str


def shown_line(row: Record) -> ShownLine:
    role, _colon, person = row.actor.partition(":")
    return ShownLine(
        row.sequence,
        row.at,
        EVENTS.get(row.event, row.event),
        row.edition,
        ROLE_NAMES.get(role, "") if role != "user" else "",
        person,
        details_of(row.event, row.data),
        row.digest,
    )

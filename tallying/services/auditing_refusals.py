"""What an audit refuses, in words for people."""

from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from tallying.audit.errors import AuditError

SENTENCES = {
    "no_result_to_audit": _("First the ballots are counted, then the paper is checked."),
    "no_paper": _("No vote on paper was counted in this edition."),
    "paper_not_traceable": _(
        "The paper votes of this edition were loaded without their place in a pile. Nobody can look"
        " up the sheet of a vote."
    ),
    "audit_under_way": _("A check of the paper is under way already."),
    "audit_finished": _("This check of the paper is finished."),
    "audit_frozen": _("The count of the piles is signed. It does not change any more."),
    "audit_not_frozen": _("First the piles are counted and somebody else signs the count."),
    "audit_not_drawn": _("First the dice are thrown."),
    "batch_unknown": _("No counted vote has this batch number."),
    "batch_in_another_pile": _("This batch is in another pile already."),
    "batch_without_pile": _("A batch of counted votes is in no pile yet."),
    "no_piles": _("No pile was counted yet."),
    "pile_unknown": _("There is no such pile."),
    "second_person_needed": _(
        "Somebody else signs the count: whoever began it or counted a pile cannot."
    ),
    "seed_not_digits": _("Write down the digits of the dice only."),
    "seed_too_short": _("At least 20 digits are needed. Throw the dice more often."),
    "seed_too_long": _("At most 200 digits fit here."),
    "seed_is_set": _("The dice were thrown already. Their number does not change any more."),
    "sample_not_larger": _("More sheets are drawn than before, never fewer."),
    "too_many_drawn": _("These are more sheets than there are."),
    "record_changed": _(
        "The recorded votes are not those that were there when the count of the piles was signed."
    ),
    "sheet_settled": _("Two people agreed on this sheet already."),
    "sheets_waiting": _("Some sheets were not read by two people yet."),
    "pile_read_already": _("This pile is read by hand already."),
    "no_pile_read": _("No whole pile was read by hand."),
}


def no(code: str) -> Refused:
    """The refusal with this code."""
    return Refused(code, SENTENCES[code])


def no_for(error: AuditError) -> Refused:
    """The same for what the arithmetic refuses."""
    return Refused(error.code, SENTENCES.get(error.code, error.message))

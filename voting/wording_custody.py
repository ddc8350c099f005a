"""Why something about the custody of paper is not possible, by code (see voting.errors)."""

from django.utils.translation import gettext_lazy as _

CUSTODY = {
    "paper_is_closed": _("The ballot box has been opened: the paper stays as it is."),
    "sheet_waits": _("This sheet was read and waits for a person. Decide on it there."),
    "right_was_used": _("The right to vote of this sheet has been used already."),
    "nothing_to_void": _("No sheet of this batch can become void any more."),
    "voiding_waits": _("This batch waits already for a second person to make it void."),
    "voided_by_you": _("You asked for this yourself. Somebody else agrees to it."),
    "voiding_done": _("This has been decided meanwhile."),
    "count_closed": _("Two people closed this count. Correct it with a reason."),
    "count_not_closed": _("Only a closed count is corrected."),
    "count_reason_missing": _("Write why the count is corrected."),
    "count_meanwhile": _("Somebody wrote down this count at the same moment. Look again."),
    "day_outside": _("Choose a day from the start of the vote until today."),
    "too_late_to_count": _(
        "Hand counts are written down from the start of the vote to the opening."
    ),
    "batch_missing": _("Choose the batch that goes to the voting place."),
    "batch_of_other_venue": _("This batch was printed for another voting place. Choose that one."),
    "same_person": _("Sheets go from one person to another: write two names."),
    "hand_over_confirmed": _("This hand-over was confirmed before."),
    "handed_over_by_you": _("You noted this hand-over yourself. Somebody else confirms it."),
    "explain_after_the_close": _("Differences are explained between the close and the opening."),
    "explanation_waits": _("An explanation waits for a second person already."),
    "nothing_to_explain": _("There is nothing to explain: the paper adds up."),
    "explanation_decided": _("This explanation was signed or withdrawn meanwhile."),
    "explained_by_you": _("You wrote this explanation yourself. Somebody else signs it."),
    "figures_changed": _(
        "The figures have changed since this explanation was written. Withdraw it and write it "
        "anew."
    ),
    "figures_meanwhile": _("The figures have changed while you looked at them. Look again."),
    "count_given_up": _(
        "Two people signed in public that this was not counted by hand. It stays so."
    ),
}

"""Refusals of the vote: pure codes become sentences for people here, and nowhere else."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from budgeting.errors import Refused
from voting.codes import CodedError
from voting.wording_custody import CUSTODY
from voting.wording_printing import PRINTING

SENTENCES = {
    "code_malformed": _(
        "This is not a voting code. A code has 18 letters and digits; it is in your letter."
    ),
    "code_mistyped": _("There is a typing error in this code. Please compare it with your letter."),
    "code_unknown": _("We do not know this code. Please check it, or ask at a voting place."),
    "code_void": _("This code is no longer valid. Ask at a voting place for a new one."),
    "code_spoiled": _("This code was replaced by a new one. Please use the newest letter."),
    "codes_too_late": _("The vote is over: no codes are issued any more."),
    "code_not_released": _("This code cannot be used yet."),
    "vote_not_open": _("Voting has not started yet."),
    "vote_closed": _("Voting is closed. Your earlier vote, if you cast one, is in the box."),
    "vote_is_on_paper": _(
        "Your paper ballot has already been counted. One right to vote gives one counted ballot."
    ),
    "voted_online_first": _("A vote was cast online under the same right, and that one counts."),
    "too_few": ngettext_lazy(
        "Choose at least one project.", "Choose at least %(min)s projects.", "min"
    ),
    "too_many": ngettext_lazy(
        "Choose at most one project. You chose %(given)s.",
        "Choose at most %(max)s projects. You chose %(given)s.",
        "max",
    ),
    "unknown_project": _("One of these projects is not on the ballot of this edition."),
    "over_budget": _("Your projects together cost more than the budget."),
    "too_many_points": _("You gave more points than you have."),
    "points_per_project": _("You gave too many points to one project."),
    "duplicate_rank": _("You gave the same rank to two projects."),
    "not_a_number": _("Please fill in whole numbers only."),
    "malformed": _("We could not read these choices."),
    "share_malformed": _("This is not a key share. A share starts with wks1."),
    "share_mistyped": _("There is a typing error in this key share."),
    "share_not_published": _("This share does not belong to a key holder of this box."),
    "too_few_shares": _("%(needed)s key shares are needed to open the box."),
    "same_share_twice": _("The same key share was entered twice."),
    "shares_do_not_fit": _("These key shares do not open this box."),
    "bad_threshold": _("At least 2 key holders must be needed, and fewer than there are."),
    "not_a_public_key": _("This is not the public key of a box that its key holders can open."),
    "bad_names": _("Every key holder needs a name of their own, of at most 160 characters."),
    "links_not_destroyed": _(
        "The links between voters and ballots have to be destroyed before the tally."
    ),
    "ballots_changed": _(
        "The ballots are no longer those that were announced at the opening. Nothing is counted."
    ),
    "not_an_export": _("This file is not an export of sealed envelopes."),
    "export_changed": _("This export was changed after it was made."),
    "not_an_opening": _("This file is not the result of an opening."),
    "opening_changed": _("This file was changed after the opening."),
    "file_missing": _("There is no such file."),
    "file_exists": _("This file exists already; nothing is overwritten."),
    "file_too_large": _("This file is too large."),
    "file_unreadable": _("This file cannot be read."),
    "file_unwritable": _("This file cannot be written."),
    "not_json": _("This file is not JSON."),
    "unreadable": _("This envelope could not be opened."),
    "rules_not_frozen": _("Sheets are printed once the rules of the vote are fixed."),
    "printing_is_over": _("Sheets can be printed only while the vote is under way."),
    "bad_count": _("Choose a number from 1 to %(max)s."),
    "other_venue": _("This voting place belongs to another council."),
    "printed_by_you": _("You printed these sheets yourself. Somebody else releases them."),
    "bad_layout": _("These projects do not fit on a paper sheet. Shorten the longest titles."),
    "ok": _("Read, and counted."),
    "to_confirm": _("Read without any doubt. Compare it with the picture and confirm."),
    "faint": _("A mark is faint. Look at the paper."),
    "corrected": _("A box seems to be corrected. Look at the paper."),
    "outside_mark": _("Something is written outside the boxes. Look at the paper."),
    "outline_missing": _("A box could not be found on the page. Look at the paper."),
    "over_limit": _("More is marked than the rules of this vote allow."),
    "under_limit": _("Less is marked than the rules of this vote ask for."),
    "blank": _("No box is marked."),
    "marks_to_look_at": _("Somebody has to look at the marks."),
    "incomplete_set": _("Other sides of this ballot have not been read yet. Scan them too."),
    "typed_once": _("Typed once. A second person types the same sheet."),
    "typed_by_you": _("You typed this sheet yourself. Somebody else has to say what it says."),
    "held_second_reading": _("This sheet was read twice. Look at the paper: one reading counts."),
    "already_counted": _("This sheet has already been counted. It counts once."),
    "already_queued": _("This very page already waits for a decision."),
    "already_decided": _("A decision has already been taken on this sheet."),
    "not_chosen": _("Another reading of this sheet was chosen."),
    "declared_blank": _("Declared blank."),
    "declared_void": _("Declared void."),
    "cannot_count_blank": _("A ballot without a mark cannot be counted. Declare it blank."),
    "cannot_count_over_limit": _(
        "More is marked than the rules allow, so it cannot be counted. Correct it or declare it "
        "void."
    ),
    "cannot_count_under_limit": _(
        "Less is marked than the rules ask for, so it cannot be counted. Correct it or declare it "
        "void."
    ),
    "page_meanwhile": _("Somebody went on with this page meanwhile. Look at it again."),
    "matched": _("A person read the number of this sheet. Two people say what is marked on it."),
    "not_to_match": _("The number of this page cannot be filled in any more."),
    "picture_sealed": _("The picture of this page is sealed. Scan the sheet again."),
    "other_sheet": _("This page shows another sheet, or another side of it."),
    "no_such_side": _("This sheet has no such side."),
    "bad_reason": _("This reason does not go with this decision. Choose another one."),
    "rule_says_void": _("The rules of this vote say that such a ballot is void."),
    "rule_says_blank": _("The rules of this vote say that such a ballot is blank."),
    "rule_says_look": _(
        "The rules of this vote ask a person to look for what the voter meant. Void it only when "
        "that is not clear."
    ),
    "no_sheet_behind_page": _("We do not know to which sheet this page belongs."),
    "blank_back": _("This is the empty back of a sheet. No picture of it is kept."),
    "no_code": _("The QR code of the sheet was not found on this page."),
    "several_codes": _("There are codes of several sheets on this page. Scan one sheet a page."),
    "not_a_sheet_code": _("The code on this page is not that of a paper ballot."),
    "unknown_version": _("The code on this page is of a kind that we cannot read."),
    "forged": _("The code on this page was not made for this vote."),
    "layout_changed": _("The stored form of this sheet was changed. Nothing is read with it."),
    "other_edition": _("This sheet belongs to another vote of this council."),
    "other_council": _("This sheet belongs to another council."),
    "unknown_sheet": _("We do not know a sheet with this number."),
    "unreleased": _("The batch of this sheet has not been released."),
    "void": _("This sheet was declared void before."),
    "spoiled": _("This sheet was handed back and replaced by another one."),
    "intake_closed": _("Paper ballots are not accepted at this moment."),
    "corner_missing": _("A black corner square is missing or covered. Scan the whole sheet again."),
    "wrong_scale": _("The sheet was printed or scanned at a wrong size."),
    "too_blurred": _("The page is too blurred. Scan it again."),
    "two_tones": _(
        "The page is black and white only, and pencil can be lost in it. Scan it again in grey or "
        "in colour."
    ),
    "fold_or_streak": _("There is a fold or a streak across the page. Scan it again."),
    "empty_file": _("This file is empty."),
    "busy": _("Many photos come in at this moment. Try again in a minute."),
    "not_an_image": _("This file is not a PDF or a picture that we can read."),
    "too_large": _("This file or a page in it is too large."),
    "too_many_pages": _("This file has too many pages. Send it in parts."),
    "broken_file": _("This file is damaged."),
    "locked_file": _("This file is locked with a password. Send it without one."),
    "took_too_long": _("Reading this file took too long. Send it in smaller parts."),
    "serial_malformed": _(
        "This is not the number of a sheet. It has 18 letters and digits, below the QR code."
    ),
    "serial_mistyped": _("There is a typing error in this number. Compare it with the paper."),
    "differs_from_tapped": _(
        "The picture shows other marks than were tapped on the phone. Look at the paper."
    ),
    "photo_unreadable": _(
        "No machine can read the marks in this photo. A second person says what is marked."
    ),
    "other_sheet_in_picture": _(
        "The photo shows another sheet than the one whose marks were tapped. Scan both again."
    ),
    "device_revoked": _(
        "This device may send nothing any more. Its pile of sheets is scanned again."
    ),
    "nonce_reused": _("Another scan was received under this number before."),
    "sequence_reused": _("Another scan of this device has the same place in its row."),
    "unreadable_scan": _("This scan cannot be opened here. Scan the sheet again."),
    "image_changed": _("The picture of this scan was changed on its way. Scan the sheet again."),
    "reveal_refused": _("Marks are shown on the command line for a test edition only."),
    "nothing_changes": _("Nothing would change: these are the rules as they stand."),
    "not_changeable": _("This cannot be changed any more: the vote has started under it."),
    "change_too_late": _("It is too late for this change."),
    "only_later": _("This moment can only be moved to a later one: nobody loses time."),
    "into_the_past": _("This moment has already passed."),
    "dates_out_of_order": _("“%(second)s” has to come after “%(first)s”."),
    "fixed_in_a_knapsack": _(
        "On this ballot people choose within the budget: budget and costs stay as they are."
    ),
    "text_missing": _("Write the text in Dutch and in French."),
    "bad_amount": _("Write an amount above zero."),
    "cost_above_cap": _("The cost is above the most that such a project may cost."),
    "amount_too_high": _("This amount is too high. Please check the zeros."),
    "cost_above_budget": _("The budget has to be enough for each project on the ballot."),
    "text_too_long": _("This text is too long: at most %(max)s signs."),
    "reason_missing": _("Write the reason in Dutch and in French."),
    "change_pending": _("Another change waits for a second officer. One at a time."),
    "change_decided": _("This change has been decided meanwhile."),
    "change_asked_by_you": _("You asked for this change yourself. Another officer decides."),
    "officer_too_new": _(
        "You became an officer of this council only now. Somebody accepts who was one on the day "
        "before the change was asked for."
    ),
    "role_too_new": _(
        "You have your role in this council only since now. Two people do this who had theirs on "
        "the day before it began."
    ),
    "printer_too_new": _(
        "Whoever printed these sheets has a role in this council only since now. Release them from "
        "tomorrow on."
    ),
    "officer_invited": _(
        "One of you invited the other to be an officer not long ago. To be sure that two people "
        "decide, another officer accepts this change."
    ),
    "change_of_somebody_else": _("Only the officer who asked for a change takes it back."),
    "rules_still_open": _("The rules are not fixed yet: change them in the settings."),
    "choices_too_long": _("These choices are longer than a ballot can be."),
    "draft_too_long": _("These choices are longer than a ballot can be."),
    **CUSTODY,
    **PRINTING,
}


class BallotRefused(Refused):
    """A vote, code, sheet or share that the rules do not accept."""


def refuse(code: str, **params: object) -> BallotRefused:
    """The refusal for a code of this table; raise what it returns."""
    sentence = SENTENCES.get(code, _("This is not possible."))
    return BallotRefused(code, sentence % params if params else sentence)


def refusal_of(error: CodedError) -> BallotRefused:
    """The same refusal for an error that pure code raised."""
    return refuse(error.code, **error.params)


def reason_of(code: str) -> str:
    """The sentence of a code, in the active language: why a page is where it is."""
    return str(SENTENCES.get(code, _("This is not possible.")))

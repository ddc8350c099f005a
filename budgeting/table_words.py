"""What is wrong with a table, in words; apps above have sentences of their own in their kinds."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.languages import in_language

WHOLE_FILE: dict[str, str | Promise] = {
    "empty_file": gettext_lazy("The file is empty."),
    "not_text": gettext_lazy(
        "This is not a text file. Save the table as CSV (UTF-8) and send that file."
    ),
    "is_spreadsheet": gettext_lazy(
        "This is a spreadsheet as Excel or LibreOffice keeps it. Open it, choose “Save as” and "
        "then “CSV (UTF-8)”, and send that file."
    ),
    "is_archive": gettext_lazy(
        "This is a compressed file. Take the table out of it and send it as CSV."
    ),
    "is_pdf": gettext_lazy("This is a PDF. Send the table itself, as CSV."),
    "is_picture": gettext_lazy("This is a picture. Send the table itself, as CSV."),
    "header_unreadable": gettext_lazy(
        "The first row cannot be read: a quotation mark is missing or too many."
    ),
    "json_broken": gettext_lazy("This looks like JSON, but it cannot be read to its end."),
    "json_no_list": gettext_lazy("JSON has to be a list of objects, one for each row."),
    "table_closed": gettext_lazy("The edition is past this phase: nothing can be added to it now."),
    "taken_meanwhile": gettext_lazy(
        "Somebody else took over the same file meanwhile. Nothing was added a second time."
    ),
    "broke_off": gettext_lazy(
        "Something went wrong at our end, and nothing was added. Check the file again; if it "
        "happens once more, write to us."
    ),
}
STRUCTURE: dict[str, str | Promise] = {
    "column_missing": gettext_lazy(
        "The table has no column “%(column)s”. It may also be called “%(word)s”."
    ),
    "column_doubled": gettext_lazy(
        "Two columns mean the same: “%(one)s” and “%(other)s”. Leave one out."
    ),
    "too_many_columns": gettext_lazy("A table has at most %(most)s columns."),
    "too_many_rows": gettext_lazy(
        "A table has at most %(most)s rows. Split it into several files; from here on nothing "
        "was read."
    ),
    "no_rows": gettext_lazy("There is no row below the header."),
    "too_many_cells": gettext_lazy(
        "This row has %(found)s cells, the header %(wanted)s. Put quotation marks around a text "
        "with a separator in it."
    ),
    "too_few_cells": gettext_lazy(
        "This row has %(found)s cells, the header %(wanted)s. Put quotation marks around a text "
        "with a line break in it."
    ),
    "quote_misplaced": gettext_lazy(
        "A quotation mark stands in the middle of a cell. Write it twice, or leave it out."
    ),
    "quote_open": gettext_lazy(
        "A quotation mark is opened here and not closed within %(most)s characters. Nothing after "
        "this row was read."
    ),
    "json_no_object": gettext_lazy("This is not an object with a name for each value."),
    "json_nested": gettext_lazy("Write one text or number here, not a list or an object."),
}
CELLS: dict[str, str | Promise] = {
    "cell_empty": gettext_lazy("This cell has to be filled in."),
    "cell_too_long": gettext_lazy("A cell holds at most %(most)s characters."),
    "control_character": gettext_lazy("A sign in this cell cannot be shown. Type the text again."),
    "too_long": gettext_lazy(
        "This text has %(length)s characters; at most %(most)s are possible here."
    ),
    "not_a_choice": gettext_lazy("“%(found)s” is not possible here. Write one of: %(choices)s."),
    "not_yes_no": gettext_lazy("“%(found)s” is neither yes nor no. Write “yes” or “no”."),
    "not_a_number": gettext_lazy("“%(found)s” is not a number. Write for example 50,8785."),
    "out_of_range": gettext_lazy(
        "“%(found)s” is not possible: a number from %(least)s to %(most)s."
    ),
    "not_whole": gettext_lazy("“%(found)s” is not a whole number from 0 to %(most)s."),
    "not_a_day": gettext_lazy("“%(found)s” is not a day. Write it as 31/12/2027 or as 2027-12-31."),
    "not_a_time": gettext_lazy("“%(found)s” is not an hour. Write it as 19:30."),
    "not_a_slug": gettext_lazy(
        "“%(found)s” is not possible: small letters, digits and hyphens, at most %(most)s."
    ),
    "no_slug": gettext_lazy("No short name can be made from the name. Write one here."),
    "ends_before_start": gettext_lazy("The end (%(found)s) is not after the beginning."),
    "there_already": gettext_lazy("This is there already: “%(found)s”."),
    "twice": gettext_lazy("This stands in row %(first)s as well."),
}
# Days and hours that nobody can mean; forms say it in the same words.
CALENDAR = {
    "year": gettext_lazy("Choose a year from %(first)s to %(last)s."),
    "gap": gettext_lazy(
        "On %(day)s this hour does not exist: the clock goes forward from 2 to 3. Choose another "
        "hour."
    ),
    "overlap": gettext_lazy(
        "On %(day)s this hour comes twice: the clock goes back from 3 to 2. Choose another hour."
    ),
}
SENTENCES = WHOLE_FILE | STRUCTURE | CELLS | CALENDAR


def sentence_of(
    code: str,
    params: Mapping[str, str | int],
    column: str,
    own: Mapping[str, str | Promise],
) -> str:
    """What is wrong, in the language of the page; `own` are the sentences of the kind of table.

    What is possible may be given by language too, as `choices_nl` and `choices_fr`.
    """
    sentence = own.get(code) or SENTENCES.get(code)
    if sentence is None:
        return _("Something is wrong here.") + f" ({code})"
    choices = in_language(params, "choices") or params.get("choices", "")
    return str(sentence) % {**params, "column": column, "choices": choices}

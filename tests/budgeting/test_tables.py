"""Tables as people hand them in: every encoding, every separator, and all mistakes at once."""

import csv
import io
import json
import time
import tracemalloc

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from budgeting.csv_out import csv_text, unguarded
from budgeting.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Fault, read_table

KNOWN = {"id": ("nummer", "numéro"), "title_nl": ("titel",), "title_fr": ("titre",)}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
PLAIN = "nummer;titel\n1;Café\n2;Kunst & park\n"


def codes(data: bytes) -> list[tuple[int, str, str]]:
    faults = read_table(data, needed=("id",), known=KNOWN).faults
    return [(fault.row, fault.column, fault.code) for fault in faults]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16-be-with-mark"])
def test_every_encoding_gives_the_same_table(encoding: str) -> None:
    data = b"\xfe\xff" + PLAIN.encode("utf-16-be") if "mark" in encoding else PLAIN.encode(encoding)
    table = read_table(data, needed=("id",), known=KNOWN)
    assert table.columns == ("id", "title_nl")
    assert table.headers == ("nummer", "titel")
    assert table.rows == [(2, ("1", "Café")), (3, ("2", "Kunst & park"))]
    assert not table.faults


@pytest.mark.parametrize("separator", ";,\t|")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_header_tells_the_separator(separator: str, end: str) -> None:
    rows = ['"titel; met, teken|en"', "Nummer"], ['"regel 1' + end + 'regel 2"', "5"]
    text = end.join(separator.join(row) for row in rows) + end
    text = text.replace("titel; met, teken|en", "Titel")
    table = read_table(text.encode(), known=KNOWN)
    assert table.separator == separator
    assert table.rows == [(2, (f"regel 1{end}regel 2", "5"))]


def test_a_header_of_one_column_and_excels_own_line() -> None:
    assert read_table(b"id\n7\n", needed=("id",)).rows == [(2, ("7",))]
    told = read_table(b"sep=|\r\nid|x\r\n7|a;b,c\r\n", keep_unknown=True)
    assert (told.columns, told.rows) == (("id", "x"), [(2, ("7", "a;b,c"))])


def test_a_header_is_known_without_case_accents_and_signs() -> None:
    words = KNOWN | {"title_nl": ("titel nl",), "title_fr": ("titre fr",)}
    table = read_table(b"NUMERO;Titel (NL);Titre_FR\n1;a;b\n", known=words)
    assert table.columns == ("id", "title_nl", "title_fr")


def test_rows_have_the_numbers_of_the_spreadsheet() -> None:
    table = read_table(b'\n\nid;x\n\n1;"a\nb"\n;\n2;c\n', keep_unknown=True)
    assert [number for number, _cells in table.rows] == [5, 7]


def test_every_mistake_of_the_shape_is_told_at_once() -> None:
    text = 'nummer;titel;Titel;iets\n1;a;b\n2;a;b;c;d\n3;a\x02;b;c\n4;a"b;b;c\n"5"x;b;c;d\n'
    assert codes(text.encode()) == [
        (1, "title_nl", "column_doubled"),
        (2, "", "too_few_cells"),
        (3, "", "too_many_cells"),
        (4, "title_nl", "control_character"),
        (6, "", "quote_misplaced"),
    ]
    assert read_table(text.encode(), known=KNOWN).ignored == ("iets",)


def test_what_lacks_a_column_says_which() -> None:
    assert codes(b"titel;naam\na;b\n") == [(1, "id", "column_missing")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"sep=;\n", "empty_file"),
        (b"PK\x03\x04....xl/workbook.xml", "is_spreadsheet"),
        (b"PK\x03\x04..application/vnd.oasis.opendocument.spreadsheet", "is_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "is_spreadsheet"),
        (b"PK\x03\x04 something else", "is_archive"),
        (b"%PDF-1.7", "is_pdf"),
        (b"\x89PNG\r\n", "is_picture"),
        (b"id\n\x00\x00\n", "not_text"),
        (b"\xff\xfea", "not_text"),
        (b"id\n\x81\x8d\n", "not_text"),
        (b'"id', "header_unreadable"),
        (b"[{]", "json_broken"),
        (b"{" * 100_000, "json_broken"),
        (b'[{"id": ' + b"[" * 200_000, "json_broken"),
        (b'{"a": 1}', "json_no_list"),
        (b"[]", "json_no_list"),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(data: bytes, code: str) -> None:
    assert codes(data) == [(1, "", code)]


def test_a_header_alone_is_no_table() -> None:
    assert codes(b"id;titel\n") == [(2, "", "no_rows")]


def test_a_quotation_mark_that_stays_open_ends_the_reading_but_keeps_what_was_found() -> None:
    text = 'id;titel\n1;a;b\n2;"' + "x\n" * 100_000
    assert codes(text.encode()) == [(2, "", "too_many_cells"), (3, "", "quote_open")]


def test_a_huge_cell_a_wide_header_and_too_many_rows() -> None:
    huge = f"id;titel\n1;{'x' * (MAX_CELL + 1)}\n2;{'x' * MAX_CELL}\n"
    assert codes(huge.encode()) == [(2, "title_nl", "cell_too_long")]
    wide = ";".join(["id", *map(str, range(MAX_COLUMNS))]) + "\n1\n"
    assert codes(wide.encode()) == [(1, "", "too_many_columns")]
    long = "id\n" + "1\n" * (MAX_ROWS + 5)
    assert codes(long.encode()) == [(MAX_ROWS + 2, "", "too_many_rows")]


def test_json_is_a_table_too() -> None:
    rows = [{"Titel": "é", "id": 1, "x": [1]}, {"id": None, "titel": True}, 3, {"id": {"a": 1}}]
    for document in (rows, {"proposals": rows, "edition": "2026"}):
        table = read_table(json.dumps(document).encode(), known={"id": (), "title_nl": ("titel",)})
        found = [(fault.row, fault.column, fault.code) for fault in table.faults]
        # Both ways to write a header are columns of the file.
        assert found[0] == (1, "title_nl", "column_doubled")
        assert found[1:] == [(3, "", "json_no_object"), (4, "id", "json_nested")]
        assert table.rows[0] == (1, ("é", "1"))


def test_formulas_stay_text_and_lose_the_apostrophe_of_our_own_files() -> None:
    table = read_table(csv_text(["id", "x"], [["=1+1", "'s ochtends"]]).encode(), keep_unknown=True)
    assert table.rows == [(2, ("=1+1", "'s ochtends"))]


@given(st.text(" ;,|\t\r\n\"'=+-@b1", max_size=30), st.sampled_from(",;"))
def test_a_file_of_our_own_comes_back_as_it_was(cell: str, separator: str) -> None:
    text = csv_text(["id", "titel"], [["1", cell]], separator=separator)
    table = read_table(text.encode(), known=KNOWN)
    assert table.rows == [(2, ("1", cell.strip()))]


def test_a_fault_is_plain_data() -> None:
    (fault,) = read_table(b"a\n").faults
    assert fault == Fault(2, "", "no_rows")


CELL = st.text(
    st.characters(codec="cp1252", min_codepoint=32, exclude_characters="\x7f"), max_size=12
) | st.text("a;,|\t\"'\n é=", max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(ENCODINGS),
)
def test_what_csv_writers_write_comes_back(
    rows: list[tuple[str, ...]], separator: str, end: str, quoting: int, encoding: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("nummer", "titel", "titre"), *rows])
    data = out.getvalue().encode(encoding)
    # Some letters of cp1252 beside each other are one of UTF-8 as well: nobody can tell them apart.
    assume(encoding != "cp1252" or data.isascii() or not is_utf8(data))
    table = read_table(data, known=KNOWN)
    expected = [
        (number, tuple(plainly(cell) for cell in row))
        for number, row in enumerate(rows, 2)
        if any(cell.strip() for cell in row)
    ]
    read = [(number, tuple(plainly(cell) for cell in cells)) for number, cells in table.rows]
    assert read == expected
    assert [fault.code for fault in table.faults] == ([] if expected else ["no_rows"])


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def plainly(cell: str) -> str:
    """A cell without the apostrophes that may stand for a guard, however many there are."""
    while (bare := unguarded(cell).strip().removeprefix("'").strip()) != cell:
        cell = bare
    return cell


@given(st.binary(max_size=300))
@example(b'sep="\n"')
@example(b"\xef\xbb\xbf[{}]")
@example(b'[{"\\ud800": "\\ud800", "\\u0000": 1, "id": "\\u0000a"}]')
def test_no_file_makes_it_stumble(data: bytes) -> None:
    table = read_table(data, needed=("id",), known=KNOWN, keep_unknown=True)
    assert table.faults or table.rows
    # What is kept of a header goes into a database as it is.
    json.dumps([table.headers, table.ignored], ensure_ascii=False).encode()
    assert "\0" not in "".join([*table.headers, *table.ignored])
    assert all(len(cells) == len(table.columns) for _number, cells in table.rows)


@given(st.text("sep=;,\t|\"'\r\nid\x0b\x1a[]{}:0", max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    table = read_table(text.encode(), known=KNOWN, keep_unknown=True)
    assert table.faults or table.rows


def test_rows_with_names_of_their_own_are_not_spread_over_all_names() -> None:
    """Each object another key: a table of rows × names would not fit in any memory."""
    data = json.dumps([{f"k{number}": 1} for number in range(20_000)]).encode()
    tracemalloc.start()
    table = read_table(data, needed=("id",))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert table.faults == (Fault(1, "", "too_many_columns", {"most": MAX_COLUMNS}),)
    assert peak < 20_000_000


def test_a_list_of_objects_ends_at_the_same_row_as_a_table() -> None:
    data = b"[" + b",".join([b'{"id":1}'] * (MAX_ROWS + 5)) + b"]"
    table = read_table(data, needed=("id",))
    assert len(table.rows) == MAX_ROWS
    assert [fault.code for fault in table.faults] == ["too_many_rows"]


def test_a_hundred_thousand_rows_take_seconds() -> None:
    row = ";".join(["voorbeeld met é"] * 8) + "\n"
    data = (";".join(f"kolom {n}" for n in range(8)) + "\n" + row * 100_000).encode("cp1252")
    started = time.monotonic()
    assert len(read_table(data, keep_unknown=True).rows) == 100_000
    assert time.monotonic() - started < 10

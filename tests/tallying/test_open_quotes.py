"""Lines with quotes are read in one pass, however many of the quotes never close."""

import random

import pytest

from tallying.engine.rows import sections

HEAD = "META\nkey;value\nbudget;1\nPROJECTS\nproject_id;cost\np;1\nVOTES\nvoter_id;vote\n"


def votes(*lines: str) -> list[list[str]]:
    """The fields of the rows below VOTES."""
    return [fields for _, fields in sections([*HEAD.splitlines(), *lines])["VOTES"].rows]


def test_a_quoted_field_may_run_over_lines_up_to_a_reach() -> None:
    assert votes('1;"a', 'b"', "2;c") == [["1", "a\nb"], ["2", "c"]]
    near = ["x"] * 48
    assert votes('1;"a', *near, 'b"') == [["1", "\n".join(["a", *near, "b"])]]
    assert votes('1;"a', *near, "x", 'b"')[0] == ["1", '"a']


def test_a_quote_that_never_closes_or_with_text_after_it_is_part_of_the_text() -> None:
    assert votes('1;"a', "2;b") == [["1", '"a'], ["2", "b"]]
    assert votes('"1;a', '"2";b') == [['"1', "a"], ["2", "b"]]
    assert votes('1;"a"b') == [["1", '"a"b']]


@pytest.mark.parametrize("line", ['"a;b', 'a;"b', 'a";"b', '"a;""b', 'a;""";y'])
def test_twenty_thousand_open_quotes_end(line: str) -> None:
    assert votes(*[line] * 20_001)


def test_a_line_reads_the_same_whatever_open_quotes_come_far_before_it() -> None:
    for number in range(200):
        chance = random.Random(number)
        lines = ["".join(chance.choices('";ab', k=chance.randint(1, 6))) for _ in range(4)]
        far = ['a";"b'] + ["z"] * 60
        assert votes(*far, *lines)[61:] == votes(*lines), number

"""Bars are placed in percent and in letters, whatever the numbers."""

from budgeting.charts import Bar, BarRow, draw, shortened


def test_the_longest_bar_leaves_room_for_its_value() -> None:
    chart = draw([BarRow("a", (Bar(50, "50"),)), BarRow("b", (Bar(200, "200"),))])
    assert [row.bars[0].width for row in chart.rows] == [20, 80]


def test_parts_of_a_whole_are_drawn_out_of_that_whole() -> None:
    chart = draw([BarRow("a", (Bar(25, "25 %"), Bar(100, "100 %", "soft")))], most=100)
    assert [bar.width for bar in chart.rows[0].bars] == [20, 80]
    assert chart.rows[0].bars[1].top > chart.rows[0].bars[0].top


def test_rows_follow_each_other_without_overlap() -> None:
    chart = draw([BarRow(str(n), (Bar(n, str(n)),)) for n in range(5)])
    tops = [row.bars[0].top for row in chart.rows]
    assert tops == sorted(set(tops))
    assert chart.height > tops[-1]


def test_nothing_to_draw_is_no_error() -> None:
    assert draw([]).height == 0
    assert draw([BarRow("a", (Bar(0, "0"),))]).rows[0].bars[0].width == 0


def test_a_long_label_is_cut_and_says_so() -> None:
    assert shortened("x" * 60).endswith("…")
    assert len(shortened("x" * 60)) == 36
    assert shortened("Bank") == "Bank"

"""Columns and rows that are drawn only in some rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.lib.colors import HexColor

from extractor.model.table import Origin, Table
from tests.pdf.draw import Box, Layout, Sheet, long_strokes, simple, tables_in

LATIN = [
    ["Country", "Domestic", "Imported", "Total"],
    ["Austria", "86.2", "13.8", "3,375"],
    ["New Zealand", "0", "0", "3,973"],
    ["Cyprus", "81.0", "3.8", "158"],
]
CHINESE = [
    ["指标名称", "目标值", "完成值", "得分"],
    ["绿化面积", "≥900平方米", "912平方米", "10"],
    ["苗木成活率", "≥95%", "96%", "9"],
    ["群众满意度", "≥90%", "93%", "10"],
]
Rows = Sequence[Sequence[str]]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows_of_cells()]


def header_only(rows: Rows, layout: Layout) -> Sheet:
    """All rows drawn, lines between columns in the first row only."""
    sheet = Sheet().table(layout, lambda canvas, own: None)
    xs = [layout.left + sum(layout.widths[:n]) for n in range(len(layout.widths) + 1)]
    ys = [layout.top - sum(layout.heights[:n]) for n in range(len(rows) + 1)]
    for y in ys:
        sheet.canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.canvas.line(x, ys[0], x, ys[-1] if x in (xs[0], xs[-1]) else ys[1])
    return sheet


@pytest.mark.parametrize("rows", [LATIN, CHINESE], ids=["latin", "chinese"])
def test_columns_drawn_in_the_header_only_are_those_of_the_rows(rows: Rows) -> None:
    (table,) = tables_in(header_only(rows, simple(rows)).pdf())
    assert texts(table) == [list(row) for row in rows]
    assert table.origin is Origin.PARTLY_RULED


@pytest.mark.parametrize("rows", [LATIN, CHINESE], ids=["latin", "chinese"])
@pytest.mark.parametrize("bands", [True, False], ids=["bands", "cells"])
def test_every_second_row_filled(rows: Rows, bands: bool) -> None:
    layout = simple(rows)
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColor(HexColor("#e2efda"))
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        if box.row == 2 and bands:
            canvas.rect(layout.left, y0, sum(layout.widths), y1 - y0, stroke=0, fill=1)
        elif box.row in (0, 2):
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.rect(layout.left, layout.top - sum(layout.heights), sum(layout.widths), sum(layout.heights), fill=0)
    (table,) = tables_in(sheet.table(layout, lambda canvas, own: None).pdf())
    assert texts(table) == [list(row) for row in rows]


def test_a_row_with_a_blank_takes_the_columns_of_the_full_ones() -> None:
    rows = [*CHINESE, ["水质达标率", "", "", "8"]]
    (table,) = tables_in(header_only(rows, simple(rows)).pdf())
    assert texts(table) == rows


def test_rows_with_blanks_take_the_columns_that_all_their_texts_are_aligned_with() -> None:
    rows = [CHINESE[0], ["绿化面积", "≥900", "", "10"], ["成活率", "", "96%", ""], ["", "≥90%", "93%", ""]]
    (table,) = tables_in(header_only(rows, simple(rows)).pdf())
    assert texts(table) == rows
    rows = [LATIN[0], ["Austria", "86.2", "", "3,375"], ["Malta", "", "100", ""]]
    (table,) = tables_in(header_only(rows, simple(rows)).pdf())
    assert texts(table) == rows


def test_a_wide_mark_may_reach_over_a_wall_that_is_not_drawn() -> None:
    rows = [*CHINESE, ["绿化养护苗木成活\uff1b", "", "912", "10"]]
    layout = Layout((82.0, 90.0, 90.0, 90.0), (24.0,) * len(rows), simple(rows).boxes)
    (table,) = tables_in(header_only(rows, layout).pdf())
    assert texts(table) == rows


def test_one_row_alone_needs_texts_that_stand_wide_apart() -> None:
    rows = CHINESE[:2]
    (table,) = tables_in(header_only(rows, simple(rows)).pdf())
    assert texts(table) == rows
    two = [["项目", "金额"], ["其中:财政", "100"]]
    (table,) = tables_in(header_only(two, simple(two)).pdf())
    assert texts(table) == two
    (table,) = tables_in(header_only(two, simple([two[0], ["其中:财政拨款收入", "100"]])).pdf())
    assert texts(table)[1] == ["其中:财政拨款收入100"]
    assert table.origin is Origin.RULED


@pytest.mark.parametrize(
    "lines",
    [
        ("在全区范围内完成道路绿化养护工作,全年新增绿地", "面积不少于九百平方米,苗木成活率达到百分之九十"),
        ("合 计 与 小 计 一 并 列 在 此 处 按 年 汇 总 如 下",),
    ],
    ids=["crossing", "spread"],
)
def test_a_merged_cell_stays_merged(lines: tuple[str, ...]) -> None:
    head = tuple(Box(0, n, lines=(text,)) for n, text in enumerate(("指标", "目标值", "得分")))
    body = tuple(Box(row, 0, colspan=3, lines=lines) for row in (1, 2))
    layout = Layout((90.0, 90.0, 90.0), (24.0, 40.0, 40.0), (*head, *body))
    (table,) = tables_in(Sheet().table(layout, long_strokes).pdf())
    whole = "".join(lines).replace(" ", "")
    assert [(cell.colspan, cell.text) for cell in table.cells if cell.row] == [(3, whole)] * 2
    assert table.origin is Origin.RULED


def test_a_label_of_two_signs_spread_over_two_columns_stays_whole() -> None:
    head = (Box(0, 0, lines=("科目",)), Box(0, 1, lines=("金额",)))
    layout = Layout((90.0, 90.0), (24.0, 24.0, 24.0), (*head, Box(1, 0, colspan=2), Box(2, 0, colspan=2)))
    sheet = Sheet().table(layout, long_strokes)
    for y in (742, 718):
        sheet.text(100, y, "合").text(190, y, "计")
    (table,) = tables_in(sheet.pdf())
    assert [cell.colspan for cell in table.cells if cell.row] == [2, 2]


def columns_of_lines(*columns: tuple[str, ...], head: tuple[str, ...]) -> Table:
    """A head and one row below it whose cells have several lines."""
    boxes = [Box(0, n, lines=(text,)) for n, text in enumerate(head)]
    boxes += [Box(1, n, lines=lines) for n, lines in enumerate(columns)]
    layout = Layout((110.0,) * len(head), (24.0, 60.0), tuple(boxes))
    (table,) = tables_in(Sheet().table(layout, long_strokes).pdf())
    return table


def test_rows_without_lines_between_them_are_rows_where_all_columns_agree() -> None:
    table = columns_of_lines(
        ("Vienna", "Linz", "Graz", "Wels"),
        ("12.5", "8,100", "7%", "-3"),
        ("ok", "ok", "low", "ok"),
        head=("A", "B", "C"),
    )
    assert texts(table)[1:] == [
        ["Vienna", "12.5", "ok"],
        ["Linz", "8,100", "ok"],
        ["Graz", "7%", "low"],
        ["Wels", "-3", "ok"],
    ]
    assert table.origin is Origin.PARTLY_RULED
    table = columns_of_lines(
        ("绿化面积", "成活率", "满意度", "投诉"), ("900", "95%", "90%", "0"), head=("指标", "目标值")
    )
    assert texts(table)[1:] == [["绿化面积", "900"], ["成活率", "95%"], ["满意度", "90%"], ["投诉", "0"]]
    assert table.row_edges[2] - table.row_edges[1] > 12


def test_five_lines_of_three_cells_are_rows_though_no_line_but_a_number_is_known_to_be_whole() -> None:
    cities, streets = (
        ("新城镇", "永乐镇", "天河镇", "石桥镇", "临江镇"),
        ("东大街", "西大街", "南大街", "北大街", "中大街"),
    )
    columns = (cities, streets, ("1.5", "20", "3.5", "4", "5.25"))
    boxes = [Box(0, n, lines=(text,)) for n, text in enumerate(("镇", "街", "里程"))]
    boxes += [Box(1, n, lines=lines) for n, lines in enumerate(columns)]
    layout = Layout((36.0, 36.0, 60.0), (24.0, 70.0), tuple(boxes))
    (table,) = tables_in(Sheet().table(layout, long_strokes).pdf())
    assert texts(table)[1:] == [list(row) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    "columns",
    [
        (("道路绿化养护工作完成后", "与苗木成活率的检查结果", "按季度公布"), ("1", "2", "3")),  # wrapped text
        (("绿化面积", "成活率", "满意度"), ("900", "95%")),
        (("一级", "绩效", "指标"), ("二级", "绩效", "指标")),
        (("绿化面积", "成活率"), ("900", "95%")),
        (("产出指标",), ("900", "95%", "90%")),
        (("Mar-2019", "Apr-2019", "May-2019"), ("71,204", "68,310", "70,007")),
        (("一季度", "二季度", "三季度"), ("1,024.50", "998.00", "1,120.75")),
    ],
    ids=["wrapped", "one short", "words only", "two lines", "label", "months", "quarters"],
)
def test_lines_of_one_cell_stay_together(columns: tuple[tuple[str, ...], ...]) -> None:
    table = columns_of_lines(*columns, head=("指标", "目标值"))
    assert [cell.lines for cell in table.cells if cell.row == 1] == list(columns)
    assert table.origin is Origin.RULED


def test_a_body_without_any_line_takes_columns_and_rows() -> None:
    layout = Layout(
        (120.0, 90.0, 90.0),
        (24.0, 60.0),
        (
            *(Box(0, n, lines=(text,)) for n, text in enumerate(("Region", "2019", "2020"))),
            Box(1, 0, lines=("North", "South", "East", "West")),
            Box(1, 1, lines=("1.5", "2.5", "3.5", "4.5")),
            Box(1, 2, lines=("10", "20", "30", "40")),
        ),
    )
    sheet = Sheet().table(layout, lambda canvas, own: None)
    for y in (780, 756, 696):
        sheet.canvas.line(60, y, 360, y)
    for x, bottom in ((60, 696), (180, 756), (270, 756), (360, 696)):
        sheet.canvas.line(x, 780, x, bottom)
    (table,) = tables_in(sheet.pdf())
    assert texts(table) == [
        ["Region", "2019", "2020"],
        ["North", "1.5", "10"],
        ["South", "2.5", "20"],
        ["East", "3.5", "30"],
        ["West", "4.5", "40"],
    ]


def test_a_dark_header_without_visible_lines_takes_the_columns_below() -> None:
    layout = simple(CHINESE)
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColor(HexColor("#203864"))
    canvas.setStrokeColor(HexColor("#203864"))
    canvas.rect(60, 756, 360, 24, stroke=1, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    below = Layout(
        layout.widths,
        layout.heights[1:],
        tuple(Box(b.row - 1, b.column, lines=b.lines) for b in layout.boxes if b.row),
        60,
        756,
    )
    sheet.table(below)
    for n, text in enumerate(CHINESE[0]):
        sheet.text(63 + 90 * n, 765, text)
    (table,) = tables_in(sheet.pdf())
    assert texts(table) == CHINESE

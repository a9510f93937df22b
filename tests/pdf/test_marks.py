"""Drawn things that are no borders, and borders that are hardly drawn."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.pdf.draw import (
    FONT,
    SIZE,
    STYLES,
    Box,
    Layout,
    Sheet,
    blocks_of,
    long_strokes,
    pages_of,
    simple,
    structure,
    tables_in,
)

MERGED = Layout(
    (60.0, 90.0, 120.0),
    (26.0,) * 4,
    (
        Box(0, 0, 1, 2, ("项目名称",)),
        Box(0, 2, lines=("敬老卡制作与发放",)),
        Box(1, 0, 3, 1, ("绩效", "指标")),
        *(Box(r, c, lines=(f"第{r}行{c}列",)) for r in (1, 2, 3) for c in (1, 2)),
    ),
)


@pytest.mark.parametrize("degrees", [-1.0, 0.4, 1.5])
@pytest.mark.parametrize("style", ["long strokes", "cell strokes", "outlines", "cell bars"])
def test_a_page_that_leans_is_read_straightened(style: str, degrees: float) -> None:
    sheet = Sheet()
    sheet.canvas.translate(297.5, 421)
    sheet.canvas.rotate(degrees)
    sheet.canvas.translate(-297.5, -421)
    (table,) = tables_in(sheet.table(MERGED, STYLES[style]).pdf())
    assert structure(table) == list(MERGED.boxes)
    (straight,) = tables_in(Sheet().table(MERGED, STYLES[style]).pdf())
    assert straight.bbox is not None
    assert table.bbox is not None
    x, y = (straight.bbox[0] + straight.bbox[2]) / 2 - 297.5, (straight.bbox[1] + straight.bbox[3]) / 2 - 421
    turn = degrees * 3.14159265 / 180  # counter-clockwise, y downwards
    assert (table.bbox[0] + table.bbox[2]) / 2 - 297.5 == pytest.approx(x + turn * y, abs=0.6)
    assert (table.bbox[1] + table.bbox[3]) / 2 - 421 == pytest.approx(y - turn * x, abs=0.6)
    assert pages_of(sheet.pdf())[0].skew == pytest.approx(-degrees, abs=0.01)


@pytest.mark.parametrize(("padding", "shift"), [(0.8, -1.0), (0.8, -1.4), (12.0, -2.0), (0.8, 3.0)])
def test_lines_under_and_through_text_are_no_borders(padding: float, shift: float) -> None:
    text = "王建设比例竣工发放"
    width = stringWidth(text, FONT, SIZE)
    layout = Layout((width + 2 * padding, 60.0), (40.0, 40.0), tuple(Box(r, c) for r in (0, 1) for c in (0, 1)))
    sheet = Sheet()
    long_strokes(sheet.canvas, layout)
    sheet.text(60 + padding, 760, text).text(60 + padding, 745, "档案")
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.line(60 + padding - 0.5, 760 + shift, 60 + padding + width + 0.5, 760 + shift)
    (table,) = tables_in(sheet.pdf())
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, text + "档案"),
        (0, 1, ""),
        (1, 0, ""),
        (1, 1, ""),
    ]


def test_boxes_to_tick_do_not_cut_cells_and_boxes_for_digits_are_cells() -> None:
    sheet = Sheet().table(simple([["是", "否"], ["甲", "乙"]]))
    for x in (62.5, 152.5):
        sheet.canvas.rect(x, 766, 7, 7, stroke=1, fill=0)
    (table,) = tables_in(sheet.pdf())
    assert (table.rows, table.columns) == (2, 2)
    digits = simple([list("201"), list("456")], width=12, height=12)
    (table,) = tables_in(Sheet().table(digits).pdf())
    assert [cell.text for cell in table.cells] == list("201456")


def test_a_chart_is_no_table() -> None:
    sheet = Sheet().table(simple([["甲", "乙"], ["丙", "丁"]]))
    canvas = sheet.canvas
    for step in range(6):
        canvas.line(120, 400 + 14 * step, 420, 400 + 14 * step)
    canvas.line(120, 400, 120, 476)
    canvas.setFillGray(0.5)
    for bar in range(6):
        canvas.rect(140 + 46 * bar, 400, 22, 12 + (37 * bar) % 55, stroke=0, fill=1)
    assert len(tables_in(sheet.pdf())) == 1


def coloured(rows: list[list[str]], colours: list[list[str]]) -> Sheet:
    """Cells told apart by colour alone, painted unit by unit."""
    sheet = Sheet()
    layout = simple(rows)
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        sheet.canvas.setFillColor(HexColor(colours[box.row][box.column]))
        sheet.canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    sheet.canvas.setFillColor(HexColor("#000000"))
    return sheet.table(layout, lambda canvas, layout: None)


def test_units_of_one_colour_and_one_text_are_one_cell() -> None:
    red, blue, green = "#fbe5d6", "#dbe5f1", "#e2efda"
    sheet = coloured([["", "乙"], ["甲", "丙"], ["", "丁"]], [[red, blue], [red, green], [red, blue]])
    (table,) = tables_in(sheet.pdf())
    assert [(c.row, c.column, c.rowspan, c.text) for c in table.cells] == [
        (0, 0, 3, "甲"),
        (0, 1, 1, "乙"),
        (1, 1, 1, "丙"),
        (2, 1, 1, "丁"),
    ]


def test_striped_rows_stay_rows_of_cells() -> None:
    red, blue = "#fbe5d6", "#dbe5f1"
    sheet = coloured([["甲", "乙"], ["丙", "丁"], ["戊", "己"]], [[red, red], [blue, blue], [red, red]])
    (table,) = tables_in(sheet.pdf())
    assert [(c.row, c.column, c.text) for c in table.cells] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 0, "丙"),
        (1, 1, "丁"),
        (2, 0, "戊"),
        (2, 1, "己"),
    ]


def test_merged_cells_that_are_open_at_the_page_break_stay_apart() -> None:
    """The bottom line is drawn only under the last column; the cells beside it go on over the break."""
    sheet = Sheet()
    canvas = sheet.canvas
    for x in (60, 120, 200, 300):
        canvas.line(x, 700, x, 780)
    for y in (780, 750):
        canvas.line(60, y, 300, y)
    for y in (725, 700):
        canvas.line(200, y, 300, y)
    for x, y, text in ((64, 735, "国有林场"), (124, 735, "860,000.00"), (204, 735, "维修里程"), (204, 710, "验收结论")):
        sheet.text(x, y, text)
    (table,) = tables_in(sheet.pdf())
    assert [(c.row, c.column, c.rowspan, c.text) for c in table.cells if c.row] == [
        (1, 0, 2, "国有林场"),
        (1, 1, 2, "860,000.00"),
        (1, 2, 1, "维修里程"),
        (2, 2, 1, "验收结论"),
    ]


def test_a_text_that_overflows_does_not_take_its_neighbour_along() -> None:
    layout = Layout((54.0, 54.0), (25.0, 25.0), tuple(Box(r, c) for r in (0, 1) for c in (0, 1)))
    sheet = Sheet()
    long_strokes(sheet.canvas, layout)
    start = 114.0 + 2.0 - stringWidth("敬老卡制作量", FONT, SIZE)  # ends two points beyond the wall
    sheet.text(start, 765, "敬老卡制作量").text(117.0, 765, "平台王田")
    (table,) = tables_in(sheet.pdf())
    assert [cell.text for cell in table.cells] == ["敬老卡制作量", "平台王田", "", ""]


def test_text_beyond_the_paper_is_not_read() -> None:
    sheet = Sheet().text(60, 860, "纸外").text(60, 700, "纸内").text(-80, 500, "左外")
    assert [block.text for block in blocks_of(sheet.pdf()) if not hasattr(block, "cells")] == ["纸内"]

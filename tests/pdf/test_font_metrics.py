"""A text stands in the row in which it is printed, whatever its font says of its own height."""

from __future__ import annotations

import math

import pytest

from extractor.layout.ruled.page import layout_page
from extractor.model.table import Table, TextLine
from tests.fonts import register
from tests.pdf.draw import FONT, Sheet, long_strokes, pages_of, simple, tables_in
from tests.pdf.raw import with_type3_font

SIGNS = "≥≤><=·•"
LATIN = "ABCDEIMQabcdegilnorstu0123456789.%"
HANZI = "项目指标数量质时效成本年月日元张"
METRICS = [(0.5, -0.1), (0.9, -0.2), (1.2, -0.5), (2.0, -1.0), (3.13, -2.47), (4.0, 0.0), (4.0, 0.4), (0.0, 0.0)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows_of_cells()]


@pytest.mark.parametrize(("ascent", "descent"), METRICS)
@pytest.mark.parametrize("height", [13.0, 15.0, 24.0])
def test_the_row_of_a_text_does_not_hang_on_its_font(ascent: float, descent: float, height: float) -> None:
    font = register(f"Odd{ascent}{descent}", ascent, descent, SIGNS + LATIN + HANZI)
    rows = [["Indicator", "指标"], ["QM", "数量"], ["A1", "质量"], ["B2", "时效"], ["C3", "成本"]]
    sheet = Sheet()
    long_strokes(sheet.canvas, simple([["", ""]] * 5, height=height))
    for i, (left, right) in enumerate(rows):
        sheet.canvas.setFont(font, 10)
        sheet.canvas.drawString(64, 780 - height * i - height / 2 - 3.5, left)
        sheet.canvas.drawString(154, 780 - height * i - height / 2 - 3.5, right)
    pdf = sheet.pdf()
    assert [texts(table) for table in tables_in(pdf)] == [rows]
    glyphs = pages_of(pdf)[0].glyphs
    sizes = {
        round(bottom - top, 3)
        for top, bottom, char in zip(glyphs.y0, glyphs.y1, glyphs.text, strict=True)
        if char in LATIN + HANZI
    }
    assert sizes == {10.0}
    (page,) = pages_of(pdf)
    assert layout_page(page) == layout_page(page, pure=True)


@pytest.mark.parametrize(("ascent", "descent"), METRICS)
def test_a_sign_of_another_font_stays_before_its_number(ascent: float, descent: float) -> None:
    other = register(f"Sign{ascent}{descent}", ascent, descent, SIGNS)
    plain = register("Plain", 0.88, -0.12, LATIN + HANZI)
    sheet = Sheet()
    long_strokes(sheet.canvas, simple([["", ""]] * 4, height=15))
    wanted = []
    for i, (label, sign, value) in enumerate(
        [("数量", "≥", "30张"), ("质量", "=", "98%"), ("时效", "<", "10日"), ("Cost", "≤", "8.5")]
    ):
        y = 780 - 15 * i - 11
        canvas = sheet.canvas
        canvas.setFont(plain, 10)
        canvas.drawString(64, y, label)
        canvas.setFont(other, 10)
        canvas.drawString(154, y, sign)
        canvas.setFont(plain, 10)
        canvas.drawString(159, y, value)
        wanted.append([label, sign + value])
    assert [texts(table) for table in tables_in(sheet.pdf())] == [wanted]


@pytest.mark.parametrize(("ascent", "descent"), METRICS)
def test_a_mark_of_another_font_leaves_the_lines_of_its_cell_in_order(ascent: float, descent: float) -> None:
    other = register(f"Mark{ascent}{descent}", ascent, descent, SIGNS)
    sheet = Sheet()
    long_strokes(sheet.canvas, simple([["", ""]], width=140, height=60))
    canvas = sheet.canvas
    canvas.setFont(other, 10)
    canvas.drawString(64, 765, "·")
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(["unstable scores over", "time with no reason"]):
        canvas.drawString(74, 765 - 12 * number, line)
    canvas.setFont(FONT, 10)
    for number, line in enumerate(["项目完成后按年度", "分批支付"]):
        canvas.drawString(204, 765 - 12 * number, line)
    (table,) = tables_in(sheet.pdf())
    assert [cell.lines for cell in table.cells] == [
        ("· unstable scores over", "time with no reason"),
        ("项目完成后按年度", "分批支付"),
    ]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_text_has_the_size_of_its_font(degrees: int) -> None:
    font = register("Turned", 3.0, -2.0, LATIN)
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFont(font, 10)
    canvas.translate(300, 400)
    canvas.rotate(degrees)
    canvas.drawString(0, 0, "QM")
    (page,) = pages_of(sheet.pdf())
    glyphs = page.glyphs
    assert glyphs.turns is not None
    assert glyphs.turns[0] == -degrees // 90 % 4
    box = glyphs.x0[0], glyphs.y0[0], glyphs.x1[0], glyphs.y1[0]
    # The unturned box is 5 wide, 8.5 above and 1.5 below the baseline; it is turned about (300, 442 from the top).
    angle = -math.radians(degrees)
    corners = [
        (300 + x * math.cos(angle) - y * math.sin(angle), 442 + x * math.sin(angle) + y * math.cos(angle))
        for x, y in ((0, -8.5), (5, 1.5))
    ]
    (xa, ya), (xb, yb) = corners
    assert box == pytest.approx((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), abs=0.01)


@pytest.mark.parametrize(("unit", "size"), [(1.0, 1.0), (0.1, 1.0), (0.001, 1.0), (0.001, 10.0), (1.0, 0.5)])
def test_a_bitmap_font_with_a_unit_of_its_own_is_as_high_as_its_shapes(unit: float, size: float) -> None:
    pdf = with_type3_font("QM", unit=unit, size=size, height=8.0, width=6.0)
    (page,) = pages_of(pdf)
    assert page.glyphs.text == "QM"
    assert page.glyphs.y1[0] - page.glyphs.y0[0] == pytest.approx(8.0 if size != 10.0 else 10.0, abs=0.1)
    (line,) = layout_page(page)
    assert isinstance(line, TextLine)
    assert line.text == "QM"

"""Charts, diagrams and strokes are no tables; blank forms are."""

from __future__ import annotations

import pytest

from extractor.model.table import TextLine
from tests.pdf.draw import Box, Layout, Sheet, blocks_of, long_strokes, simple, tables_in


def bar_chart(sheet: Sheet, caption: str, years: list[str]) -> Sheet:
    """Two framed bars a year that shrink from year to year, on a framed background."""
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    canvas.rect(80, 400, 360, 150, fill=0)
    for number, year in enumerate(years):
        x = 90 + 44 * number
        for bar, colour in enumerate((0.4, 0.7)):
            canvas.setFillGray(colour)
            canvas.rect(x + 15 * bar, 400, 15, 120 - 13 * number - 6 * bar, stroke=1, fill=1)
        canvas.setFillGray(0)
        sheet.text(x, 388, year)
    return sheet.text(90, 537, caption)


@pytest.mark.parametrize("caption", ["财政拨款收入", "Revenue in millions"])
def test_a_bar_chart_is_text_outside_tables(caption: str) -> None:
    years = [str(year) for year in range(2016, 2024)]
    blocks = blocks_of(bar_chart(Sheet(), caption, years).pdf())
    assert all(isinstance(block, TextLine) for block in blocks)
    assert [block.text for block in blocks if isinstance(block, TextLine)] == [caption, *years]


def test_a_table_beside_a_chart_stays() -> None:
    sheet = Sheet().table(simple([["年度", "金额"], ["2025", "12"]]))
    (table,) = tables_in(bar_chart(sheet, "合计", ["2024", "2025", "2026"]).pdf())
    assert [cell.text for cell in table.cells] == ["年度", "金额", "2025", "12"]


def test_strokes_of_a_letter_are_no_table() -> None:
    sheet = Sheet()
    for x in (100, 104.5, 109):
        sheet.canvas.line(x, 500, x, 515)
    for y in (500, 505, 510, 515):
        sheet.canvas.line(100, y, 109, y)
    assert tables_in(sheet.pdf()) == []


@pytest.mark.parametrize("filled", [True, False])
def test_a_blank_form_is_a_table(filled: bool) -> None:
    labels = ("产出指标", "效益指标") if filled else ("", "")
    boxes = [Box(0, 0, colspan=4)]
    boxes += [Box(1 + 5 * n, 0, rowspan=5, lines=(text,) if text else ()) for n, text in enumerate(labels)]
    boxes += [Box(row, 1 + column) for row in range(1, 11) for column in range(3)]
    layout = Layout((60.0, 90.0, 120.0, 80.0), (24.0,) * 11, tuple(boxes))
    (table,) = tables_in(Sheet().table(layout, long_strokes).pdf())
    assert len(table.cells) == len(boxes)


def test_a_box_for_each_digit_is_a_table() -> None:
    assert len(tables_in(Sheet().table(simple([[""] * 18], width=12, height=12)).pdf())) == 1

"""Rulings of every kind: what bounds a cell and what does not."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import HexColor

from tests.pdf.draw import (
    FONT,
    Box,
    Layout,
    Sheet,
    blocks_of,
    long_strokes,
    pages_of,
    print_lines,
    simple,
    structure,
    tables_in,
)

GRID = simple([["一级指标", "二级指标"], ["产出指标", "数量指标"], ["", "≥90.00(%)"]])


def test_edges_of_filled_cells_bound_them_without_any_line() -> None:
    sheet = Sheet()
    colours = ("#d9e2f3", "#b4c6e7")
    for box in GRID.boxes:
        x0, y0, x1, y1 = GRID.sides(box)
        sheet.canvas.setFillColor(HexColor(colours[(box.row + box.column) % 2]))
        sheet.canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    sheet.canvas.setFillColor(HexColor("#000000"))
    print_lines(sheet.canvas, GRID)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(GRID.boxes)


def test_white_lines_between_filled_cells_bound_them() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColor(HexColor("#4472c4"))
    canvas.rect(60, 708, 180, 72, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor("#ffffff"))
    long_strokes(canvas, GRID)
    canvas.setFillColor(HexColor("#000000"))
    print_lines(canvas, GRID)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(GRID.boxes)


def test_a_filled_header_above_ruled_rows_belongs_to_the_table() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    body = simple([["产出指标", "数量指标"], ["效益指标", "社会效益指标"]], top=756)
    for column in range(2):
        canvas.setFillColor(HexColor("#d9e2f3" if column else "#b4c6e7"))
        canvas.rect(60 + 90 * column, 756, 90, 24, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    sheet.table(body).text(63, 768, "一级指标").text(153, 768, "二级指标")
    (table,) = tables_in(sheet.pdf())
    assert [cell.text for cell in table.cells] == [
        "一级指标",
        "二级指标",
        "产出指标",
        "数量指标",
        "效益指标",
        "社会效益指标",
    ]


def test_nearly_white_lines_and_fills_on_paper_are_not_seen() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setStrokeColor(HexColor("#fafafa"))
    canvas.line(105, 708, 105, 780)
    canvas.setFillColor(HexColor("#fdfdfd"))
    canvas.rect(60, 740, 180, 6, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.setStrokeColor(HexColor("#000000"))
    sheet.table(GRID)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(GRID.boxes)


@pytest.mark.parametrize("full", [False, True])
def test_an_underline_is_no_border(full: bool) -> None:
    layout = simple([["项目", "名称"], ["单位", "年度"]], width=40 if full else 90)
    sheet = Sheet()
    long_strokes(sheet.canvas, layout)
    sheet.canvas.setFont(FONT, 9)
    text = "上海市公" if full else "上海市"
    sheet.canvas.drawString(62, 770, text)
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.line(62, 768.5, 62 + 9 * len(text), 768.5)
    (table,) = tables_in(sheet.pdf())
    assert (table.rows, table.columns) == (2, 2)
    assert [cell.text for cell in table.cells] == [text, "", "", ""]


def test_a_frame_around_prose_is_no_table() -> None:
    sheet = Sheet()
    sheet.canvas.rect(50, 500, 480, 300)
    sheet.text(60, 780, "本单位职责如下。").text(60, 760, "一、贯彻执行有关规定。")
    assert tables_in(sheet.pdf()) == []
    assert len(blocks_of(sheet.pdf())) == 2


def test_a_page_frame_around_two_tables_leaves_two_tables() -> None:
    sheet = Sheet()
    sheet.canvas.rect(40, 400, 520, 420)
    sheet.table(simple([["甲", "乙"], ["丙", "丁"]])).table(simple([["戊", "己"], ["庚", "辛"]], top=600))
    assert [[cell.text for cell in table.cells] for table in tables_in(sheet.pdf())] == [
        ["甲", "乙", "丙", "丁"],
        ["戊", "己", "庚", "辛"],
    ]


def test_a_table_inside_a_cell_keeps_its_own_texts() -> None:
    outer = Layout(
        (100.0, 300.0),
        (30.0, 120.0),
        (
            Box(0, 0, lines=("名称",)),
            Box(0, 1, lines=("说明",)),
            Box(1, 0, lines=("明细",)),
            Box(1, 1, lines=("见下表",)),
        ),
    )
    inner = simple([["甲", "乙"], ["丙", "丁"]], left=180, top=720, width=60)
    sheet = Sheet().table(outer).table(inner)
    tables = tables_in(sheet.pdf())
    assert [[cell.text for cell in table.cells] for table in tables] == [
        ["名称", "说明", "明细", "见下表"],
        ["甲", "乙", "丙", "丁"],
    ]


def test_a_table_without_outer_side_lines_keeps_its_outer_columns() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    for y in (780, 756, 732):
        canvas.line(60, y, 330, y)
    for x in (150, 240):
        canvas.line(x, 732, x, 780)
    layout = simple([["甲", "乙", "丙"], ["丁", "戊", "己"]])
    print_lines(canvas, layout)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(layout.boxes)


def test_a_table_cut_open_by_the_page_end_keeps_its_last_row() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    for y in (780, 756):
        canvas.line(60, y, 240, y)
    for x in (60, 150, 240):
        canvas.line(x, 732, x, 780)
    layout = simple([["甲", "乙"], ["丙", "丁"]])
    print_lines(canvas, layout)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(layout.boxes)


def test_an_l_shaped_region_is_cut_into_rectangles_that_tile_the_table() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    canvas.rect(60, 708, 180, 72)
    canvas.line(150, 756, 240, 756)
    canvas.line(150, 732, 240, 732)
    canvas.line(150, 708, 150, 756)
    sheet.text(153, 740, "甲").text(153, 716, "乙").text(63, 768, "丙")
    (table,) = tables_in(sheet.pdf())
    assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells] == [
        (0, 0, 3, 1, "丙"),
        (0, 1, 1, 1, ""),
        (1, 1, 1, 1, "甲"),
        (2, 1, 1, 1, "乙"),
    ]


def test_cells_drawn_with_space_between_them_form_one_grid() -> None:
    sheet = Sheet()
    for box in GRID.boxes:
        x0, y0, x1, y1 = GRID.sides(box)
        sheet.canvas.rect(x0 + 1, y0 + 1, x1 - x0 - 2, y1 - y0 - 2)
    print_lines(sheet.canvas, GRID)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(GRID.boxes)


def test_lines_as_thick_strokes_and_as_frames_of_two_rectangles() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    for box in GRID.boxes:
        x0, y0, x1, y1 = GRID.sides(box)
        path = canvas.beginPath()
        path.rect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1)
        path.rect(x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.setLineWidth(3)
    canvas.rect(60, 708, 180, 72)
    print_lines(canvas, GRID)
    (table,) = tables_in(sheet.pdf())
    assert structure(table) == list(GRID.boxes)


@pytest.mark.parametrize("as_one", [False, True])
def test_a_clip_of_several_rectangles_hides_what_lies_between_them(as_one: bool) -> None:
    """Two tables side by side, their lines drawn across both and cut by one clip, which is two rectangles or an outline."""
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    clip = canvas.beginPath()
    if as_one:  # a U: the gap between the tables is outside, a strip below them joins the two
        corners = [(100, 700), (200, 700), (200, 634), (300, 634), (300, 700), (400, 700), (400, 630), (100, 630)]
        clip.moveTo(*corners[0])
        for corner in corners[1:]:
            clip.lineTo(*corner)
        clip.close()
    else:
        clip.rect(100, 640, 100, 60)
        clip.rect(300, 640, 100, 60)
    canvas.saveState()
    canvas.clipPath(clip, stroke=0)
    for y in (700, 680, 660, 640):
        canvas.line(0, y, 595, y)
    for x in (100, 150, 200, 300, 350, 400):
        canvas.line(x, 640, x, 700)
    canvas.restoreState()
    canvas.setFont("Helvetica", 9)
    for x in (105, 155, 305, 355):
        for y in (686, 666, 646):
            canvas.drawString(x, y, f"{x}/{y}")
    found = tables_in(sheet.pdf())
    assert [(table.rows, table.columns) for table in found] == [(3, 2), (3, 2)]
    assert [[cell.text for cell in table.cells] for table in found] == [
        [f"{x}/{y}" for y in (686, 666, 646) for x in xs] for xs in ((105, 155), (305, 355))
    ]


def test_a_clip_with_curves_counts_as_the_box_around_it() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    clip = canvas.beginPath()
    clip.circle(250, 650, 60)
    canvas.saveState()
    canvas.clipPath(clip, stroke=0)
    canvas.line(0, 650, 595, 650)
    canvas.restoreState()
    (page,) = pages_of(sheet.pdf())
    assert page.rulings.horizontals == [pytest.approx((192, 189.25, 310.75), abs=0.6)]

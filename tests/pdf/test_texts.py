"""Text of every kind inside and outside of cells."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from extractor.model.table import Table, TextLine
from extractor.output.table_formats import table_to_dict
from tests.pdf.draw import FONT, Box, Layout, Sheet, blocks_of, long_strokes, pages_of, simple, tables_in

WIDE = Layout((120.0, 240.0), (40.0, 40.0), (Box(0, 0), Box(0, 1), Box(1, 0), Box(1, 1)))


def sheet_with(layout: Layout = WIDE) -> tuple[Sheet, Canvas]:
    sheet = Sheet()
    long_strokes(sheet.canvas, layout)
    sheet.canvas.setFont(FONT, 10)
    return sheet, sheet.canvas


def texts(sheet: Sheet) -> list[str]:
    (table,) = tables_in(sheet.pdf())
    return [cell.text for cell in table.cells]


def test_bold_by_printing_twice_is_read_once() -> None:
    sheet, canvas = sheet_with()
    for shift in (0, 0.3):
        canvas.drawString(70 + shift, 760, "项目名称11")
    for x, char in zip((190, 195.1, 200.2), "100", strict=True):
        for shift in (0, 0.25):
            canvas.drawString(x + shift, 760, char)
    assert texts(sheet) == ["项目名称11", "100", "", ""]


def test_a_watermark_across_the_table_stays_out_of_the_cells() -> None:
    sheet, canvas = sheet_with()
    canvas.drawString(70, 760, "数量指标")
    canvas.saveState()
    canvas.translate(100, 680)
    canvas.rotate(35)
    canvas.setFont(FONT, 40)
    canvas.drawString(0, 0, "仅供参考")
    canvas.restoreState()
    assert texts(sheet) == ["数量指标", "", "", ""]


def test_a_label_set_top_to_bottom_upright_or_turned() -> None:
    layout = Layout((30.0, 30.0, 30.0), (90.0, 20.0), (Box(0, 0), Box(0, 1), Box(0, 2), Box(1, 0, 1, 3)))
    sheet, canvas = sheet_with(layout)
    for number, char in enumerate("绩效指标"):
        canvas.drawString(70, 760 - 14 * number, char)
    canvas.saveState()
    canvas.translate(102, 765)
    canvas.rotate(-90)
    canvas.drawString(0, 0, "满意度指标")
    canvas.restoreState()
    canvas.saveState()
    canvas.translate(138, 700)
    canvas.rotate(90)
    canvas.drawString(0, 0, "产出指标")
    canvas.restoreState()
    assert texts(sheet) == ["绩效指标", "满意度指标", "产出指标", ""]


def test_lines_follow_the_baseline_and_words_keep_their_spaces() -> None:
    sheet, canvas = sheet_with()
    canvas.drawString(190, 766, "采购 Windows Server 2022")
    canvas.drawString(190, 752, "一套,单价 1,234.50 元")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(70, 766, "Hello, world of")
    canvas.drawString(70, 754, "forms")
    assert texts(sheet) == ["Hello, world of forms", "采购Windows Server 2022一套,单价1,234.50元", "", ""]


def test_a_raised_figure_does_not_become_part_of_the_number() -> None:
    sheet, canvas = sheet_with()
    canvas.drawString(190, 760, "100")
    canvas.setFont(FONT, 6)
    canvas.drawString(206, 764, "2")
    assert texts(sheet) == ["", "100²", "", ""]


@pytest.mark.parametrize("raised", [2.5, 3.3, 5.0, 6.0])
@pytest.mark.parametrize("size", [5.0, 5.8, 6.5, 7.0])
@pytest.mark.parametrize(
    ("base", "mark", "text"),
    [("面积100m", "2", "面积100m² more"), ("total", "(1)", "total⁽¹⁾ more"), ("合计", "a", "合计a more")],
)
def test_a_raised_mark_stays_in_its_line(base: str, mark: str, text: str, size: float, raised: float) -> None:
    sheet, canvas = sheet_with()
    canvas.drawString(70, 768, "above")
    canvas.drawString(70, 755, base)
    x = 70 + canvas.stringWidth(base, FONT, 10)
    canvas.setFont(FONT, size)
    canvas.drawString(x, 755 + raised, mark)
    x += canvas.stringWidth(mark, FONT, size)
    canvas.setFont(FONT, 10)
    canvas.drawString(x, 755, " more")
    (table,) = tables_in(sheet.pdf())
    assert table.cells[0].lines == ("above", text)


def test_text_that_overflows_its_cell_stays_whole_and_neighbours_stay_apart() -> None:
    layout = Layout((44.0, 44.0, 60.0), (30.0, 30.0), tuple(Box(r, c) for r in range(2) for c in range(3)))
    sheet, canvas = sheet_with(layout)
    canvas.drawString(63, 760, "制卡设备维护费")
    canvas.drawString(64, 730, "数量指标")
    canvas.drawString(104, 730, "质量指标")
    canvas.drawString(150, 730, "≥90.00(%)")
    assert texts(sheet) == ["制卡设备维护费", "", "", "数量指标", "质量指标", "≥90.00(%)"]


def test_lines_that_hang_over_the_lower_edge_stay_in_their_cell() -> None:
    layout = Layout((60.0, 240.0), (40.0, 40.0), (Box(0, 0), Box(0, 1), Box(1, 0), Box(1, 1)))  # down to 700
    sheet, canvas = sheet_with(layout)
    for y, text in ((722, "社会"), (710, "效益"), (698, "指标"), (686, "类")):
        canvas.drawString(65, y, text)
    canvas.drawString(125, 722, "居民对服务的评价")
    blocks = blocks_of(sheet.pdf())
    assert [block.cells[2].text for block in blocks if isinstance(block, Table)] == ["社会效益指标类"]
    assert [block.text for block in blocks if isinstance(block, TextLine)] == []


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (65, 684),  # too far below the last line
        (90, 695),  # across the wall
        (125, 690),  # below the border, under a text that ends well above it
    ],
)
def test_a_note_below_the_table_is_none_of_its_text(x: float, y: float) -> None:
    layout = Layout((60.0, 240.0), (40.0, 40.0), (Box(0, 0), Box(0, 1), Box(1, 0), Box(1, 1)))
    sheet, canvas = sheet_with(layout)
    canvas.drawString(65, 710, "社会效益")
    canvas.drawString(125, 710, "居民对服务的评价")
    canvas.drawString(x, y, "注:据实填写")
    assert [block.text for block in blocks_of(sheet.pdf()) if isinstance(block, TextLine)] == ["注:据实填写"]


def test_unprinted_text_is_left_out_beside_printed_text() -> None:
    sheet, canvas = sheet_with()
    canvas.drawString(70, 760, "有效")
    text = canvas.beginText(190, 760)
    text.setTextRenderMode(3)
    text.textOut("隐藏")
    canvas.drawText(text)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.drawString(70, 720, "白字")
    assert texts(sheet) == ["有效", "", "", ""]


def test_white_text_on_a_dark_cell_is_read() -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColor(HexColor("#1f4e79"))
    canvas.rect(60, 740, 360, 40, stroke=0, fill=1)
    long_strokes(canvas, WIDE)
    canvas.setFont(FONT, 10)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.drawString(70, 760, "一级指标")
    assert texts(sheet) == ["一级指标", "", "", ""]


def test_a_text_layer_without_any_printed_text_is_read() -> None:
    sheet, canvas = sheet_with()
    text = canvas.beginText(70, 760)
    text.setTextRenderMode(3)
    text.textOut("项目名称")
    canvas.drawText(text)
    assert texts(sheet) == ["项目名称", "", "", ""]


def test_lines_outside_tables_are_cut_at_wide_gaps_and_kept_in_order() -> None:
    sheet = Sheet().table(simple([["甲", "乙"], ["丙", "丁"]]))
    sheet.text(60, 810, "填报单位:某中心").text(300, 810, "金额单位:元").text(60, 700, "注:本表一式两份。")
    blocks = blocks_of(sheet.pdf())
    assert [block.text if isinstance(block, TextLine) else "表" for block in blocks] == [
        "填报单位:某中心",
        "金额单位:元",
        "表",
        "注:本表一式两份。",
    ]


def test_side_by_side_tables_are_read_left_then_right_each_with_its_title() -> None:
    sheet = Sheet()
    sheet.table(simple([["左一", "左二"], ["左三", "左四"]])).table(
        simple([["右一", "右二"], ["右三", "右四"]], left=320)
    )
    sheet.text(60, 800, "左表").text(320, 800, "右表").text(
        60, 820, "某单位二〇二六年度项目支出绩效目标申报情况一览表暨说明材料汇总目录"
    )
    blocks = blocks_of(sheet.pdf())
    assert [block.text if isinstance(block, TextLine) else block.cells[0].text for block in blocks] == [
        "某单位二〇二六年度项目支出绩效目标申报情况一览表暨说明材料汇总目录",
        "左表",
        "左一",
        "右表",
        "右一",
    ]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_and_crop_box_are_applied(rotation: int) -> None:
    from io import BytesIO

    import pypdfium2 as pdfium

    sheet = Sheet().table(simple([["甲", "乙"], ["丙", "丁"]]))
    document = pdfium.PdfDocument(sheet.pdf())
    page = document[0]
    page.set_cropbox(40, 600, 400, 820)
    page.set_rotation(rotation)
    out = BytesIO()
    document.save(out)
    (read,) = pages_of(out.getvalue())
    assert read.rotation == rotation
    assert (read.width, read.height) == ((360, 220) if rotation % 180 == 0 else (220, 360))
    (table,) = tables_in(out.getvalue())
    assert [cell.text for cell in table.cells] == ["甲", "乙", "丙", "丁"]
    x0, y0, x1, y1 = 20.0, 40.0, 200.0, 88.0
    expected = {
        0: (x0, y0, x1, y1),
        90: (220 - y1, x0, 220 - y0, x1),
        180: (360 - x1, 220 - y1, 360 - x0, 220 - y0),
        270: (y0, 360 - x1, y1, 360 - x0),
    }[rotation]
    assert isinstance(table, Table)
    assert table.bbox == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize("align", ["left", "middle", "right"])
@pytest.mark.parametrize(
    ("width", "lines", "text"),
    [
        (90.0, ("653,278", "686,908"), "653,278\n686,908"),
        (90.0, ("13800000000", "13900000000"), "13800000000\n13900000000"),
        (90.0, ("Apr-2015", "May-2015"), "Apr-2015\nMay-2015"),
        (40.0, ("653,278", "686,908"), "653,278\n686,908"),  # no room, but two numbers all the same
        (40.0, ("123456", "78.90"), "12345678.90"),
        (46.0, ("1,234,5", "67.00"), "1,234,567.00"),
        (90.0, ("8.4万元", "12.25万元", "9万元"), "8.4万元\n12.25万元\n9万元"),
        (32.0, ("240.5km", "18.75km"), "240.5km\n18.75km"),
        (90.0, ("完成项目1", "2024年验收"), "完成项目1 2024年验收"),
    ],
)
def test_numbers_below_each_other_are_joined_only_where_the_line_is_full(
    align: str, width: float, lines: tuple[str, ...], text: str
) -> None:
    sheet, canvas = sheet_with(Layout((width, 200.0), (40.0, 40.0), WIDE.boxes))
    print_at = {
        "left": lambda y, line: canvas.drawString(63, y, line),
        "middle": lambda y, line: canvas.drawCentredString(60 + width / 2, y, line),
        "right": lambda y, line: canvas.drawRightString(57 + width, y, line),
    }[align]
    for number, line in enumerate(lines):
        print_at(766 - 12 * number, line)
    (table,) = tables_in(sheet.pdf())
    assert table.cells[0].text == text
    assert table.cells[0].lines == lines
    assert table_to_dict(table)["cells"][0]["lines"] == list(lines)

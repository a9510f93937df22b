"""Where a table ends: notes right below it, tables that share a border."""

from __future__ import annotations

import pytest

from extractor.model.table import Table, TextLine
from tests.pdf.draw import Sheet, blocks_of, simple


@pytest.mark.parametrize(("last", "note"), [("合格", "注:本表一式两份"), ("passed", "Note: in thousands")])
@pytest.mark.parametrize("padding", [-0.5, 0.0, 1.5])
def test_a_note_right_below_a_tight_table_is_no_line_of_its_last_cell(last: str, note: str, padding: float) -> None:
    rows = [["指标", "值"], ["验收", last], ["复核", last]]
    sheet = Sheet().table(simple(rows, height=12, width=140), lambda canvas, layout: None)
    for y in range(4):
        sheet.canvas.line(60, 779 - padding - 12 * y, 340, 779 - padding - 12 * y)
    for x in (60, 200, 340):
        sheet.canvas.line(x, 779 - padding, x, 743 - padding)
    sheet.text(203, 781 - 48, note)
    blocks = blocks_of(sheet.pdf())
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells][-1] == last
    assert [block.text for block in blocks if isinstance(block, TextLine)] == [note]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ([["科目", "金额"], ["人员经费", "12"]], [["街道", "户数", "面积"], ["东街", "30", "900"]]),
        ([["Item", "Sum"], ["Staff", "12"]], [["Street", "Homes", "Area"], ["East", "30", "900"]]),
    ],
    ids=["chinese", "latin"],
)
def test_two_tables_that_share_a_border_come_apart_where_their_columns_disagree(
    upper: list[list[str]], lower: list[list[str]]
) -> None:
    sheet = Sheet().table(simple(upper, width=70)).table(simple(lower, width=100, top=732))
    tables = [block for block in blocks_of(sheet.pdf()) if isinstance(block, Table)]
    assert [[[cell.text for cell in row] for row in table.rows_of_cells()] for table in tables] == [upper, lower]


def test_a_head_without_its_corner_and_a_form_with_changing_columns_stay_one_table() -> None:
    sheet = (
        Sheet()
        .table(simple([["一季度", "二季度"]], left=150))
        .table(simple([["收入", "1", "2"], ["支出", "3", "4"]], top=756))
    )
    (table,) = [block for block in blocks_of(sheet.pdf()) if isinstance(block, Table)]
    assert (table.rows, table.columns, table.cells[0].text) == (3, 3, "")
    sheet = (
        Sheet().table(simple([["项目名称", "绿化"]], width=120)).table(simple([["一", "二", "三"]], width=80, top=756))
    )
    (table,) = [block for block in blocks_of(sheet.pdf()) if isinstance(block, Table)]
    assert table.rows == 2

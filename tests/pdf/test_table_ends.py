"""Where a table ends: notes right below it, tables that share a border."""

from __future__ import annotations

import pytest

from extractor.model.records import Table, TextLine
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

"""Forms as a workbook with merged, bordered cells, printed by LibreOffice Calc."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from samples.make.blocks import Line, Printable, blocks_of
from samples.make.grid import Grid, GridCell
from samples.make.writers.tools import office_to_pdf

FONT = "WenQuanYi Micro Hei"
FONT_SIZE = 9
LINE_HEIGHT = 12.5  # points a text line takes at FONT_SIZE
CHARACTER_WIDTH = 3.35  # millimetres of one ideograph
_BORDER = Border(*(Side(style="thin"),) * 4)
_HORIZONTAL = {"label": "center", "side": "center", "amount": "right", "value": "center"}


def write_xlsx(forms: Iterable[Printable], path: Path, title: str | None = None) -> None:
    """One sheet a form; a form that does not ask for a page of its own follows below the one before.

    Tables of one sheet share its columns: the first table's widths are the sheet's.
    """
    book = Workbook()
    book.remove(book.active)
    sheet: Worksheet | None = None
    row = 1
    for number, form in enumerate(forms, 1):
        blocks = blocks_of(form)
        grid = next(block for block in blocks if isinstance(block, Grid))
        if sheet is None or form.style.new_page:
            sheet, row = _new_sheet(book, f"表{number}", grid, landscape=form.style.landscape), 1
        if title and number == 1:
            row = _line(sheet, row, grid, title, size=14)
        for block in blocks:
            if isinstance(block, Line):
                size = 13 if block.kind == "title" else FONT_SIZE
                row = _line(sheet, row, grid, block.text, size=size, centred=block.kind in ("title", "year"))
            else:
                row = _table(sheet, row, block)
        row += 1
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(path)


def write_calc_pdf(forms: Iterable[Printable], path: Path, title: str | None = None) -> None:
    """Print forms to PDF with LibreOffice Calc.

    Raises:
        ProducerMissing: LibreOffice is not installed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch, "forms.xlsx")
        write_xlsx(forms, book, title)
        office_to_pdf(book, path)


def _new_sheet(book: Workbook, name: str, grid: Grid, *, landscape: bool) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for column, width in enumerate(grid.widths):
        sheet.column_dimensions[chr(ord("A") + column)].width = width / 1.95
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = "9", "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
    return sheet


def _line(sheet: Worksheet, row: int, grid: Grid, text: str, *, size: int = FONT_SIZE, centred: bool = True) -> int:
    cell = sheet.cell(row, 1, text)
    cell.font = Font(name=FONT, size=size)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=grid.columns)
    sheet.row_dimensions[row].height = size * 1.4 * _lines(text, sum(grid.widths) * FONT_SIZE / size) + 4
    return row + 1


def _table(sheet: Worksheet, top: int, grid: Grid) -> int:
    heights = [LINE_HEIGHT + 5.0] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        need = _lines(cell.text, sum(grid.widths[cell.column : cell.column + cell.colspan])) * LINE_HEIGHT + 5.0
        missing = need - sum(heights[cell.row : cell.row + cell.rowspan])
        if missing > 0:
            heights[cell.row + cell.rowspan - 1] += missing
        _cell(sheet, top, cell)
    for row, height in enumerate(heights):
        sheet.row_dimensions[top + row].height = height
    return top + grid.rows


def _cell(sheet: Worksheet, top: int, cell: GridCell) -> None:
    first, left = top + cell.row, 1 + cell.column
    for row in range(first, first + cell.rowspan):
        for column in range(left, left + cell.colspan):
            sheet.cell(row, column).border = _BORDER
    anchor = sheet.cell(first, left)
    anchor.value = cell.text or None
    anchor.data_type = "s"  # a value such as =5.00(个) is text, not a formula
    anchor.font = Font(name=FONT, size=FONT_SIZE)
    anchor.alignment = Alignment(horizontal=_HORIZONTAL.get(cell.role, "left"), vertical="center", wrap_text=True)
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_cells(
            start_row=first, end_row=first + cell.rowspan - 1, start_column=left, end_column=left + cell.colspan - 1
        )


def _lines(text: str, width: float) -> int:
    """Lines that ``text`` takes in a cell ``width`` millimetres wide, a little pessimistic."""
    units = sum(1.0 if ord(char) > 0x2000 else 0.55 for char in text)
    return max(1, math.ceil(units * CHARACTER_WIDTH / (width - 2.5)))

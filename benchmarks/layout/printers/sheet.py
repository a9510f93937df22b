"""Tables as merged, bordered cells of a workbook, a sheet a page, printed by LibreOffice Calc.

Tables of one sheet stand below each other on common sheet columns, so that their cells cover several of them: the way
official workbooks are drawn.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from benchmarks.layout.plan import CAPTION, LEADING, SIZE, DrawnCell, DrawnTable, PlannedPage, line_count
from benchmarks.layout.styles import FILL, GREY, colour
from samples.make.writers.tools import office_to_pdf

_SIDES = {
    "lines": Side("thin"),
    "underlined": Side("thin"),
    "small print": Side("thin"),
    "thick lines": Side("thick"),
    "dashed": Side("dashed"),
    "dotted": Side("dotted"),
    "double": Side("double"),
    "bold frame": Side("thin"),
    "light grey": Side("thin", color=GREY),
    "hairline": Side("hair"),
    "coloured cells": Side(),
    "white lines": Side("medium", color="FFFFFF"),
    "open sides": Side("thin"),
    "horizontal only": Side("thin"),
}
_SLACK = 1.08  # Calc sets lines a little wider than planned


def print_with_calc(pages: Sequence[PlannedPage], path: Path) -> None:
    """Print to PDF with LibreOffice Calc.

    Raises:
        ProducerMissing: LibreOffice is not installed.
    """
    book = Workbook()
    book.remove(book.active)
    for number, page in enumerate(pages, 1):
        _sheet(book.create_sheet(f"{number}"), page)
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "tables.xlsx")
        book.save(source)
        office_to_pdf(source, path)


def _sheet(sheet: Worksheet, page: PlannedPage) -> None:
    edges = sorted({x for table in page.tables for x in accumulate(table.widths, initial=0.0)})
    for index, (a, b) in enumerate(pairwise(edges), 1):
        sheet.column_dimensions[get_column_letter(index)].width = ((b - a) / 0.75 - 5) / 7 if b - a > 8 else (b - a) / 9
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = "9", "portrait", 1, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = page.style != "small print"
    setup.scale = 50
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
    row = _line(sheet, 1, len(edges) - 1, page.heading, page.font, LEADING + 4, ruled=True)
    if page.paragraph:
        lines = line_count(page.paragraph, edges[-1]) + 1
        row = _line(sheet, row, len(edges) - 1, page.paragraph, page.font, lines * LEADING)
    for table in page.tables:
        row = _line(sheet, row, len(edges) - 1, table.caption, page.font, CAPTION)
        place = [edges.index(x) for x in accumulate(table.widths, initial=0.0)]
        for offset, height in enumerate(table.heights):
            sheet.row_dimensions[row + offset].height = round(height * _SLACK, 2)
        for cell in table.cells:
            _cell(sheet, row, place, cell, table, page)
        row += len(table.heights) + 1


def _line(sheet: Worksheet, row: int, columns: int, text: str, font: str, height: float, *, ruled: bool = False) -> int:
    cell = sheet.cell(row, 1, text)
    cell.font = Font(name=font, size=10)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    if ruled:
        for column in range(1, columns + 1):
            sheet.cell(row, column).border = Border(bottom=Side("thin"))
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = height
    return row + 1


def _cell(
    sheet: Worksheet, top: int, place: Sequence[int], cell: DrawnCell, table: DrawnTable, page: PlannedPage
) -> None:
    r0, r1 = top + cell.row, top + cell.row + cell.rowspan - 1
    c0, c1 = place[cell.column] + 1, place[cell.column + cell.colspan]
    border, fill = _border(cell, table, page.style), _fill(cell, page.style)
    for row in range(r0, r1 + 1):
        for column in range(c0, c1 + 1):
            unit = sheet.cell(row, column)
            unit.border = border
            if fill is not None:
                unit.fill = fill
    first = sheet.cell(r0, c0, cell.text or None)
    underline = "single" if page.style == "underlined" and cell.marked else None
    first.font = Font(name=page.font, size=SIZE, underline=underline)
    first.number_format = "@"
    first.data_type = "s" if cell.text else "n"  # "=30(个)" is a text, not a formula
    first.alignment = Alignment(
        horizontal="center" if cell.vertical or cell.colour % 2 else "left",
        vertical="center",
        wrap_text=True,
        text_rotation=(255 if cell.colour % 2 else 90) if cell.vertical else 0,
    )
    if (r0, c0) != (r1, c1):
        sheet.merge_cells(start_row=r0, end_row=r1, start_column=c0, end_column=c1)


def _border(cell: DrawnCell, table: DrawnTable, style: str) -> Border:
    side = _SIDES[style]
    first_row, first_column = cell.row == 0, cell.column == 0
    last_row = cell.row + cell.rowspan == len(table.heights)
    last_column = cell.column + cell.colspan == len(table.widths)
    left = right = top = bottom = side
    if style == "bold frame":
        bold = Side("medium")
        left, right = bold if first_column else side, bold if last_column else side
        top, bottom = bold if first_row else side, bold if last_row else side
    elif style == "horizontal only":
        left = right = Side()
    elif style == "open sides":
        left, right = Side() if first_column else side, Side() if last_column else side
    return Border(left=left, right=right, top=top, bottom=bottom)


def _fill(cell: DrawnCell, style: str) -> PatternFill | None:
    if style == "coloured cells":
        return PatternFill("solid", fgColor=colour(cell.colour))
    return PatternFill("solid", fgColor=FILL) if style == "white lines" else None

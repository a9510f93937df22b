"""A sheet of cells, whatever file it comes from, to flow: what is seen, with merged ranges as spans."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from extractor.model.notice import Notice
from extractor.model.table import Block
from extractor.readers.declared import Blocks, Flow, Grid, GridCell
from extractor.readers.notices import hidden_notice

_MOST_SHOWN = 20


class SheetCell(Struct):
    """A cell as displayed.

    Attributes:
        text: may hold line breaks.
        sides: which borders are drawn, of ``l``, ``r``, ``t``, ``b``.
    """

    text: str = ""
    sides: str = ""


class Sheet(Struct):
    """A visible sheet; rows and columns count from 0.

    Attributes:
        name: as its tab shows.
        cells: those that hold a text or have a border.
        merged: ``(first row, first column, last row, last column)`` of each merged range.
        hidden_rows, hidden_columns: those that are not seen.
        rounded: cells whose display shows less than is stored: ``B7: 95% (0.953)``.
        uncomputed: cells with a formula for which the file holds no value.
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rounded: list[str] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it: ``B7``."""
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def blocks_of_sheets(sheets: list[Sheet], maker: Blocks) -> list[Block]:
    """The blocks of all sheets, each a page of its own; ``line`` is the row's number in its sheet."""
    return [block for page, sheet in enumerate(sheets, start=1) for block in maker.of(_flow(sheet), page)]


def _flow(sheet: Sheet) -> Flow:
    """The sheet's parts between blank rows, each a grid."""
    filled = [place for place, cell in sheet.cells.items() if cell.text.strip()]
    seen = [(row, column) for row, column in filled if _is_seen(sheet, row, column)]
    if not seen:
        return []
    bottom, right = max(row for row, _ in filled), max(column for _, column in filled)
    spans, covered = _spans(sheet, bottom, right)
    rows: dict[int, list[GridCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row > bottom or column > right or (row, column) in covered:
            continue
        last_row, last_column, sides = spans.get((row, column), (row, column, cell.sides))
        height, width = _shown(sheet.hidden_rows, row, last_row), _shown(sheet.hidden_columns, column, last_column)
        if not height or not width:
            continue
        ruled = "l" in sides or "r" in sides or ("t" in sides and "b" in sides)
        flow: Flow = [line for line in cell.text.split("\n") if line.strip()]
        top = next(at for at in range(row, last_row + 1) if at not in sheet.hidden_rows)
        left = next(at for at in range(column, last_column + 1) if at not in sheet.hidden_columns)
        made = GridCell(top, left, last_row - top + 1, last_column - left + 1, flow, ruled)
        rows.setdefault(top, []).append(made)
    return list(_grids(rows))


def _grids(rows: dict[int, list[GridCell]]) -> Iterator[Grid]:
    """Runs of rows without a blank one between them; a blank row with borders is none."""
    cells: list[GridCell] = []
    reach = -1
    lines = range(1, max(rows) + 2)
    for row in sorted(rows):
        seen = [cell for cell in rows[row] if cell.flow or cell.ruled]
        if not seen:
            continue
        if cells and row > reach:
            yield Grid(cells, lines)
            cells = []
        cells += seen
        reach = max(reach, *(cell.row + cell.rowspan for cell in seen))
    if cells:
        yield Grid(cells, lines)


def _is_seen(sheet: Sheet, row: int, column: int) -> bool:
    return row not in sheet.hidden_rows and column not in sheet.hidden_columns


def _shown(hidden: set[int], first: int, last: int) -> int:
    return sum(at not in hidden for at in range(first, last + 1)) if hidden else last - first + 1


def _spans(
    sheet: Sheet, bottom: int, right: int
) -> tuple[dict[tuple[int, int], tuple[int, int, str]], set[tuple[int, int]]]:
    """The last row, last column and borders of each merged range by its first cell, and the cells that ranges cover."""
    spans: dict[tuple[int, int], tuple[int, int, str]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, last_row, last_column in sheet.merged:
        if top > bottom or left > right or (top, left) in covered or (top, left) in spans:
            continue
        last_row, last_column = min(last_row, bottom), min(last_column, right)
        sides: set[str] = set()
        for row in range(top, last_row + 1):
            for column in range(left, last_column + 1):
                if (row, column) != (top, left):
                    covered.add((row, column))
                if (cell := sheet.cells.get((row, column))) is not None:
                    sides.update(cell.sides)
        spans[top, left] = (last_row, last_column, "".join(sides))
        sheet.cells.setdefault((top, left), SheetCell())
    return spans, covered


def sheet_notices(sheets: list[Sheet], hidden_sheets: list[str]) -> Iterator[Notice]:
    """What was left out, rounded by its display, or never computed."""
    rows = {sheet.name: _named(sheet, sheet.hidden_rows, 0) for sheet in sheets}
    columns = {sheet.name: _named(sheet, sheet.hidden_columns, 1) for sheet in sheets}
    row_count, column_count = sum(map(len, rows.values())), sum(map(len, columns.values()))
    parts = (
        (len(hidden_sheets), "sheets", "个工作表"),
        (row_count, "rows", "行"),
        (column_count, "columns", "列"),
    )
    if any(count for count, _, _ in parts):
        evidence: dict[str, object] = {"sheets": hidden_sheets}
        evidence["rows"] = {name: found[:_MOST_SHOWN] for name, found in rows.items() if found}
        evidence["columns"] = {name: found[:_MOST_SHOWN] for name, found in columns.items() if found}
        english = [f"{count} {what}" for count, what, _ in parts if count]
        yield hidden_notice(english, [f"{count} {what}" for count, _, what in parts if count], evidence)
    if rounded := [f"{sheet.name}!{one}" for sheet in sheets for one in sheet.rounded]:
        yield Notice("VALUES_ROUNDED", {"count": str(len(rounded))}, {"cells": rounded[:_MOST_SHOWN]})
    if uncomputed := [f"{sheet.name}!{one}" for sheet in sheets for one in sheet.uncomputed]:
        yield Notice("FORMULAS_WITHOUT_VALUES", {"count": str(len(uncomputed))}, {"cells": uncomputed[:_MOST_SHOWN]})


def _named(sheet: Sheet, hidden: set[int], axis: int) -> list[str]:
    """The hidden rows or columns that hold text, as the spreadsheet calls them."""
    if not hidden:
        return []
    held = sorted({place[axis] for place, cell in sheet.cells.items() if cell.text.strip() and place[axis] in hidden})
    return [str(at + 1) if axis == 0 else cell_name(0, at).rstrip("1") for at in held]

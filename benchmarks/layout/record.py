"""The record that truth and every reader's answer are brought to before they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

from msgspec import Struct


class CellRecord(Struct, frozen=True, order=True):
    """One cell: grid position from 0, spans of at least 1, and its text."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    text: str = ""


class TableRecord(Struct, frozen=True):
    """A table as cells sorted by row and column that tile ``rows`` × ``columns``, texts without any white space."""

    rows: int
    columns: int
    cells: tuple[CellRecord, ...]

    def html(self, *, texts: bool) -> str:
        """The table as an HTML document, the form in which TEDS takes it."""
        rows: list[list[str]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            spans = "".join(
                f' {name}="{size}"' for name, size in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if size > 1
            )
            rows[cell.row].append(f"<td{spans}>{escape(cell.text) if texts else ''}</td>")
        body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
        return f"<html><body><table>{body}</table></body></html>"

    def structure(self) -> tuple[tuple[int, int, int, int], ...]:
        """The cells without their texts."""
        return tuple((cell.row, cell.column, cell.rowspan, cell.colspan) for cell in self.cells)


def fold(text: str) -> str:
    """What texts are compared by: compatibility forms and radicals folded, no white space.

    Line breaks inside a cell are no part of the truth, and whether a font's table says radical or ideograph is not the
    reader's doing.
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def table_record(cells: Iterable[CellRecord]) -> TableRecord:
    """A table in normal form: texts folded, grid lines that bound no cell dropped, holes filled with blank cells."""
    given = list(cells)
    rows = _line_numbers((cell.row, cell.row + cell.rowspan) for cell in given)
    columns = _line_numbers((cell.column, cell.column + cell.colspan) for cell in given)
    placed = [
        CellRecord(
            rows[cell.row],
            columns[cell.column],
            rows[cell.row + cell.rowspan] - rows[cell.row],
            columns[cell.column + cell.colspan] - columns[cell.column],
            fold(cell.text),
        )
        for cell in given
    ]
    height, width = max(rows.values(), default=0), max(columns.values(), default=0)
    taken = {
        (row, column)
        for cell in placed
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    placed += [
        CellRecord(row, column) for row in range(height) for column in range(width) if (row, column) not in taken
    ]
    return TableRecord(height, width, tuple(sorted(placed)))


def merged_units(
    texts: Sequence[Sequence[str]], right_open: set[tuple[int, int]], below_open: set[tuple[int, int]]
) -> TableRecord:
    """A table from grid units and the sides between them that are not drawn.

    Args:
        texts: per unit its text.
        right_open, below_open: units ``(row, column)`` without a line on their right side, below them.
    """
    owner = {(row, column): (row, column) for row, line in enumerate(texts) for column in range(len(line))}

    def root(unit: tuple[int, int]) -> tuple[int, int]:
        while owner[unit] != unit:
            unit = owner[unit]
        return unit

    for units, step in ((right_open, (0, 1)), (below_open, (1, 0))):
        for row, column in units:
            beside = (row + step[0], column + step[1])
            if (row, column) in owner and beside in owner:
                first, second = sorted((root((row, column)), root(beside)))
                owner[second] = first
    regions: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for unit in owner:
        regions.setdefault(root(unit), []).append(unit)
    return table_record(cell for units in regions.values() for cell in _as_cells(sorted(units), texts))


def _as_cells(units: list[tuple[int, int]], texts: Sequence[Sequence[str]]) -> list[CellRecord]:
    """A region of units as one cell when it is a rectangle, else each of its units as a cell."""
    (top, left), (bottom, right) = units[0], units[-1]
    width = right - left + 1
    if len(units) == (bottom - top + 1) * width and all(left <= column <= right for _, column in units):
        text = "".join(texts[row][column] for row, column in units)
        return [CellRecord(top, left, bottom - top + 1, width, text)]
    return [CellRecord(row, column, text=texts[row][column]) for row, column in units]


def _line_numbers(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    return {line: number for number, line in enumerate(sorted({line for span in spans for line in span}))}

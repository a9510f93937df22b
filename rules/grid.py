"""A form region as rows of cells, whatever its tables' origin."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.model.form import CellProvenance
from extractor.model.table import Cell, FormRegion, Table, TextLine


class Row(Struct, frozen=True):
    """One grid row.

    Attributes:
        position: place among all rows of the form, from 0.
        table: index of the table within the form, from 0.
        index: grid row within that table, from 0.
        cells: the cells that begin in it, left to right, blank ones included.
        filled: those with text.
        texts: their texts.
    """

    position: int
    table: int
    index: int
    cells: tuple[Cell, ...]
    filled: tuple[Cell, ...]
    texts: tuple[str, ...]


def row_of(position: int, table: int, index: int, cells: Sequence[Cell]) -> Row:
    """The row that some cells make."""
    filled = tuple([cell for cell in cells if cell.text])
    return Row(position, table, index, tuple(cells), filled, tuple([cell.text for cell in filled]))


class Grid:
    """All rows of a region's tables, with look-up of the cell that covers a grid unit."""

    def __init__(self, region: FormRegion) -> None:
        self.tables: tuple[Table, ...] = region.tables
        self.lines: tuple[TextLine, ...] = region.lines
        rows: list[Row] = []
        for number, table in enumerate(region.tables):
            for index, cells in enumerate(table.rows_of_cells()):
                rows.append(row_of(len(rows), number, index, cells))
        self.rows: tuple[Row, ...] = tuple(rows)
        self._spanned = [
            table.origin.has_spans or any(cell.rowspan > 1 for cell in table.cells) for table in region.tables
        ]
        self._covering: dict[int, dict[tuple[int, int], Cell]] = {}

    def _units(self, table: int) -> dict[tuple[int, int], Cell]:
        """Row and column of each grid unit of a table to the cell that covers it; found when it is first asked for."""
        units = self._covering.get(table)
        if units is None:
            units = self._covering[table] = {}
            for cell in self.tables[table].cells:
                if cell.rowspan == 1 and cell.colspan == 1:
                    units[cell.row, cell.column] = cell
                    continue
                for row in range(cell.row, cell.row + cell.rowspan):
                    for column in range(cell.column, cell.column + cell.colspan):
                        units[row, column] = cell
        return units

    def covering(self, row: Row, column: int) -> Cell | None:
        """The cell that covers a column in a row, blank or not; ``None`` where no cell is drawn."""
        return self._units(row.table).get((row.index, column))

    def across(self, row: Row, first: int, stop: int) -> list[Cell]:
        """The distinct cells that cover columns ``first`` (from 0) up to ``stop`` in a row, left to right."""
        last: Cell | None = None
        units, index = self._covering.get(row.table) or self._units(row.table), row.index
        cells: list[Cell] = []
        for column in range(first, stop):
            cell = units.get((index, column))
            if cell is not None and cell is not last:
                last = cell
                cells.append(cell)
        return cells

    def has_spans(self, row: Row) -> bool:
        """Whether merged labels of the row's table cover the rows they speak for: drawn, declared, or told by row rules."""
        return self._spanned[row.table]

    def below(self, row: Row, cell: Cell) -> Cell | None:
        """The first cell under another, in the same table."""
        return self._units(row.table).get((cell.row + cell.rowspan, cell.column))

    def line_above(self, row: Row) -> TextLine | None:
        """The text line that is right above the table that begins with a row; ``None`` for any other row."""
        table = self.tables[row.table]
        if row.index:
            return None
        if table.bbox is None:
            first = next(((cell.page, cell.line) for cell in row.cells if cell.line is not None), None)
            before = [line for line in self.lines if first and line.line is not None and (line.page, line.line) < first]
            return max(before, key=lambda line: (line.page, line.line or 0), default=None)
        top = table.bbox[1]
        before = [
            line for line in self.lines if line.page == table.page and line.bbox is not None and line.bbox[3] <= top + 2
        ]
        return max(before, key=lambda line: line.bbox[3] if line.bbox else 0.0, default=None)


def cell_provenance(row: Row, cell: Cell | None) -> CellProvenance:
    """Where a cell is."""
    if cell is None:
        return CellProvenance(table=row.table, row=row.index)
    return CellProvenance(cell.page, cell.bbox, row.table, row.index, cell.line)

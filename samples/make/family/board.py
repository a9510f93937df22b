"""A table put together cell by cell, as HTML does it: a cell takes the next free place of the current row."""

from __future__ import annotations

from collections.abc import Sequence

from samples.make.grid import Grid, GridCell, Role


class Board:
    """A grid being filled from the top left.

    Args:
        widths: column widths in millimetres.
    """

    def __init__(self, widths: Sequence[float]) -> None:
        self._widths = tuple(widths)
        self._cells: list[GridCell] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = 0
        self._first_indicator_row = 0

    @property
    def columns(self) -> int:
        """How many grid columns there are."""
        return len(self._widths)

    def put(self, text: str, colspan: int = 1, rowspan: int = 1, role: Role = "text", key: str | None = None) -> None:
        """Place one cell; a finished row moves on to the next by itself.

        Raises:
            ValueError: the cell does not fit into the row.
        """
        column = self._free()
        covered = {
            (self._row + down, column + right) for down in range(max(rowspan, 1)) for right in range(max(colspan, 1))
        }
        if column + colspan > self.columns or covered & self._taken:
            raise ValueError(f"{text!r}: {colspan} columns do not fit at row {self._row}, column {column}")
        self._taken |= covered
        self._cells.append(GridCell(self._row, column, rowspan, colspan, text, role, key))
        while all((self._row, at) in self._taken for at in range(self.columns)):
            self._row += 1

    def mark_indicators(self) -> None:
        """The row now being filled is the first of an indicator."""
        self._first_indicator_row = self._row

    def grid(self) -> Grid:
        """The finished table.

        Raises:
            ValueError: a row is not filled to its end.
        """
        if any((self._row, at) in self._taken for at in range(self.columns)):
            raise ValueError(f"row {self._row} is not full")
        cells = tuple(sorted(self._cells, key=lambda cell: (cell.row, cell.column)))
        return Grid(cells, self._row, self.columns, self._widths, self._first_indicator_row)

    def _free(self) -> int:
        return next(at for at in range(self.columns) if (self._row, at) not in self._taken)

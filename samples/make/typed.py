"""Tables typed as rows such as ``a|b||c``: ``^`` continues the cell above, ``<`` the cell to the left, a blank part is a blank cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from extractor.model.table import Cell, Origin, Table

Grid: TypeAlias = Sequence[Sequence[str]]
CONTINUED = ("^", "<")


def grid_of(rows: Sequence[str]) -> list[list[str]]:
    """Return the parts of every row; a short row's last cell reaches the right edge."""
    grid = [[part.strip() for part in row.split("|")] for row in rows]
    width = max(map(len, grid))
    return [row + ["<"] * (width - len(row)) for row in grid]


def cells_of(grid: Grid) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield row, column, row span, column span and text of every cell."""
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text not in CONTINUED:
                right = next((n for n in range(c + 1, len(row)) if row[n] != "<"), len(row))
                below = next((n for n in range(r + 1, len(grid)) if grid[n][c] != "^"), len(grid))
                yield r, c, below - r, right - c, text


def table_of(
    grid: Grid, *, page: int = 1, left: float = 0.0, top: float = 0.0, width: float = 50.0, height: float = 20.0
) -> Table:
    """Return the drawn table; ``width`` and ``height`` are those of a cell without spans."""
    xs = tuple(left + width * c for c in range(len(grid[0]) + 1))
    ys = tuple(top + height * r for r in range(len(grid) + 1))
    cells = tuple(
        Cell(r, c, rows, columns, text, (text,) if text else (), page, (xs[c], ys[r], xs[c + columns], ys[r + rows]))
        for r, c, rows, columns, text in cells_of(grid)
    )
    return Table(cells, len(grid), len(grid[0]), Origin.RULED, page, (xs[0], ys[0], xs[-1], ys[-1]), xs)

"""Forms of any layout as text that lost its tables: tab-separated rows without spans, or one cell a line."""

from __future__ import annotations

from collections.abc import Iterable

from samples.make.blocks import DrawnForm, Line
from samples.make.grid import Grid


def flatten_drawn(forms: Iterable[DrawnForm], title: str | None = None) -> str:
    """A merged cell's text stands in its first row and column only; lines are as long as the form's widest table."""
    parts = [title] if title else []
    for form in forms:
        width = max((block.columns for block in form.blocks if isinstance(block, Grid)), default=1)
        lines: list[str] = []
        for block in form.blocks:
            lines += _grid_lines(block, width) if isinstance(block, Grid) else [_padded([block.text], width)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def cells_of_drawn(forms: Iterable[DrawnForm], title: str | None = None) -> str:
    """Every non-blank cell on a line of its own, as a copy out of a viewer gives it."""
    parts = [title] if title else []
    for form in forms:
        texts: list[str] = []
        for block in form.blocks:
            texts += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells if cell.text]
        parts.append("\n".join(texts))
    return "\n\n".join(parts) + "\n"


def _grid_lines(grid: Grid, width: int) -> list[str]:
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return [_padded(row, width) for row in rows]


def _padded(cells: list[str], width: int) -> str:
    return "\t".join([*cells, *[""] * (width - len(cells))])

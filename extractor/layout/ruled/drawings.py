"""Drawings that bound areas as tables do: charts, diagrams, logos, the strokes of letters."""

from __future__ import annotations

from itertools import pairwise

from extractor.layout.ruled.lattice import Grid

_FILLED = 0.25
"""Share of cells with text below which a grid is nearly blank. Blank forms have labels in .4 of their cells and more."""
_DRAWN = 0.25
"""Mean share of the grid's extent along which its lines are drawn, in the direction in which they are shorter. Bars of different
height give .05 to .2; of 750 tables of samples and benchmarks the smallest has .33."""
_LINE = 6.0
"""Where no cell is as wide and as high as this (points), none holds a line of text."""


def is_drawing(grid: Grid, filled: int) -> bool:
    """Whether a grid of which so many cells have text is no table: nearly blank, and either stepped or too small for text."""
    if filled > _FILLED * len(grid.spans):
        return False
    if not filled and all(min(x1 - x0, y1 - y0) < _LINE for x0, y0, x1, y1 in map(grid.box, grid.spans)):
        return True
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    units = [grid.owner[row * columns : (row + 1) * columns] for row in range(rows)]
    across = [list(column) for column in zip(*units, strict=True)]
    return min(_drawn(units), _drawn(across)) < _DRAWN


def _drawn(lines: list[tuple[int, ...]] | list[list[int]]) -> float:
    """The mean share of units, over all neighbouring rows (columns), that a line parts."""
    if len(lines) < 2:
        return 1.0
    parted = sum(a != b for above, below in pairwise(lines) for a, b in zip(above, below, strict=True))
    return parted / ((len(lines) - 1) * len(lines[0]))

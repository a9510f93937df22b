"""Columns of a page whose only cell goes on from the page before and on to the next one.

No line crosses the sides of such a cell, so nothing ties them to the table that they belong to. They run exactly as far up and
down as it does, and so the lines that are missing are known.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.ruled.edges import Line, merge_lines
from extractor.layout.ruled.lattice import TOUCH, Grid

_FEWEST = 4
"""Lines that make up a table by themselves: fewer are rules between columns of text."""
_PAGE = 0.5
"""Share of the page's height from which on such lines may be what is cut at both of its ends; rules between columns of text
and in charts are shorter or fewer."""


def closing_lines(verticals: Sequence[Line], grids: Sequence[Grid], page_height: float) -> list[Line]:
    """Return the lines above and below columns that are open at both ends.

    Args:
        verticals: all upright lines of the page, as drawn.
        grids: the tables found.
    """
    loose = {x for x, _, _ in verticals}
    for grid in grids:
        left, right = grid.xs[0] - TOUCH, grid.xs[-1] + TOUCH
        loose = {x for x in loose if x < left or x > right}
    if not loose:
        return []
    sides = merge_lines(line for line in verticals if line[0] in loose)
    closing: list[Line] = []
    for grid in grids:
        x0, top, x1, bottom = grid.bbox
        xs = [x for x, start, end in sides if abs(start - top) <= TOUCH and abs(end - bottom) <= TOUCH]
        if xs:
            closing += [(y, min(x0, *xs), max(x1, *xs)) for y in (top, bottom)]
    return closing or (_of_lone_lines(sides, page_height) if sides else [])


def _of_lone_lines(sides: Sequence[Line], page_height: float) -> list[Line]:
    """The same for a page that one row fills, where no line runs across at all."""
    top = min(start for _, start, _ in sides)
    bottom = max(end for _, _, end in sides)
    xs = [x for x, start, end in sides if start - top <= TOUCH and bottom - end <= TOUCH]
    if len(xs) < _FEWEST or len(xs) < len(sides) or bottom - top < _PAGE * page_height:
        return []
    return [(y, xs[0], xs[-1]) for y in (top, bottom)]

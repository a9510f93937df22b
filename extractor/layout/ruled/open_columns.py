"""Sides that are not drawn because a cell goes on over the end of a page.

No line crosses the sides of a column whose only cell goes on from the page before and on to the next one, so nothing ties it to
the table that it belongs to. It runs exactly as far up and down as the table does, and so the lines that are missing are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from extractor.layout.ruled.edges import Line, merge_lines
from extractor.layout.ruled.lattice import TOUCH, Grid

_START = itemgetter(1)
_FEWEST = 3
"""Lines that make up a table by themselves: two are the sides of a column of text."""
_PAGE = 0.5
"""Share of the page's height from which on such lines may be what is cut at both of its ends; rules between columns of text
and in charts are shorter or fewer."""


def closing_lines(verticals: Sequence[Line], grids: Sequence[Grid], page_height: float) -> list[Line]:
    """Return the lines above and below columns that are open at both ends.

    Args:
        verticals: all upright lines of the page, as drawn.
        grids: the tables found.
    """
    if len(grids) == 1 and verticals:  # as on most pages: no line stands left or right of it
        left, right = grids[0].xs[0] - TOUCH, grids[0].xs[-1] + TOUCH
        if min(verticals)[0] >= left and max(verticals)[0] <= right:
            return []
    loose = {x for x, _, _ in verticals}
    for grid in grids:
        left, right = grid.xs[0] - TOUCH, grid.xs[-1] + TOUCH
        loose = {x for x in loose if x < left or x > right}
    sides = merge_lines(line for line in verticals if line[0] in loose) if loose else []
    if not sides:
        return []
    closing: list[Line] = []
    for grid in grids:
        x0, top, x1, bottom = grid.bbox
        xs = [x for x, start, end in sides if abs(start - top) <= TOUCH and abs(end - bottom) <= TOUCH]
        if xs:
            closing += [(y, min(x0, *xs), max(x1, *xs)) for y in (top, bottom)]
    return closing or _of_lone_lines(sides, page_height)


def _of_lone_lines(sides: Sequence[Line], page_height: float) -> list[Line]:
    """The same for a page that one row fills, where no line runs across at all."""
    top = min(start for _, start, _ in sides)
    bottom = max(end for _, _, end in sides)
    xs = [x for x, start, end in sides if start - top <= TOUCH and bottom - end <= TOUCH]
    if len(xs) < _FEWEST or len(xs) < len(sides) or bottom - top < _PAGE * page_height:
        return []
    return [(y, xs[0], xs[-1]) for y in (top, bottom)]


def open_below(grid: Grid, horizontals: Sequence[Line]) -> tuple[int, ...]:
    """Return the columns whose last cell has no line below it: it goes on over the end of the page.

    Programs that leave that line out draw it under the cells that end there; others draw it under all of them.
    """
    bottom = grid.ys[-1]
    low, high = bottom - TOUCH, bottom + TOUCH
    drawn = [line for line in horizontals if low <= line[0] <= high]
    drawn.sort(key=_START)
    reached = grid.xs[0]
    for _, start, end in drawn:
        if start > reached + TOUCH:
            break
        if end > reached:
            reached = end
    if reached >= grid.xs[-1] - TOUCH:
        return ()
    columns = len(grid.xs) - 1
    opened: list[int] = []
    for cell in dict.fromkeys(grid.owner[-columns:]):
        _, left, _, right = grid.spans[cell]
        x0, x1 = grid.xs[left], grid.xs[right]
        covered = sum(max(0.0, min(b, x1) - max(a, x0)) for _, a, b in drawn)
        if covered < 0.5 * (x1 - x0):
            opened += range(left, right)
    return tuple(opened)

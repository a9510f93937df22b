"""Which cell each run of glyphs is in; every glyph lands in exactly one cell or outside all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import attrgetter

from extractor.layout.pages.lines import Run, cut_run, spans_of
from extractor.layout.ruled.lattice import Grid
from extractor.model.page import Glyphs
from extractor.native.lattice import loops

_TALL = 2.5
"""Text this many times as high as the page's usual text that crosses cells is a watermark."""

_NEAR_WALL = 1.2
_HANGING = 0.2
"""A line with this share of its height above a table's lower edge hangs over it."""
_PITCH = 1.6
"""Lines of one text are no farther apart, in font heights."""
_FRESH = 0.08
"""Gap between two glyphs, in font heights, that is no accident where all others of the run meet."""

_TURN = attrgetter("turn")
_BASELINE = attrgetter("baseline")

Assigned = list[dict[int, list[Run]]]


def assign_runs(
    runs: list[Run], grids: list[Grid], glyphs: Glyphs, *, pure: bool = False
) -> tuple[Assigned, list[Run]]:
    """Distribute runs over the cells of the grids.

    Gives, per grid, cell index to runs, and the runs that are outside every grid. A run that crosses a grid line is cut
    there when a gap between glyphs lies on the line; when the line goes through the text, the text overflows its cell and
    stays whole in the cell it is aligned to.

    Args:
        pure: leave the compiled loops unused, even where they were built; what comes out is the same.
    """
    assigned: Assigned = [{} for _ in grids]
    if not grids:
        return assigned, runs
    by_area = sorted(range(len(grids)), key=lambda i: _area(grids[i]))  # an inner table comes before the one around it
    usual = sorted([run.size for run in runs])[len(runs) // 2] if runs else 0.0
    compiled = loops(pure=pure)
    if compiled is None or any(map(_TURN, runs)):
        outside = [run for run in runs if not _place(run, grids, by_area, assigned, glyphs, usual)]
        return assigned, [run for run in outside if not _sticks_out(run, grids, assigned)]
    flat = [value for run in runs for value in (run.baseline, run.start, run.end, run.size)]
    owners = [(i, grids[i].xs, grids[i].ys, grids[i].owner) for i in by_area]
    outside = []
    for run, grid, cell in zip(runs, *compiled.places(flat, owners), strict=True):
        if grid < 0:
            outside.append(run)
        elif cell < 0:
            _place(run, grids, by_area, assigned, glyphs, usual)
        elif cell in assigned[grid]:
            assigned[grid][cell].append(run)
        else:
            assigned[grid][cell] = [run]
    return assigned, [run for run in outside if not _sticks_out(run, grids, assigned)]


def _sticks_out(run: Run, grids: list[Grid], assigned: Assigned) -> bool:
    """Put a line that hangs over the lower edge of a table, or is right below it, into the cell whose text it goes on.

    Where a page break cuts a row, Chromium draws the last lines of a narrow cell across the border.
    """
    if run.turn:
        return False
    for grid, cells in zip(grids, assigned, strict=True):
        edge, last_row = grid.ys[-1], len(grid.ys) - 2
        if not edge <= run.middle <= edge + _PITCH * run.size:
            continue
        cell = _in_row(grid, last_row, run.start + 0.1 * run.size)
        if cell < 0 or cell != _in_row(grid, last_row, run.end - 0.1 * run.size) or not cells.get(cell):
            continue
        last = max(cells[cell], key=_BASELINE)
        hangs = run.baseline - 0.85 * run.size < edge - _HANGING * run.size
        full = last.baseline > edge - 0.25 * run.size and abs(last.start - run.start) < 0.5 * run.size
        hangs = hangs or (full and _keeps_pitch(run, last, cells[cell]))
        if run.baseline - last.baseline <= _PITCH * run.size and hangs:
            cells[cell].append(run)
            return True
    return False


def _keeps_pitch(run: Run, last: Run, runs: list[Run]) -> bool:
    """Whether a line follows the last one of a cell as that follows the one before; a note below a table follows none."""
    before = max((one.baseline for one in runs if one.baseline < last.baseline - 0.5 * last.size), default=None)
    return before is not None and abs(run.baseline + before - 2 * last.baseline) < 0.1 * run.size


def _place(run: Run, grids: list[Grid], by_area: list[int], assigned: Assigned, glyphs: Glyphs, usual: float) -> bool:
    if run.turn == 0:
        x0, x1, y = run.start, run.end, run.middle
        x = (x0 + x1) / 2
    else:
        x0, y0, x1, y1 = run.bbox
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
    for index in by_area:
        grid = grids[index]
        xs, ys = grid.xs, grid.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            continue
        if run.turn % 2:
            cell = grid.at(x, y)
        else:
            row = bisect_right(ys, y) - 1
            cell = _in_row(grid, row, x0 + 0.1 * run.size)
            if cell < 0 or cell != _in_row(grid, row, x1 - 0.1 * run.size):
                if run.size > _TALL * usual and len(grid.spans) > 1:
                    return True
                for part, owner in _cut(run, grid, glyphs, y):
                    assigned[index].setdefault(owner, []).append(part)
                return True
        assigned[index].setdefault(cell, []).append(run)
        return True
    return False


def _in_row(grid: Grid, row: int, x: float) -> int:
    """Index of the cell at x in one row of the grid, -1 outside."""
    columns = len(grid.xs) - 1
    column = bisect_right(grid.xs, x) - 1
    return grid.owner[row * columns + column] if 0 <= column < columns and 0 <= row < len(grid.ys) - 1 else -1


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.bbox
    return (x1 - x0) * (y1 - y0)


def _cut(run: Run, grid: Grid, glyphs: Glyphs, y: float) -> list[tuple[Run, int]]:
    """The parts of an upright run that crosses cells, each with its cell."""
    xs = grid.xs
    spans = spans_of(run, glyphs)
    if run.turn == 2:
        xs = tuple(-x for x in reversed(xs))
    walls = [
        x
        for x in xs[bisect_right(xs, run.start + 0.1 * run.size) : bisect_left(xs, run.end - 0.1 * run.size)]
        if grid.at(_on_page(x, run) - 0.5, y) != grid.at(_on_page(x, run) + 0.5, y)
    ]
    parts: list[Run] = []
    rest, done = run, 0
    for wall in walls:
        cut = _boundary(spans, wall, run.size)
        if cut is None:
            cut = _fresh_start(spans, wall, run.size)
        if cut is not None and cut > done and cut < len(run.text):
            left, rest = cut_run(rest, glyphs, cut - done)
            parts.append(left)
            done = cut
    parts.append(rest)
    return [(part, _best_cell(part, grid, y)) for part in parts]


def _on_page(x: float, run: Run) -> float:
    return -x if run.turn == 2 else x


def _boundary(spans: list[tuple[float, float]], wall: float, size: float) -> int | None:
    """Index of the glyph before which a wall is, when it is between two glyphs and not in the middle of one.

    The wider the gap, the farther from it the wall may be; glyphs without a gap must meet on the wall itself.
    """
    for index in range(1, len(spans)):
        end, start = spans[index - 1][1], spans[index][0]
        slack = 0.02 * size + max(0.0, start - end)
        if end - slack <= wall <= start + slack:
            return index
    return None


def _fresh_start(spans: list[tuple[float, float]], wall: float, size: float) -> int | None:
    """Index of the glyph near a wall at which a text begins anew: one gap (or overlap) unlike all others of the run.

    A text may overflow its cell by a few points and all but touch its neighbour's.
    """
    gaps = [start - end for (_, end), (start, _) in pairwise(spans)]
    near = [i for i, (start, _) in enumerate(spans) if i and abs(start - wall) <= _NEAR_WALL * size]
    if not near:
        return None
    widest = max(near, key=lambda i: abs(gaps[i - 1]))
    others = sorted(abs(gap) for i, gap in enumerate(gaps, 1) if i != widest)
    usual = others[-1] if others else 0.0
    if spans[widest][0] < wall or abs(gaps[widest - 1]) < max(_FRESH * size, 2 * usual):
        return None
    return widest


def _best_cell(run: Run, grid: Grid, y: float) -> int:
    """The cell whose left side, middle or right side the run is aligned to."""
    a, b = sorted((_on_page(run.start, run), _on_page(run.end, run)))
    gx0, gx1 = grid.xs[0] + 0.01, grid.xs[-1] - 0.01
    step = 0.1 * run.size
    first = grid.at(min(max(a + step, gx0), gx1), y)
    last = grid.at(min(max(b - step, gx0), gx1), y)
    if first == last:
        return first
    middle = grid.at(min(max((a + b) / 2, gx0), gx1), y)
    best, cost = middle, float("inf")
    for cell in dict.fromkeys((first, middle, last)):
        if cell < 0:
            continue
        x0, _, x1, _ = grid.box(grid.spans[cell])
        costs = [abs((a + b) / 2 - (x0 + x1) / 2)]
        if cell == first:
            costs.append(max(0.0, a - x0 - 0.6 * run.size))
        if cell == last:
            costs.append(max(0.0, x1 - b - 0.6 * run.size) + 0.01)
        if min(costs) < cost:
            best, cost = cell, min(costs)
    return best

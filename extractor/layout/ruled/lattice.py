"""The lattice: edges to tables. A region bounded on all four sides is a cell; a cell may cover several grid units.

Edges that meet belong to one component, and each component is looked at on its own grid. Regions that are no rectangle are
split into rectangles, sides that a page break or a style left open are closed, grid lines that bound no cell are dropped.
The cells of a grid tile it and never overlap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from operator import add

from msgspec import Struct

from extractor.layout.ruled.cells import Span, adjacent_groups, bounded_regions, parted, rectangles
from extractor.layout.ruled.edges import Line, merge_lines
from extractor.model.table import BBox
from extractor.native.lattice import loops

TOUCH = 3.0
"""How far (points) an edge may end before or beyond another and still meet it."""
NARROWEST = 4.0
"""Rows and columns narrower than this hold no text: they are the space between two lines."""
MOST_UNITS = 60_000
"""Grids with more units than this are drawings (hatching, charts), not tables."""


class Grid(Struct, frozen=True):
    """One table's structure.

    Attributes:
        xs: x of the grid lines between columns, outer ones included; strictly rising.
        ys: y of the grid lines between rows, outer ones included; strictly rising (downwards).
        spans: the cells as grid spans, sorted by row and column; they tile the grid.
        owner: per grid unit (row by row) the index of its cell in ``spans``.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    owner: tuple[int, ...]

    @property
    def bbox(self) -> BBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box(self, span: Span) -> BBox:
        """The box of one cell."""
        return self.xs[span[1]], self.ys[span[0]], self.xs[span[3]], self.ys[span[2]]

    def at(self, x: float, y: float) -> int:
        """Index of the cell that holds a point, -1 outside the grid."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        columns = len(self.xs) - 1
        if 0 <= column < columns and 0 <= row < len(self.ys) - 1:
            return self.owner[row * columns + column]
        return -1


def grids_of_lines(horizontals: list[Line], verticals: list[Line], *, pure: bool = False) -> list[Grid]:
    """Find every grid of two cells or more among line fragments.

    Args:
        pure: leave the compiled loops unused, even where they were built; what comes out is the same.
    """
    compiled = loops(pure=pure)
    found = None if compiled is None else compiled.grids(horizontals, verticals)
    if found is None:
        return find_grids(merge_lines(horizontals), merge_lines(verticals))
    return [Grid(*values) for values in found]


def find_grids(horizontals: list[Line], verticals: list[Line]) -> list[Grid]:
    """Find every grid of two cells or more among merged edges (see :func:`extractor.layout.ruled.edges.merge_lines`)."""
    grids: list[Grid] = []
    for rows, columns in _components(horizontals, verticals):
        rows, columns = _close_open_sides(rows, columns)
        if len(rows) < 2 or len(columns) < 2:
            continue
        grids += _grids_of(rows, columns)
    return grids


def _components(horizontals: list[Line], verticals: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Group edges that meet, directly or through others."""
    count = len(horizontals)
    parent = list(range(count + len(verticals)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ys = [y for y, _, _ in horizontals]  # merged edges come sorted by position
    apart = count  # components among the horizontals; once they are one, a vertical meets it or stands alone
    for j, (x, y0, y1) in sorted(enumerate(verticals, count), key=lambda item: item[1][1] - item[1][2]):
        own = j
        for i in range(bisect_left(ys, y0 - TOUCH), bisect_right(ys, y1 + TOUCH)):
            _, a, b = horizontals[i]
            if a - TOUCH <= x <= b + TOUCH:
                other = root(i)
                if other != own:
                    if own != j:
                        apart -= 1
                    parent[own] = other
                    own = other
                if apart == 1:
                    break
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate(horizontals):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(verticals, count):
        groups.setdefault(root(j), ([], []))[1].append(line)
    return [group for group in groups.values() if len(group[0]) + len(group[1]) > 3]


def _close_open_sides(rows: list[Line], columns: list[Line]) -> tuple[list[Line], list[Line]]:
    """Draw the outer edge where lines run on beyond the last crossing line and end together.

    A table cut by a page break lacks its bottom line, some styles lack the left and right ones.
    """
    if not rows or not columns:
        return rows, columns
    rows = rows + _closing(columns, [y for y, _, _ in rows])
    sides = _closing(rows, [x for x, _, _ in columns])
    if (
        len(sides) == 2 or columns[-1][0] - columns[0][0] > NARROWEST
    ):  # lines from a single upright: the axes of a chart
        columns = columns + sides
    return sorted(rows), sorted(columns)


def _closing(lines: list[Line], crossings: list[float]) -> list[Line]:
    closing: list[Line] = []
    first, last = min(a for _, a, _ in lines), max(b for _, _, b in lines)
    reach = 2 * NARROWEST
    if first < min(crossings) - reach:
        positions = [p for p, a, _ in lines if a <= first + TOUCH]
        if len(positions) > 1 and max(positions) - min(positions) > reach:
            closing.append((first, min(positions), max(positions)))
    if last > max(crossings) + reach:
        positions = [p for p, _, b in lines if b >= last - TOUCH]
        if len(positions) > 1 and max(positions) - min(positions) > reach:
            closing.append((last, min(positions), max(positions)))
    return closing


def _grids_of(rows: list[Line], columns: list[Line]) -> list[Grid]:
    ys = sorted({line[0] for line in rows})
    xs = sorted({line[0] for line in columns})
    if len(ys) < 2 or len(xs) < 2 or (len(ys) - 1) * (len(xs) - 1) > MOST_UNITS:
        return []
    # walls_v[r]: bit i set where grid line i is drawn beside row r; walls_h[c]: bit j set where line j is drawn along column c.
    walls_v = _walls(columns, xs, ys)
    walls_h = _walls(rows, ys, xs)
    _close_outer(walls_v, walls_h, len(ys) - 1)
    _close_outer(walls_h, walls_v, len(xs) - 1)
    spans = bounded_regions(walls_v, walls_h)
    groups = [part for group in adjacent_groups(spans) for part in parted(group)]
    return [grid for group in groups if (grid := _normalised(group, xs, ys)) is not None]


def _walls(lines: list[Line], positions: list[float], across: list[float]) -> list[int]:
    """Per unit between two neighbours of ``across`` the set of ``positions`` at which a line runs along it, as bits."""
    walls = [0] * (len(across) - 1)
    index = {position: i for i, position in enumerate(positions)}
    for position, start, end in lines:
        bit = 1 << index[position]
        first = bisect_left(across, start - TOUCH)
        last = bisect_right(across, end + TOUCH) - 1
        while first < last and across[first + 1] - start < 0.5 * (across[first + 1] - across[first]):
            first += 1
        while first < last and end - across[last - 1] < 0.5 * (across[last] - across[last - 1]):
            last -= 1
        for unit in range(first, last):
            walls[unit] |= bit
    return walls


def _close_outer(sides: list[int], ends: list[int], last: int) -> None:
    """Close the first and last unit between any two sides that run to the grid's outer line where that is not drawn.

    Producers leave the outer line out where a merged cell goes on over the page break.

    Args:
        sides: per row (column) the lines drawn beside it, as bits.
        ends: per column (row) the lines drawn along it, as bits; bits 0 and ``last`` are set where they are missing.
    """
    for row, bit in ((0, 1), (-1, 1 << last)):
        if all(line & bit for line in ends):
            continue
        beside = sides[row]
        start = -1
        for column in range(len(ends) + 1):
            if beside >> column & 1:
                if start >= 0:
                    for unit in range(start, column):
                        ends[unit] |= bit
                start = column


def _normalised(spans: list[Span], xs: list[float], ys: list[float]) -> Grid | None:
    """Keep only grid lines that bound a cell and lie apart; fill what is missing of the rectangle with blank cells."""
    rows = _kept(sorted({s[0] for s in spans} | {s[2] for s in spans}), ys)
    columns = _kept(sorted({s[1] for s in spans} | {s[3] for s in spans}), xs)
    cells = [
        s for s in ((rows[a], columns[b], rows[c], columns[d]) for a, b, c, d in spans) if s[0] < s[2] and s[1] < s[3]
    ]
    n_rows, n_columns = rows[max(rows)], columns[max(columns)]
    if len(cells) < 2:
        return None
    cells.sort()
    owner = owners(cells, n_rows, n_columns)
    if -1 in owner:
        cells += rectangles([divmod(unit, n_columns) for unit, cell in enumerate(owner) if cell < 0])
        cells.sort()
        owner = owners(cells, n_rows, n_columns)
    return Grid(_coordinates(columns, xs), _coordinates(rows, ys), tuple(cells), tuple(owner))


def owners(cells: list[Span], n_rows: int, n_columns: int) -> list[int]:
    """Index of the cell that covers each grid unit, -1 where none does."""
    owner = [-1] * (n_rows * n_columns)
    for index, (r0, c0, r1, c1) in enumerate(cells):
        if r1 - r0 == 1 and c1 - c0 == 1:
            owner[r0 * n_columns + c0] = index
            continue
        for r in range(r0, r1):
            owner[r * n_columns + c0 : r * n_columns + c1] = [index] * (c1 - c0)
    return owner


def _kept(used: list[int], positions: list[float]) -> dict[int, int]:
    """Old grid line index to new one; lines too close to the one before share its index."""
    kept = {used[0]: 0}
    last, new = positions[used[0]], 0
    for index in used[1:]:
        if positions[index] - last >= NARROWEST:
            new += 1
            last = positions[index]
        kept[index] = new
    return kept


def _coordinates(kept: dict[int, int], positions: list[float]) -> tuple[float, ...]:
    by_new: dict[int, list[float]] = {}
    for old, new in kept.items():
        by_new.setdefault(new, []).append(positions[old])
    # Added one by one: sum() rounds differently from one Python to another.
    return tuple(reduce(add, values) / len(values) for _, values in sorted(by_new.items()))

"""Sizes and page breaks for a grid that is drawn by hand: line wraps, row heights, which rows go on which page.

Lengths are points; y grows downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from msgspec import Struct

from samples.make.grid import Grid, GridCell

MILLIMETRE = 72 / 25.4
PADDING = 3.0
LEADING = 1.35  # line height over font size
_NO_LINE_START = "，。、；：？！）》」』】,.;:!?)%"

Measure = Callable[[str], float]  # width of a text in points


class PlacedCell(Struct, frozen=True):
    """The part of a cell that stands on one page; ``lines`` is empty where its text stands on another."""

    cell: GridCell
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]


class PageTable(Struct, frozen=True):
    """The part of a table that stands on one page: cell parts and the rulings between them.

    Rulings are ``(x0, y0, x1, y1)`` from grid line to grid line, collinear neighbours joined.
    """

    cells: tuple[PlacedCell, ...]
    rulings: tuple[tuple[float, float, float, float], ...]
    bottom: float


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Break a text into lines of at most ``width`` points; a Latin word or number is only broken when it is longer."""
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        if line and measure(line + token) > width and token[0] not in _NO_LINE_START:
            lines.append(line.rstrip())
            line = ""
        for char in token if measure(token) > width else (token,):
            if line and measure(line + char) > width and char[0] not in _NO_LINE_START:
                lines.append(line)
                line = ""
            line += char
    return (*lines, line) if line else tuple(lines)


def paginate(
    grid: Grid,
    left: float,
    tops: Iterator[float],
    bottom: float,
    size: float,
    measure: Measure,
    *,
    repeat_header: bool = False,
) -> list[PageTable]:
    """Place a grid on pages. ``tops`` gives the y at which the table may begin on this and every further page.

    A cell that a page break cuts shows its text in its first part only, as word processors print it. With
    ``repeat_header`` the row of column heads stands on every further page and every part of a cut cell shows its text,
    as report generators print it.
    """
    xs = list(accumulate((width * MILLIMETRE for width in grid.widths), initial=left))
    wrapped = {
        id(cell): wrap(cell.text, xs[cell.column + cell.colspan] - xs[cell.column] - 2 * PADDING, measure)
        for cell in grid.cells
    }
    heights = _row_heights(grid, {key: len(lines) for key, lines in wrapped.items()}, size)
    pages = []
    for rows, top in _split(heights, tops, bottom, grid.first_indicator_row - 1 if repeat_header else None):
        ys = list(accumulate((heights[row] for row in rows), initial=top))
        pages.append(_page(grid, rows, xs, ys, wrapped, repeat_header))
    return pages


def _tokens(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if char.isascii() and (char.isalnum() or char in ".-/%"):
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word


def _row_heights(grid: Grid, line_counts: dict[int, int], size: float) -> list[float]:
    heights = [size * LEADING + 2 * PADDING] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        need = line_counts[id(cell)] * size * LEADING + 2 * PADDING
        missing = need - sum(heights[cell.row : cell.row + cell.rowspan])
        if missing > 0:
            heights[cell.row + cell.rowspan - 1] += missing
    return heights


def _split(
    heights: list[float], tops: Iterator[float], bottom: float, header: int | None
) -> Iterator[tuple[list[int], float]]:
    row = 0
    while row < len(heights):
        top = y = next(tops)
        rows: list[int] = []
        if header is not None and row > header + 1:
            rows, y = [header], y + heights[header]
        first = row
        while row < len(heights) and (row == first or y + heights[row] <= bottom):
            rows.append(row)
            y += heights[row]
            row += 1
        yield rows, top


def _page(
    grid: Grid, rows: list[int], xs: list[float], ys: list[float], wrapped: dict[int, tuple[str, ...]], repeat: bool
) -> PageTable:
    position = {row: at for at, row in enumerate(rows)}
    cells: list[PlacedCell] = []
    owner: dict[tuple[int, int], int] = {}
    for cell in grid.cells:
        at = [position[row] for row in range(cell.row, cell.row + cell.rowspan) if row in position]
        for part in _contiguous(at):
            box = (xs[cell.column], ys[part[0]], xs[cell.column + cell.colspan], ys[part[-1] + 1])
            lines = wrapped[id(cell)] if repeat or rows[part[0]] == cell.row else ()
            for row in part:
                owner.update({(row, column): len(cells) for column in range(cell.column, cell.column + cell.colspan)})
            cells.append(PlacedCell(cell, *box, lines))
    return PageTable(tuple(cells), tuple(_rulings(owner, len(rows), xs, ys)), ys[-1])


def _contiguous(rows: list[int]) -> list[list[int]]:
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _rulings(
    owner: dict[tuple[int, int], int], rows: int, xs: list[float], ys: list[float]
) -> Iterator[tuple[float, float, float, float]]:
    columns = len(xs) - 1
    for y in range(rows + 1):
        drawn = [owner.get((y - 1, column)) != owner.get((y, column)) for column in range(columns)]
        for start, end in _true_runs(drawn):
            yield xs[start], ys[y], xs[end], ys[y]
    for x in range(columns + 1):
        drawn = [owner.get((row, x - 1)) != owner.get((row, x)) for row in range(rows)]
        for start, end in _true_runs(drawn):
            yield xs[x], ys[start], xs[x], ys[end]


def _true_runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield start, at
            start = None

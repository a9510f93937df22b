"""Tables whose spans the file itself declares (word processors, spreadsheets, web pages) to blocks.

A reader gives a :data:`Flow`: lines of text and grids in reading order, each grid cell holding a flow of its own. What becomes of it:

- a grid that only frames others (a layout table) is dissolved into the lines and tables that it holds;
- a table inside a cell becomes rows and columns of the table around it, as its rulings would on paper;
- rows without any border in a grid that has borders elsewhere are text that is between tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from extractor.errors import UnsafeError
from extractor.model.table import Block, Cell, Origin, Table, TextLine
from extractor.model.text import join_lines

MOST_UNITS = 1_000_000
"""Grid units of one table. A list of two thousand projects with forty columns has 80,000."""


class GridCell(Struct):
    """A cell as declared.

    Attributes:
        row, column, rowspan, colspan: as in :class:`extractor.model.table.Cell`; spans may reach too far or overlap.
        flow: what is printed in it.
        ruled: whether a border is drawn around it, ``None`` where the file does not say.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    flow: Flow
    ruled: bool | None = None


class Grid(Struct):
    """A table as declared.

    Attributes:
        cells: in any order.
        lines: the number of each row in the source, where it numbers its rows.
    """

    cells: list[GridCell]
    lines: Sequence[int] = ()


Flow: TypeAlias = "list[str | Grid]"


class Blocks:
    """Turns a document's flow into blocks; rows and lines are numbered through the document, or as their grid says.

    Args:
        origin: of the tables.
        source: name of the document, for messages.
    """

    def __init__(self, origin: Origin, source: str) -> None:
        self._origin = origin
        self._source = source
        self._number = 0

    def of(self, flow: Flow, page: int = 1) -> list[Block]:
        """The blocks of a flow in reading order.

        Raises:
            UnsafeError: a table claims more cells than any document has.
        """
        blocks: list[Block] = []
        for item in flow:
            if isinstance(item, str):
                self._number += 1
                if text := join_lines((item,)):
                    blocks.append(TextLine(text, page, line=self._number))
            elif _frames_others(item):
                for cell in sorted(item.cells, key=lambda cell: (cell.row, cell.column)):
                    blocks += self.of(cell.flow, page)
            else:
                blocks += self._blocks_of(item, page)
        return blocks

    def _blocks_of(self, grid: Grid, page: int) -> Iterator[Block]:
        cells = _unfolded(grid.cells)
        tops = sorted({cell.row for cell in cells})
        cells = _compressed(cells)
        numbers = [grid.lines[top] for top in tops] if grid.lines else self._next(len(tops))
        for first, stop, is_table in _stretches(cells, len(tops)):
            part = [cell for cell in cells if first <= cell.row < stop]
            if is_table:
                yield self._table(part, numbers[first:stop], page)
                continue
            for cell in part:
                for line in cell.flow:
                    if isinstance(line, str) and (text := join_lines((line,))):
                        yield TextLine(text, page, line=numbers[cell.row])

    def _next(self, count: int) -> Sequence[int]:
        first, self._number = self._number + 1, self._number + count
        return range(first, self._number + 1)

    def _table(self, cells: list[GridCell], numbers: Sequence[int], page: int) -> Table:
        cells, rows = _compressed(cells), len(numbers)
        columns = 1 + max(cell.column for cell in cells)
        if rows * columns > MOST_UNITS:
            message = f"A table claims {rows} rows of {columns} columns; the limit is {MOST_UNITS} cells."
            raise UnsafeError(message, source=self._source)
        made = [_cell(cell, rows, columns, numbers, page) for cell in cells]
        covered = {
            (row, column)
            for cell in made
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        blanks = [
            Cell(row, column, page=page, line=numbers[row])
            for row in range(rows)
            for column in range(columns)
            if (row, column) not in covered
        ]
        ordered = sorted((*made, *blanks), key=lambda cell: (cell.row, cell.column))
        return Table(tuple(ordered), rows, columns, self._origin, page)


def _frames_others(grid: Grid) -> bool:
    """Whether more cells are inside a grid's nested tables than it has of its own."""
    own = inner = 0
    for cell in grid.cells:
        nested = [item for item in cell.flow if isinstance(item, Grid)]
        own += bool(cell.flow) and not nested
        inner += sum(len(item.cells) for item in nested)
    return inner > own and (inner > 1 or own == 0)


def _unfolded(cells: list[GridCell]) -> list[GridCell]:
    """The cells with nested tables made into rows and columns of this one."""
    placed = _without_overlaps(cells)
    if not any(isinstance(item, Grid) for cell in placed for item in cell.flow):
        return placed
    parts = {id(cell): _parts(cell) for cell in placed}
    tall = _stretched(((c.row, c.rowspan, parts[id(c)][1]) for c in placed), max(c.row + c.rowspan for c in placed))
    wide = _stretched(
        ((c.column, c.colspan, parts[id(c)][2]) for c in placed), max(c.column + c.colspan for c in placed)
    )
    result: list[GridCell] = []
    for cell in placed:
        inner, rows, columns = parts[id(cell)]
        top, left = tall[cell.row], wide[cell.column]
        height, width = tall[cell.row + cell.rowspan] - top, wide[cell.column + cell.colspan] - left
        for one in inner:  # the last row and column take what the cell has over
            high = height - one.row if one.row + one.rowspan == rows else one.rowspan
            broad = width - one.column if one.column + one.colspan == columns else one.colspan
            result.append(GridCell(top + one.row, left + one.column, high, broad, one.flow, one.ruled))
    return result


def _parts(cell: GridCell) -> tuple[list[GridCell], int, int]:
    """What a cell holds as cells of a grid of its own, with its rows and columns: texts and tables one below the other."""
    pieces: list[list[GridCell]] = []
    for item in cell.flow:
        if isinstance(item, Grid):
            pieces.append(_compressed(_unfolded(item.cells)))
        elif item.strip():
            if pieces and len(pieces[-1]) == 1 and pieces[-1][0].row < 0:
                pieces[-1][0].flow.append(item)
            else:
                pieces.append([GridCell(-1, 0, 1, 1, [item], cell.ruled)])
    if len(pieces) <= 1 and not any(isinstance(item, Grid) for item in cell.flow):
        return [GridCell(0, 0, 1, 1, cell.flow, cell.ruled)], 1, 1
    columns = max((one.column + one.colspan for piece in pieces for one in piece), default=1)
    result: list[GridCell] = []
    row = 0
    for piece in pieces:
        width = max((one.column + one.colspan for one in piece), default=1)
        below = row
        for one in piece:
            at = row + max(one.row, 0)
            broad = columns - one.column if one.column + one.colspan == width else one.colspan
            result.append(GridCell(at, one.column, one.rowspan, broad, one.flow, one.ruled))
            below = max(below, at + one.rowspan)
        row = below
    if not result:
        return [GridCell(0, 0, 1, 1, [], cell.ruled)], 1, 1
    return result, row, columns


def _stretched(needs: Iterable[tuple[int, int, int]], size: int) -> list[int]:
    """Where each row (or column) begins once every cell ``(first, span, needed)`` has what it needs; the last of its span grows."""
    sizes = [1] * size
    for first, span, needed in sorted(needs, key=lambda need: need[1]):
        missing = needed - sum(sizes[first : first + span])
        if missing > 0:
            sizes[first + span - 1] += missing
    edges = [0]
    for one in sizes:
        edges.append(edges[-1] + one)
    return edges


def _without_overlaps(cells: list[GridCell]) -> list[GridCell]:
    """The cells in order, each cut to the units that no earlier one covers."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    bottom = max((cell.row for cell in ordered), default=-1) + 1
    taken: dict[int, int] = {}  # column: the row up to which it is covered
    result: list[GridCell] = []
    for cell in ordered:
        if taken.get(cell.column, 0) > cell.row:
            if not any(isinstance(item, Grid) or item.strip() for item in cell.flow):
                continue
            free = next(at for at in range(cell.column, cell.column + len(taken) + 1) if taken.get(at, 0) <= cell.row)
            cell = GridCell(cell.row, free, cell.rowspan, 1, cell.flow, cell.ruled)
        width = next((n for n in range(cell.colspan) if taken.get(cell.column + n, 0) > cell.row), cell.colspan)
        height = min(cell.rowspan, bottom - cell.row)
        for column in range(cell.column, cell.column + width):
            taken[column] = cell.row + height
        result.append(GridCell(cell.row, cell.column, height, width, cell.flow, cell.ruled))
    return result


def _compressed(cells: list[GridCell]) -> list[GridCell]:
    """The cells on a grid of only those rows and columns in which one begins: paper shows no others."""
    tops = sorted({cell.row for cell in cells})
    lefts = sorted({cell.column for cell in cells})
    result = []
    for cell in cells:
        row, column = bisect_left(tops, cell.row), bisect_left(lefts, cell.column)
        below, right = bisect_left(tops, cell.row + cell.rowspan), bisect_left(lefts, cell.column + cell.colspan)
        result.append(GridCell(row, column, below - row, right - column, cell.flow, cell.ruled))
    return result


def _stretches(cells: list[GridCell], rows: int) -> Iterator[tuple[int, int, bool]]:
    """Runs of rows that are a table, or text without borders: ``(first row, row after the last, is a table)``."""
    drawn = any(cell.ruled for cell in cells)
    kinds = _kinds_by_borders(cells, rows) if drawn else _kinds_by_shape(cells, rows)
    first = 0
    for row in range(1, rows + 1):
        if row == rows or kinds[row] != kinds[first]:
            yield first, row, kinds[first]
            first = row


def _kinds_by_borders(cells: list[GridCell], rows: int) -> list[bool]:
    kinds = [False] * rows
    for cell in cells:
        if cell.ruled:
            kinds[cell.row : cell.row + cell.rowspan] = [True] * min(cell.rowspan, rows - cell.row)
    return kinds


def _kinds_by_shape(cells: list[GridCell], rows: int) -> list[bool]:
    """Without borders: the rows above the first one with two texts are text, all others a table."""
    filled, tall = [0] * rows, [False] * rows
    for cell in cells:
        filled[cell.row] += _has_text(cell)
        tall[cell.row] |= cell.rowspan > 1
    first = next((row for row in range(rows) if filled[row] > 1 or tall[row]), rows)
    return [row >= first for row in range(rows)]


def _has_text(cell: GridCell) -> bool:
    return any(isinstance(item, str) and item.strip() for item in cell.flow)


def _cell(cell: GridCell, rows: int, columns: int, numbers: Sequence[int], page: int) -> Cell:
    lines = tuple(item.strip() for item in cell.flow if isinstance(item, str) and item.strip())
    return Cell(
        row=cell.row,
        column=cell.column,
        rowspan=min(cell.rowspan, rows - cell.row),
        colspan=min(cell.colspan, columns - cell.column),
        text=join_lines(lines),
        lines=lines,
        page=page,
        line=numbers[cell.row],
    )

"""Cells in reading order to rows, where nothing but their order and their texts says which column they stand in.

Text that was copied a cell a line, or a row a line with the cells under a span left out, has lost its columns. The header still
says which columns there are and in which order; the cheapest path through them, row after row, puts each piece of text into
one, or joins it to the piece before it, of whose cell it may be the next line. A column costs little to skip where it is mostly
blank, which a first pass finds out (one step of expectation and maximisation).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.table import Cell
from extractor.model.text import join_lines
from rules.indicators.columns import LEVEL_ROLES

Score = Callable[[str, str], float]
_SKIP = {"level1": 0.1, "level2": 0.1, "name": 5.0, "value": 2.0}
_SKIP_OTHER = 1.2
_MOST_SKIP = 4.0
"""What a column costs to skip that every row of the first pass fills."""
_NEW_ROW = 0.3
_SMOOTH = 0.5
_MOST_LINES = 5
"""Lines of one cell."""
_NEVER = math.inf


class SequenceRow(Struct, frozen=True):
    """One decoded row.

    Attributes:
        cells: column (index into the roles) to its cell.
        cost: how much less the texts fit their columns than they could, in nats a cell; doubt grows with it.
    """

    cells: Mapping[int, Cell]
    cost: float


class _Piece(Struct, frozen=True):
    """One or more consecutive cells read as one, with how well it fits each role."""

    cell: Cell
    fits: Sequence[float]


def decode_rows(
    lines: Sequence[Sequence[Cell]],
    roles: Sequence[str],
    score: Score,
    *,
    whole: bool,
    join: float = _NEVER,
    complete: Callable[[str], bool] = lambda text: False,
) -> list[SequenceRow]:
    """Put cells into rows and columns.

    Args:
        lines: the cells of each line, in reading order.
        roles: of the columns, left to right.
        score: how well a text fits a role, in nats.
        whole: whether a line is a row; otherwise a row may begin with any cell.
        join: the cost of reading two consecutive cells as the lines of one.
        complete: whether a text is a cell of its own and joined to none.
    """
    if not roles or not any(lines):
        return []
    problem = _Problem(lines, roles, score, complete, whole=whole, join=join)
    skip = [_SKIP.get(role, _SKIP_OTHER) for role in roles]
    rows = problem.solve(skip)
    if len(rows) < 3:
        return rows
    filled = [sum(column in row.cells for row in rows) / len(rows) for column in range(len(roles))]
    return problem.solve(
        [
            _SKIP[role] if role in LEVEL_ROLES else min(_MOST_SKIP, 0.1 - math.log(1 - share + _SMOOTH / len(rows)))
            for role, share in zip(roles, filled, strict=True)
        ]
    )


class _Problem:
    """The pieces of a text and what each may be; solved for some costs of leaving a column blank."""

    def __init__(
        self,
        lines: Sequence[Sequence[Cell]],
        roles: Sequence[str],
        score: Score,
        complete: Callable[[str], bool],
        *,
        whole: bool,
        join: float,
    ) -> None:
        cells = [cell for line in lines for cell in line]
        self._begins = [index == 0 for line in lines for index in range(len(line))]
        self._whole, self._join, self._width = whole, join, len(roles)
        longest = 1 if join == _NEVER else _MOST_LINES
        # pieces[i][n]: the cells from i on, n + 1 of them, as one.
        self._pieces: list[list[_Piece]] = []
        alone = [complete(cell.text) for cell in cells]
        for start in range(len(cells)):
            stop = start + 1
            while not alone[start] and stop < min(start + longest, len(cells)) and not alone[stop]:
                stop += 1
            ends = range(start + 1, stop + 1)
            joined = [_joined(cells[start:end]) for end in ends]
            self._pieces.append([_Piece(cell, [score(cell.text, role) for role in roles]) for cell in joined])

    def solve(self, skip: Sequence[float]) -> list[SequenceRow]:
        """Return the rows of the cheapest path."""
        width, count = self._width, len(self._pieces)
        before = [0.0]  # what it costs to skip the columns up to each
        for one in skip:
            before.append(before[-1] + one)
        # best[i][c]: the cheapest way to have read the cells before i, the last of them into column c.
        best = [[_NEVER] * width for _ in range(count + 1)]
        back: list[list[tuple[int, int, bool]]] = [[(0, -1, True)] * width for _ in range(count + 1)]
        for start in range(count):
            enter, links = self._entries(start, best[start], before)
            for length, piece in enumerate(self._pieces[start], 1):
                if self._whole and any(self._begins[start + 1 : start + length]):
                    break
                extra = self._join * (length - 1) if length > 1 else 0.0
                target, trail = best[start + length], back[start + length]
                for column in range(width):
                    cost = enter[column] + extra - piece.fits[column]
                    if cost < target[column]:
                        target[column] = cost
                        trail[column] = (start, *links[column])
        ended = [best[count][column] + before[width] - before[column + 1] for column in range(width)]
        return self._trace(back, min(range(width), key=ended.__getitem__))

    def _entries(
        self, start: int, reached: Sequence[float], before: Sequence[float]
    ) -> tuple[list[float], list[tuple[int, bool]]]:
        """The cheapest way to enter each column with the cell ``start``: from which column, and whether in a new row."""
        width = self._width
        if start == 0:
            return [before[column] for column in range(width)], [(-1, True)] * width
        begins = self._begins[start] if self._whole else None
        ended = [reached[column] + before[width] - before[column + 1] + _NEW_ROW for column in range(width)]
        last = min(range(width), key=ended.__getitem__)
        within, came_from = _NEVER, 0  # the cheapest column so far to come from within the row
        costs: list[float] = []
        links: list[tuple[int, bool]] = []
        for column in range(width):
            anew = _NEVER if begins is False else ended[last] + before[column]
            on = _NEVER if begins is True else within + before[column]
            costs.append(min(anew, on))
            links.append((last, True) if anew <= on else (came_from, False))
            if reached[column] - before[column + 1] < within:
                within, came_from = reached[column] - before[column + 1], column
        if begins is False and min(costs) == _NEVER:  # more cells on the line than columns
            return [ended[last] + before[column] for column in range(width)], [(last, True)] * width
        return costs, links

    def _trace(self, back: Sequence[Sequence[tuple[int, int, bool]]], column: int) -> list[SequenceRow]:
        rows: list[SequenceRow] = []
        current: dict[int, Cell] = {}
        cost, end = 0.0, len(self._pieces)
        while end > 0:
            start, came_from, first = back[end][column]
            piece = self._pieces[start][end - start - 1]
            current[column] = piece.cell
            cost += max(0.0, max(piece.fits) - piece.fits[column])
            if first:
                rows.append(SequenceRow(dict(sorted(current.items())), cost / len(current)))
                current, cost = {}, 0.0
            column, end = came_from, start
        return rows[::-1]


def _joined(cells: Sequence[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    texts = tuple(cell.text for cell in cells)
    return replace(cells[0], text=join_lines(texts), lines=texts)

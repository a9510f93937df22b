"""Cells in reading order to rows, where nothing but their order and their texts says which column they are in.

Text that was copied a cell a line, or a row a line with the cells under a span left out, has lost its columns. The header still
says which columns there are and in which order; the cheapest path through them, row after row, puts each piece of text into
one, joins it to the piece before it, of whose cell it may be the next line, or leaves it out as no part of any row. A column
costs little to skip where it is mostly blank, which a first pass finds out (one step of expectation and maximisation).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.table import Cell
from extractor.model.text import join_lines
from rules.indicators.header import LEVEL_ROLES

Score = Callable[[str, str], float]
_SKIP = {"level1": 0.1, "level2": 0.1, "name": 5.0, "value": 2.0}
_SKIP_OTHER = 1.2
_PANELS = 0.3
"""The share of that for a name or a value where several panels are side by side, one of which may be blank."""
_MOST_SKIP = 4.0
"""What a column costs to skip that every row of the first pass fills."""
_MOST_FILL = 2.5
"""What a column costs to fill that hardly a row of the first pass fills."""
_SMOOTH = 0.5
_MOST_PARTS = 8
"""Pieces of text of one cell."""
_OUTSIDE, _OUTSIDE_LAST = 4.5, 0.6
"""What a piece costs that is no part of a row: between rows or a cell of its own, and words behind the last row."""
_HOPELESS = 12.0
"""The cost of joining from which no reading is the cheapest."""
_NEVER = math.inf


class Step(Struct, frozen=True):
    """What it costs to read a cell, given the one before it.

    Attributes:
        row: as the first of another row.
        on: as one in a column further right.
        join: as the next part of the same cell.
        glued: whether nothing is between the two.
    """

    row: float
    on: float
    join: float
    glued: bool = False


class SequenceRow(Struct, frozen=True):
    """One decoded row.

    Attributes:
        cells: column (index into the roles) to its cell.
        first: index of the first cell that it was made of.
        cost: how much less the texts fit their columns than they could, in nats a cell; doubt grows with it.
    """

    cells: Mapping[int, Cell]
    first: int
    cost: float


class Decoded(Struct, frozen=True):
    """The rows of a text, and the indexes of the cells that are part of none."""

    rows: tuple[SequenceRow, ...] = ()
    outside: tuple[int, ...] = ()


def decode_rows(
    cells: Sequence[Cell],
    steps: Sequence[Step],
    roles: Sequence[str],
    score: Score,
    *,
    apart: Callable[[str], float] = lambda text: 0.0,
) -> Decoded:
    """Put cells into rows and columns.

    Args:
        cells: in reading order.
        steps: what each costs after the one before.
        roles: of the columns, left to right.
        score: how well a text fits a role, in nats.
        apart: what it adds to make a text part of a longer cell; 0 where it is no cell of its own.
    """
    if not roles or not cells:
        return Decoded()
    problem = _Problem(cells, steps, roles, score, apart)
    share = _PANELS if roles.count("name") > 1 else 1.0
    skip = [_SKIP.get(role, _SKIP_OTHER) * (1.0 if role in LEVEL_ROLES else share) for role in roles]
    found = problem.solve(skip)
    rows = found.rows
    if len(rows) < 3:
        return found
    shares = [sum(column in row.cells for row in rows) / len(rows) for column in range(len(roles))]
    spare = _SMOOTH / len(rows)
    blank = [min(_MOST_SKIP, 0.1 - math.log(1 - share + spare)) for share in shares]
    filled = [min(_MOST_FILL, -math.log(min(1.0, share + spare))) for share in shares]
    levels = [role in LEVEL_ROLES for role in roles]
    return problem.solve(
        [
            least if level else max(least / 2 if role in _SKIP else 0.0, cost)
            for role, level, least, cost in zip(roles, levels, skip, blank, strict=True)
        ],
        [0.0 if level else cost for level, cost in zip(levels, filled, strict=True)],
    )


class _Piece(NamedTuple):
    """One or more consecutive cells read as one: how well it fits each role, and what it costs to join them."""

    fits: Sequence[float]
    join: float


class _Link(NamedTuple):
    """How the best path came to end in a column: where its last piece begins, from which column, whether in a new row."""

    start: int
    column: int
    anew: bool


class _Problem:
    """The pieces of a text and what each may be; solved for some costs of leaving a column blank."""

    def __init__(
        self,
        cells: Sequence[Cell],
        steps: Sequence[Step],
        roles: Sequence[str],
        score: Score,
        apart: Callable[[str], float],
    ) -> None:
        self._cells, self._steps, self._width = cells, steps, len(roles)
        self._apart = [apart(cell.text) for cell in cells]
        self._pieces = [self._from(start, roles, score, apart) for start in range(len(cells))]

    def _from(
        self,
        start: int,
        roles: Sequence[str],
        score: Score,
        apart: Callable[[str], float],
    ) -> list[_Piece]:
        """The cells from ``start`` on as one: the first alone, the first two, and so on."""
        pieces = [_Piece([score(self._cells[start].text, role) for role in roles], 0.0)]
        join, parts = 0.0, self._apart[start]
        for stop in range(start + 2, min(start + _MOST_PARTS, len(self._cells)) + 1):
            join += self._steps[stop - 1].join
            if join > _HOPELESS:
                break
            parts += self._apart[stop - 1]
            text = self._joined(start, stop).text
            # ≥ 95 % and 2020年9 | 月底 are cells that a blank or a wrap has cut; 10 | 10 are two.
            cost = join if apart(text) and not text.isdigit() else join + parts
            pieces.append(_Piece([score(text, role) for role in roles], cost))
        return pieces

    def solve(self, skip: Sequence[float], fill: Sequence[float] = ()) -> Decoded:
        """Return the rows of the cheapest path, given what it costs to leave each column blank and to fill it."""
        width, count = self._width, len(self._cells)
        before = [0.0]  # what it costs to skip the columns up to each
        for one in skip:
            before.append(before[-1] + one)
        # best[i][c]: the cheapest way to have read the cells before i, the last of them into column c; the last c is no column
        # but the place of what is part of no row.
        best = [[_NEVER] * (width + 1) for _ in range(count + 1)]
        back = [[_Link(0, -1, anew=True)] * (width + 1) for _ in range(count + 1)]
        for start in range(count):
            self._leave_out(start, best, back, before)
            enter, links = self._entries(start, best[start], before)
            for length, piece in enumerate(self._pieces[start], 1):
                target, trail = best[start + length], back[start + length]
                for column in range(width):
                    cost = enter[column] + piece.join - piece.fits[column] + (fill[column] if fill else 0.0)
                    if cost < target[column]:
                        target[column] = cost
                        trail[column] = links[column]
        return self._trace(back, *self._end(best, before))

    def _ended(self, reached: Sequence[float], before: Sequence[float]) -> list[float]:
        """What the path costs that ends its row in each column."""
        width = self._width
        return [*(reached[column] + before[width] - before[column + 1] for column in range(width)), reached[width]]

    def _leave_out(self, start: int, best: list[list[float]], back: list[list[_Link]], before: Sequence[float]) -> None:
        width = self._width
        ended = self._ended(best[start], before) if start else [0.0]
        last = min(range(len(ended)), key=ended.__getitem__)
        cost = ended[last] + _OUTSIDE + (self._steps[start].row if start and last != width else 0.0)
        if cost < best[start + 1][width]:
            best[start + 1][width] = cost
            back[start + 1][width] = _Link(start, last if start else -1, anew=True)

    def _end(self, best: Sequence[Sequence[float]], before: Sequence[float]) -> tuple[int, int]:
        """Where the last row ends, and in which column: what is printed behind it costs less to leave out than between rows."""
        costs: list[tuple[float, int, int]] = []
        behind = 0.0
        for stop in range(len(self._cells), 0, -1):
            costs += [(cost + behind, stop, column) for column, cost in enumerate(self._ended(best[stop], before))]
            behind += _OUTSIDE if self._apart[stop - 1] else _OUTSIDE_LAST
        _, stop, column = min(costs)
        return stop, column

    def _entries(
        self, start: int, reached: Sequence[float], before: Sequence[float]
    ) -> tuple[list[float], list[_Link]]:
        """The cheapest way to enter each column with the cell ``start``: from which column, and whether in a new row."""
        width, step = self._width, self._steps[start]
        if start == 0:
            return list(before[:width]), [_Link(0, -1, anew=True)] * width
        ended = self._ended(reached, before)
        last = min(range(width + 1), key=ended.__getitem__)
        within, came_from = _NEVER, 0  # the cheapest column so far to come from within the row
        costs: list[float] = []
        links: list[_Link] = []
        for column in range(width):
            anew = ended[last] + step.row + before[column]
            on = within + step.on + before[column]
            costs.append(min(anew, on))
            links.append(_Link(start, last, anew=True) if anew <= on else _Link(start, came_from, anew=False))
            if reached[column] - before[column + 1] < within:
                within, came_from = reached[column] - before[column + 1], column
        return costs, links

    def _trace(self, back: Sequence[Sequence[_Link]], end: int, column: int) -> Decoded:
        rows: list[SequenceRow] = []
        outside = list(range(end, len(self._cells)))[::-1]
        current: dict[int, Cell] = {}
        cost = 0.0
        while end > 0:
            link = back[end][column]
            if column == self._width:
                outside.append(link.start)
            else:
                piece = self._pieces[link.start][end - link.start - 1]
                current[column] = self._joined(link.start, end)
                cost += max(0.0, max(piece.fits) - piece.fits[column])
            if link.anew and current:
                rows.append(SequenceRow(dict(sorted(current.items())), link.start, cost / len(current)))
                current, cost = {}, 0.0
            column, end = link.column, link.start
        return Decoded(tuple(rows[::-1]), tuple(outside[::-1]))

    def _joined(self, start: int, stop: int) -> Cell:
        first = self._cells[start]
        if stop == start + 1:
            return first
        texts = [first.text]
        for index in range(start + 1, stop):
            if self._steps[index].glued:
                texts[-1] += self._cells[index].text
            else:
                texts.append(self._cells[index].text)
        return replace(first, text=join_lines(texts), lines=tuple(texts))

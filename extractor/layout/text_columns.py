"""Columns of aligned text: which piece of a line stands in which column.

The positions drift: centred cells have no common edge, and ``pdftotext`` pushes pieces aside where they would overlap. So a
column is known by three places (the usual left edge, centre and right edge of what stands in it), a piece fits by the best
of them, and the pieces of one line keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.layout.text_pieces import Piece

_ROUNDS = 3
_SHARED = 6.0  # cost of two pieces of a line in one column
_MAX_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Column:
    """Where the pieces of one column usually stand."""

    left: float
    centre: float
    right: float

    def distance(self, piece: Piece) -> float:
        """How badly a piece fits, in columns of the ruler."""
        aligned = min(abs(piece.left - self.left), abs(piece.centre - self.centre), abs(piece.right - self.right))
        apart = max(0.0, piece.left - self.right, self.left - piece.right)
        return aligned + apart


def seed_columns(rows: Sequence[Sequence[Piece]]) -> list[Column]:
    """Columns as the line with the most pieces shows them; of several such lines the one most others agree with."""
    most = min(max((len(row) for row in rows), default=0), _MAX_COLUMNS)
    candidates = [row for row in rows if len(row) == most][:20]
    if not candidates or not most:
        return []
    seeds = [[Column(piece.left, piece.centre, piece.right) for piece in row] for row in candidates]
    sample = rows[:200]
    return min(seeds, key=lambda columns: sum(_cost(row, columns) for row in sample))


def _cost(row: Sequence[Piece], columns: Sequence[Column]) -> float:
    return sum(columns[column].distance(piece) for piece, column in zip(row, assign(row, columns), strict=True))


def fit_columns(rows: Sequence[Sequence[Piece]], seeds: Sequence[Column]) -> list[Column]:
    """Move the seeds to where the pieces of the rows usually stand."""
    columns = list(seeds)
    for _ in range(_ROUNDS):
        members: list[list[Piece]] = [[] for _ in columns]
        for row in rows:
            for piece, column in zip(row, assign(row, columns), strict=True):
                members[column].append(piece)
        moved = [
            Column(
                median([seed.left, *(piece.left for piece in pieces)]),
                median([seed.centre, *(piece.centre for piece in pieces)]),
                median([seed.right, *(piece.right for piece in pieces)]),
            )
            for seed, pieces in zip(seeds, members, strict=True)
        ]
        if moved == columns:
            break
        columns = moved
    return columns


def assign(row: Sequence[Piece], columns: Sequence[Column], above: Sequence[Piece | None] | None = None) -> list[int]:
    """The column of each piece of a line: the cheapest assignment that keeps their order.

    Args:
        row: the pieces of one line, left to right.
        columns: left to right, at least one.
        above: what stands above in each column; a piece right below another one probably goes on from it.
    """
    width = len(columns)
    best = [[0.0] * width for _ in row]
    back = [[0] * width for _ in row]
    for index, piece in enumerate(row):
        cheapest, source = float("inf"), 0
        for column in range(width):
            own = columns[column].distance(piece)
            if above is not None and (upper := above[column]) is not None:
                own = min(own, _goes_on(upper, piece))
            if not index:
                best[index][column] = own
                continue
            shared = best[index - 1][column] + _SHARED
            if shared < cheapest:
                best[index][column], back[index][column] = own + shared, column
            else:
                best[index][column], back[index][column] = own + cheapest, source
            if best[index - 1][column] < cheapest:
                cheapest, source = best[index - 1][column], column
    if not row:
        return []
    column = min(range(width), key=lambda c: best[-1][c])
    chosen = [column]
    for index in range(len(row) - 1, 0, -1):
        column = back[index][column]
        chosen.append(column)
    return chosen[::-1]


def _goes_on(upper: Piece, piece: Piece) -> float:
    if piece.left < upper.left - 2 or piece.right > upper.right + 2:
        return float("inf")
    return 0.5 * min(abs(piece.left - upper.left), abs(piece.centre - upper.centre))

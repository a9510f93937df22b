"""Columns of aligned text: which piece of a line is in which column.

The positions drift: centred cells have no common edge, and ``pdftotext`` pushes pieces aside where they would overlap. So a
column is known by three places (the usual left edge, centre and right edge of what is printed in it), a piece fits by the best
of them, and the pieces of one line keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from extractor.layout.aligned.pieces import Piece, Ruler, cell_ends
from extractor.model.patterns import compiled

_ROUNDS = 3
_SHARED = 6.0  # cost of two pieces of a line in one column
_MAX_COLUMNS = 40
_MAX_ADDED = 6
_SAMPLE = 400  # lines that are enough to tell where the columns are
_COMPARED = 200  # pieces of the lines that are tried as a pattern for the others
_BADLY = 8.0  # distance of two halves that do not
_WELL = 2.0  # distance of two halves that stand well in their columns
_SPACE = compiled(r"(?<=[\u4e00-\u9fff)）%]) (?=\S)")
_FEW = 2
_TELLING = 4  # pieces that tell how a column is aligned
_NEVER = 1000.0  # cost of a label that shares its column with another piece of its line
_UNDER_LABEL = 3.0  # cost of standing right below a label, which goes on in its own parts only
_ASIDE = 1.0  # gap beyond which a piece stands in no column


class Column(Struct, frozen=True):
    """Where the pieces of one column usually are.

    Attributes:
        left, centre, right: medians over its pieces.
        slack: how far a piece usually is from each; the least says how the column is aligned.
        handicap: added to every distance of a column in which a piece is unlikely to be.
    """

    left: float
    centre: float
    right: float
    slack: tuple[float, float, float] = (0.0, 0.0, 0.0)
    handicap: float = 0.0

    def distance(self, piece: Piece) -> float:
        """How badly a piece fits, in columns of the ruler."""
        left, centre, right = self.slack
        aligned = min(
            abs(piece.left - self.left) + left,
            abs(piece.centre - self.centre) + centre,
            abs(piece.right - self.right) + right,
        )
        return aligned - min(self.slack) + self.gap(piece) + self.handicap

    def gap(self, piece: Piece) -> float:
        """The distance between the piece and the column; 0 where one is above the other."""
        return max(0.0, piece.left - self.right, self.left - piece.right)


def seed_columns(rows: Sequence[Sequence[Piece]]) -> list[Column]:
    """Columns as the line with the most pieces shows them; of several such lines the one most others agree with."""
    most = max((len(row) for row in rows), default=0)
    longest = [index for index, row in enumerate(rows) if len(row) == most] if most else []
    candidates = [_with_wrapped(rows, index) for index in longest[: max(1, _COMPARED // max(most, 10))]]
    if not candidates or not most:
        return []
    seeds = [[Column(piece.left, piece.centre, piece.right) for piece in row[:_MAX_COLUMNS]] for row in candidates]
    sample = rows[:_COMPARED]
    return min(seeds, key=lambda columns: sum(_cost(row, columns) for row in sample))


def _with_wrapped(rows: Sequence[Sequence[Piece]], index: int) -> list[Piece]:
    """A line with what is printed right above or below it in places that it leaves free: a cell whose lines straddle it."""
    pieces = list(rows[index])
    for near in (index - 1, index + 1):
        if 0 <= near < len(rows) and 0 < len(rows[near]) <= _FEW:
            pieces += [
                piece
                for piece in rows[near]
                if all(piece.right < other.left or other.right < piece.left for other in pieces)
            ]
    return sorted(pieces, key=lambda piece: piece.left)


def _cost(row: Sequence[Piece], columns: Sequence[Column]) -> float:
    return sum(columns[column].distance(piece) for piece, column in zip(row, assign(row, columns), strict=True))


def fit_columns(rows: Sequence[Sequence[Piece]], seeds: Sequence[Column], *, grow: bool = True) -> list[Column]:
    """Move the seeds to where the pieces of the rows usually are; ``grow`` adds a column where pieces are in none."""
    rows = rows[:_SAMPLE]
    columns = _moved(rows, seeds)
    for _ in range(_MAX_ADDED if grow and columns else 0):
        aside = [
            piece
            for row in rows
            for piece, column in zip(row, assign(row, columns), strict=True)
            if columns[column].gap(piece) > _ASIDE
        ]
        if not aside:
            break
        first = aside[0]
        columns = sorted([*columns, Column(first.left, first.centre, first.right)], key=lambda column: column.centre)
        columns = _moved(rows, columns)
    return columns


def _moved(rows: Sequence[Sequence[Piece]], seeds: Sequence[Column]) -> list[Column]:
    columns = list(seeds)
    for _ in range(_ROUNDS):
        members: list[list[Piece]] = [[] for _ in columns]
        for row in rows:
            for piece, column in zip(row, assign(row, columns), strict=True):
                members[column].append(piece)
        moved = [_usual(seed, pieces) for seed, pieces in zip(seeds, members, strict=True)]
        if moved == columns:
            break
        columns = moved
    return columns


def _usual(seed: Column, pieces: Sequence[Piece]) -> Column:
    left = median([seed.left, *(piece.left for piece in pieces)])
    centre = median([seed.centre, *(piece.centre for piece in pieces)])
    right = median([seed.right, *(piece.right for piece in pieces)])
    if len(pieces) < _TELLING:
        return Column(left, centre, right, handicap=seed.handicap)
    slack = (
        median(abs(piece.left - left) for piece in pieces),
        median(abs(piece.centre - centre) for piece in pieces),
        median(abs(piece.right - right) for piece in pieces),
    )
    return Column(left, centre, right, slack, seed.handicap)


def assign(row: Sequence[Piece], columns: Sequence[Column], above: Sequence[Piece | None] | None = None) -> list[int]:
    """The column of each piece of a line: the cheapest assignment that keeps their order.

    Args:
        row: the pieces of one line, left to right.
        columns: left to right, at least one.
        above: what is printed above in each column; a piece right below another one probably goes on from it.
    """
    width = len(columns)
    best = [[0.0] * width for _ in row]
    back = [[0] * width for _ in row]
    labels = [piece.label for piece in row]
    for index, piece in enumerate(row):
        cheapest, source = float("inf"), 0
        for column in range(width):
            own = columns[column].distance(piece)
            if above is not None and (upper := above[column]) is not None:
                own = own + _UNDER_LABEL if upper.label else min(own, _goes_on(upper, piece))
            if not index:
                best[index][column] = own
                continue
            shared = best[index - 1][column] + (_NEVER if labels[index - 1] or labels[index] else _SHARED)
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


def split_straddling(rows: Sequence[Sequence[Piece]], columns: Sequence[Column], ruler: Ruler) -> list[list[Piece]]:
    """Cut pieces at a single space where the two sides are in two columns, each better than the whole in one."""
    return [[part for piece in row for part in _halves(piece, row, columns, ruler)] for row in rows]


def _halves(piece: Piece, row: Sequence[Piece], columns: Sequence[Column], ruler: Ruler) -> list[Piece]:
    if " " not in piece.text or len(columns) < 2 or piece.label:
        return [piece]
    others = {_nearest(other, columns) for other in row if other is not piece}
    whole = columns[_nearest(piece, columns)].distance(piece)
    best, lowest = _at_only_space(piece, row, columns, ruler), _BADLY
    for match in _SPACE.finditer(piece.text):
        middle = piece.left + ruler(piece.text[: match.start()])
        left = Piece(piece.text[: match.start()], piece.left, middle, piece.line)
        right = Piece(piece.text[match.end() :], middle + 1, piece.right, piece.line)
        first, second = _nearest(left, columns), _nearest(right, columns)
        if first >= second or first in others or second in others:
            continue
        apart = columns[first].distance(left) + columns[second].distance(right)
        covers = piece.left < columns[first].centre and columns[second].centre < piece.right
        if apart < lowest and (covers or apart + 1 < whole or apart <= _WELL):
            best, lowest = [left, right], apart
    return best


def _at_only_space(piece: Piece, row: Sequence[Piece], columns: Sequence[Column], ruler: Ruler) -> list[Piece]:
    """A piece alone on its line, cut at the only space at which a cell can end."""
    spaces = cell_ends(piece.text)
    if len(row) > 1 or len(spaces) != 1 or _nearest(piece, columns) == len(columns) - 1:
        return [piece]
    before, after = piece.text[: spaces[0]], piece.text[spaces[0] + 1 :]
    middle = piece.left + ruler(before)
    left, right = Piece(before, piece.left, middle, piece.line), Piece(after, middle + 1, piece.right, piece.line)
    return [left, right] if min(len(before), len(after)) > 1 else [piece]


def _nearest(piece: Piece, columns: Sequence[Column]) -> int:
    return min(range(len(columns)), key=lambda column: columns[column].distance(piece))

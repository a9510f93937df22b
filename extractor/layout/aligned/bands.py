"""What the bands of an aligned table have in common: pieces to grid rows, labels beside rows, rows to cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.layout.aligned.columns import Column, assign
from extractor.layout.aligned.grid import Field
from extractor.layout.aligned.labels import Label
from extractor.layout.aligned.pieces import Piece, Ruler, text_width
from extractor.layout.aligned.words import is_label
from extractor.model.page import RawLine

_HELD = 0.9  # display columns of text to a column of the ruler: ``pdftotext`` counts an ideograph once, and gaps in half-widths


class Band(Struct, frozen=True):
    """Consecutive lines with columns of their own.

    Attributes:
        start: index of the first line within the stretch; pieces and labels count their lines from the stretch's beginning.
        pieces: for each line its pieces.
        broken: for each line whether a row surely begins with it.
        labels: the structural labels inside, the header's left out.
        numbers: for each line of the stretch its number in the source.
        ruler: measures the columns of its pieces.
        header: the labels that head the columns of an indicator band, left to right; empty for other bands.
    """

    start: int
    pieces: tuple[tuple[Piece, ...], ...]
    broken: tuple[bool, ...]
    labels: tuple[Label, ...]
    header: tuple[Label, ...]
    numbers: tuple[int, ...]
    ruler: Ruler


class Row(Struct, frozen=True):
    """A table row in the making.

    Attributes:
        first, last: its lines within the stretch.
        cells: the pieces in each column, top to bottom.
    """

    first: int
    last: int
    cells: Mapping[int, tuple[Piece, ...]]


def _place(piece: Piece) -> tuple[int, int]:
    return piece.line, piece.left


def owners(labels: Iterable[Label]) -> Callable[[Piece], Label | None]:
    """A look-up from a piece to the label it is part of."""
    known = {_place(piece): label for label in labels for piece in label.pieces}
    return lambda piece: known.get(_place(piece))


def without(rows: Iterable[Sequence[Piece]], labels: Iterable[Label]) -> list[list[Piece]]:
    """The pieces of each line that belong to none of the labels."""
    taken = {_place(piece) for label in labels for piece in label.pieces}
    return [[piece for piece in row if _place(piece) not in taken] for row in rows]


def grid_of(rows: Sequence[Sequence[Piece]], columns: Sequence[Column], shift: int) -> list[dict[int, Piece]]:
    """For each line its pieces by column number (``shift`` columns are left free before the first)."""
    grid: list[dict[int, Piece]] = []
    above: list[Piece | None] = [None] * len(columns)
    for row in rows:
        line: dict[int, Piece] = {}
        for piece, column in zip(row, _assigned(row, columns, above), strict=True):
            other = line.get(column + shift)
            line[column + shift] = piece if other is None else _joined(other, piece)
        if line:
            above = [
                line.get(column + shift, above[column] if len(line) == 1 else None) for column in range(len(columns))
            ]
        grid.append(line)
    return grid


def _assigned(row: Sequence[Piece], columns: Sequence[Column], above: Sequence[Piece | None]) -> list[int]:
    chosen = assign(row, columns, above)
    if len(row) > 1 or not row:
        return chosen
    under = [column for column, upper in enumerate(above) if upper and is_label(upper.text) and _overlap(upper, row[0])]
    if len(under) == 1:
        return under
    # The last line of a text that runs over several columns stands in the text's column, wherever it is centred.
    centre = columns[chosen[0]].centre
    for column, upper in enumerate(above):
        if upper is not None and _within(row[0], upper) and upper.left <= centre <= upper.right:
            return [column]
    return chosen


def _within(inner: Piece, outer: Piece) -> bool:
    return outer.left - 2 <= inner.left and inner.right <= outer.right + 2


def _overlap(one: Piece, other: Piece) -> bool:
    return one.left < other.right and other.left < one.right


def _joined(left: Piece, right: Piece) -> Piece:
    return Piece(f"{left.text} {right.text}", left.left, right.right, left.line)


def full_widths(grid: Iterable[Mapping[int, Piece]]) -> dict[int, int]:
    """The display width of a full line in each column.

    It is that of the widest piece, or what the place up to the next column holds at least: where all pieces are far shorter
    than their column, none of them is full.
    """
    widths: dict[int, int] = {}
    lefts: dict[int, int] = {}
    for line in grid:
        for column, piece in line.items():
            widths[column] = max(widths.get(column, 0), text_width(piece.text))
            lefts[column] = min(lefts.get(column, piece.left), piece.left)
    for column, following in pairwise(sorted(lefts)):
        widths[column] = max(widths[column], int(_HELD * (lefts[following] - lefts[column])))
    return widths


def row_of(grid: Sequence[Mapping[int, Piece]], span: tuple[int, int], start: int) -> Row:
    """The row that the lines of a span (counted within the band) make."""
    cells: dict[int, tuple[Piece, ...]] = {}
    for line in range(span[0], span[1] + 1):
        for column, piece in grid[line].items():
            cells[column] = (*cells.get(column, ()), piece)
    return Row(span[0] + start, span[1] + start, cells)


def beside(rows: Sequence[Row], labels: Iterable[tuple[int, Label]]) -> list[Row]:
    """Set each label (with its column) into the row on whose lines it begins, or on a row of its own between two others."""
    result = list(rows)
    for column, label in labels:
        at = next((index for index, row in enumerate(result) if row.first <= label.first <= row.last), None)
        if at is not None and column not in result[at].cells:
            row = result[at]
            result[at] = Row(row.first, row.last, {**row.cells, column: label.pieces})
            continue
        index = next((i for i, row in enumerate(result) if row.first > label.first), len(result))
        result.insert(index, Row(label.first, label.first, {column: label.pieces}))
    return result


def fields(row: Row, lines: Sequence[RawLine]) -> list[Field]:
    """The cells of a row, left to right."""
    result = []
    for column in sorted(row.cells):
        pieces = row.cells[column]
        line = lines[pieces[0].line]
        result.append(Field(column, tuple(piece.text for piece in pieces), line.number, line.page))
    return result

"""Columns and rows of a ruled table that are drawn only in some of its rows.

A header with lines between its columns over rows without any, stripes of which every second one is filled: the rest of such
a table comes out of the lattice as one cell a row. A merged cell takes over the columns of the nearest row that draws them when
its texts fall into these side by side; a row takes the rows of its texts when all its columns agree on them. A drawn line is
never moved or removed, and in doubt a merged cell stays merged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.pages.lines import Run, baselines_of
from extractor.layout.ruled.inferred_rows import MOST_ALIGNED, Part, Texts, extent, rebuilt, with_rows
from extractor.layout.ruled.lattice import Grid
from extractor.model.text import is_cjk

_TOUCHES = 0.1
"""How far (font heights) a text may reach into the next column; as far as it may when runs are put into cells."""
_WIDE_MARKS, _HALF = frozenset("、。，；：！？）】》”"), 0.5
"""Marks as wide as an ideograph, and how much of that (font heights) is blank."""
_PHRASE = 2.0
"""Texts on one line with a gap of more than this many font heights are two texts, as for coloured areas."""
_ALIGNED = 2.0
"""How far (points) texts of one column may miss each other's edge or its middle: less than any cell's padding."""
_LONE = 3
"""A single row needs this many columns: two texts may part at a wall by chance."""
_WIDER = 1.5
"""Gaps of a text spread over its cell differ by less than this; they differ at all by the signs' own side bearings."""

Columns: TypeAlias = tuple[int, int]
"""The grid lines on the left and on the right of a column."""
Extents: TypeAlias = dict[Columns, list[tuple[float, float]]]


class _Candidate(Struct, frozen=True):
    """A merged cell whose texts are apart at the walls that another row draws.

    Attributes:
        walls: the grid lines of the columns, the cell's own sides included.
        pieces: per column its runs, blank columns included.
        support: rows that it counts for: none with a blank column or when its text may be spread over the cell, else one, or as
            many as it has lines that fill every column.
    """

    index: int
    walls: tuple[int, ...]
    pieces: tuple[list[Run], ...]
    support: int

    def columns(self) -> Iterator[tuple[Columns, list[Run]]]:
        """First and last grid line of each column, and its runs."""
        yield from zip(pairwise(self.walls), self.pieces, strict=True)


def infer_cells(grid: Grid, texts: Texts) -> tuple[Grid, Texts] | None:
    """Split merged cells where the texts show columns or rows that are not drawn there.

    Args:
        grid: a table as drawn.
        texts: the runs of its cells, by their index.

    Returns:
        The table with the cells split and the runs of each; ``None`` when nothing is split.
    """
    wide: list[int] = []
    tall: set[int] = set()
    for index, runs in texts.items():
        if len(runs) > 1:
            row, column, row_end, column_end = grid.spans[index]
            if column_end - column > 1:
                wide.append(index)
            if len(runs) > MOST_ALIGNED and row_end - row == 1:
                tall.add(row)
    parts = _with_columns(grid, texts, wide) if wide else None
    if not tall:
        return None if parts is None else rebuilt(grid.xs, grid.ys, parts)
    kept = [(span, texts.get(index, [])) for index, span in enumerate(grid.spans)] if parts is None else parts
    return with_rows(grid, kept, sorted(tall)) or (None if parts is None else rebuilt(grid.xs, grid.ys, parts))


def _with_columns(grid: Grid, texts: Texts, wide: Sequence[int]) -> list[Part] | None:
    """All cells, those merged over columns that their texts show split; ``None`` when none is."""
    candidates = [one for index in wide for one in _candidates(grid, texts, index)]
    chosen = {one.index: one for one in _supported(grid, texts, candidates)} if candidates else {}
    if not chosen:
        return None
    parts: list[Part] = []
    for index, span in enumerate(grid.spans):
        one = chosen.get(index)
        if one is None:
            parts.append((span, texts.get(index, [])))
            continue
        row, _, row_end, _ = span
        parts += [((row, a, row_end, b), runs) for (a, b), runs in one.columns()]
    return parts


def _candidates(grid: Grid, texts: Texts, index: int) -> list[_Candidate]:
    """The cell in the columns of the nearest row above and of the nearest below that draw some in its width."""
    row, left, row_end, right = grid.spans[index]
    runs = texts[index]
    if not _free_walls(grid.xs, left, right, runs):
        return []
    found: list[_Candidate] = []
    for rows in (range(row - 1, -1, -1), range(row_end, len(grid.ys) - 1)):
        walls = next((walls for other in rows if (walls := _walls(grid, other, left, right))), None)
        if walls is None or (found and found[0].walls == walls):
            continue
        pieces = _pieces(grid.xs, walls, runs)
        if pieces is not None and sum(map(bool, pieces)) > 1:
            found.append(_Candidate(index, walls, pieces, _support(pieces)))
    return found


def _free_walls(xs: Sequence[float], left: int, right: int, runs: Sequence[Run]) -> bool:
    """Whether at least one grid line in a merged cell has no text on it, and its text is no label spread over it."""
    if any(run.turn for run in runs) or all(len(run.text) == 1 and is_cjk(run.text) for run in runs):
        return False
    crossed: set[int] = set()
    for run in runs:
        crossed.update(range(bisect_right(xs, run.start + _TOUCHES * run.size), bisect_left(xs, _end(run))))
        if len(crossed) >= right - left - 1:
            return False
    return True


def _walls(grid: Grid, row: int, left: int, right: int) -> tuple[int, ...] | None:
    """The sides of the cells that fill this width in a row; ``None`` when it is one cell, or some reach out of it."""
    columns = len(grid.xs) - 1
    cells = dict.fromkeys(grid.owner[row * columns + left : row * columns + right])
    if len(cells) < 2:
        return None
    spans = [grid.spans[cell] for cell in cells]
    if spans[0][1] < left or spans[-1][3] > right:
        return None
    return (left, *(span[3] for span in spans))


def _pieces(xs: Sequence[float], walls: tuple[int, ...], runs: Sequence[Run]) -> tuple[list[Run], ...] | None:
    """The runs by column; ``None`` when one reaches from one column into the next."""
    sides = [xs[wall] for wall in walls]
    pieces: tuple[list[Run], ...] = tuple([] for _ in walls[1:])
    for run in runs:
        column = bisect_right(sides, run.start + _TOUCHES * run.size) - 1
        last = bisect_left(sides, _end(run)) - 1
        if column != last or not 0 <= column < len(pieces):
            return None
        pieces[column].append(run)
    return pieces


def _end(run: Run) -> float:
    """Where a text surely goes on to: the right half of a wide mark is blank."""
    return run.end - (_HALF if run.text[-1] in _WIDE_MARKS else _TOUCHES) * run.size


def _support(pieces: Sequence[Sequence[Run]]) -> int:
    """How many rows a cell counts for.

    A text that is spread over the cell counts for none: no gap between columns is clearly wider than those within them.
    """
    column = {run.first: number for number, piece in enumerate(pieces) for run in piece}
    lines = baselines_of([run for piece in pieces for run in piece])
    within = between = 0.0
    for line in lines:
        for before, after in pairwise(line):
            gap = after.start - before.end
            if column[before.first] == column[after.first]:
                within = max(within, gap)
            else:
                between = max(between, gap)
    if between <= _WIDER * within or not all(pieces):
        return 0
    filled = sum(len({column[run.first] for run in line}) == len(pieces) for line in lines)
    return filled if filled >= _LONE else 1


def _supported(grid: Grid, texts: Texts, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that are no accident.

    Rows that fill the same columns support each other, and others among them that are aligned with these. A row by itself
    stands with its texts wide apart and as those of the columns do; where it fills several columns, one of both is enough.
    Rows with blanks that do both support each other as well, once they have several texts.
    """
    support: Counter[tuple[int, ...]] = Counter()
    for one in candidates:
        support[one.walls] += one.support
    drawn = _extents([(grid.spans[index][1::2], runs) for index, runs in texts.items()])
    both = _extents(
        [(columns, piece) for one in candidates if one.support for columns, piece in one.columns()], known=drawn
    )
    signs = [
        2 if one.support and support[one.walls] > 1 else _signs(grid, one, drawn if one.support else both)
        for one in candidates
    ]
    told: Counter[tuple[int, ...]] = Counter()
    for one, count in zip(candidates, signs, strict=True):
        if count > 1:
            told[one.walls] += sum(map(bool, one.pieces))
    result: dict[int, _Candidate] = {}
    for one, count in zip(candidates, signs, strict=True):
        if one.support:
            accepted = count > (len(one.pieces) < _LONE)
        else:
            accepted = count > 0 and (support[one.walls] > 0 or told[one.walls] >= _LONE)
        if accepted:
            result.setdefault(one.index, one)
    return list(result.values())


def _signs(grid: Grid, one: _Candidate, extents: Extents) -> int:
    """How many signs say that a cell's texts are those of columns; many texts are not all aligned by chance."""
    aligned = _are_aligned(grid, one, extents) and (2 if sum(map(bool, one.pieces)) > _LONE else 1)
    return _stand_apart(one) + aligned


def _stand_apart(one: _Candidate) -> bool:
    """Whether a wide gap is between the texts of neighbouring columns, on every line."""
    filled = [piece for piece in one.pieces if piece]
    size = max(run.size for piece in filled for run in piece)
    return all(
        min(run.start for run in after) - max(run.end for run in before) > _PHRASE * size
        for before, after in pairwise(filled)
    )


def _extents(texts: Iterable[tuple[Columns, Sequence[Run]]], known: Extents | None = None) -> Extents:
    """The extents of texts by the columns that they are in, added to those known."""
    extents = {columns: list(found) for columns, found in (known or {}).items()}
    for columns, runs in texts:
        if runs:
            extents.setdefault(columns, []).append(extent(runs))
    return extents


def _are_aligned(grid: Grid, one: _Candidate, extents: Extents) -> bool:
    """Whether each text is in its column's middle or as one of the column's other texts does."""
    return all(
        _is_aligned(extent(piece), (grid.xs[columns[0]], grid.xs[columns[1]]), extents.get(columns, []))
        for columns, piece in one.columns()
        if piece
    )


def _is_aligned(text: tuple[float, float], column: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return abs(sum(text) - sum(column)) <= _ALIGNED or any(
        abs(text[0] - other[0]) <= _ALIGNED or abs(text[1] - other[1]) <= _ALIGNED for other in others
    )

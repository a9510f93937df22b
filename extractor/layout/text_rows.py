"""Lines of aligned text to table rows: which lines are the wrapped lines of one row.

Rows are the cheapest cut of the lines under these costs: a line that goes on must follow one that was full (or left a bracket
open); the columns of a row must share lines and be aligned in one way, by their middle, top or bottom, throughout the table;
a row that lacks what every row has is suspect. Two columns that share no line are never brought together, and where the
costs are equal the lines stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from extractor.layout.text_pieces import Piece, display_width

Grid: TypeAlias = Sequence[Mapping[int, Piece]]
_RowCost: TypeAlias = tuple[int, list[float]]  # last line, cost under each alignment
_ALIGNMENTS = ("middle", "top", "bottom")
_INFINITE = float("inf")
_TIE = 1e-9
_MAX_LINES = 60  # lines of one row
_TOO_MANY = 4000  # lines beyond which no row is looked for: that is no form
_INCOMPLETE = 1.0
_WRAP = 0.35
_UNLIKELY_WRAP = 3.0
_CUT_SHORT = 1.5  # cost of a cell that ends within a bracket or with a comma
_STOPS_SHORT = 1.0  # more than two wraps cost
_EMPTY_IN_LONG = 0.2  # cost of an empty line inside a cell of three lines or more
_NARROWEST = 10  # display columns of the narrowest column of names or values in which text wraps
_NARROWEST_FIELD = 6
_NEARLY = 3  # display columns by which a full line may fall short: one ideograph that did not fit and a bracket
_COMMAS = tuple(",，、;；")
_OPERATOR = re.compile(r"[≥≤≧≦=<>＝＞＜]")
_QUANTITY = re.compile(r"[≥≤≧≦=<>＝＞＜]?\s*[-+]?\d[\d,.]*\s*(?:[%％]|[(（][^()（）]*[)）])?")
_CLOSERS = tuple(",.;:!?%)]，。、；：！？％）】》」』”")


@dataclass(frozen=True, slots=True)
class RowRules:
    """What is known about the rows of a stretch.

    Attributes:
        complete: whether a row has what every row must have, given for each of its columns whether a label stands there.
        owner: the label that a piece is or is part of, else ``None``: a label goes on in its own parts and nowhere else.
        tied: lines that belong to the same row as the next one (the parts of a wrapped label).
        full: display width of each column when full; missing where the column's width is not known.
        empty_line: cost of a line inside a wrapped cell on which no other cell of the row stands.
    """

    complete: Callable[[Mapping[int, bool]], bool]
    owner: Callable[[Piece], object]
    tied: frozenset[int]
    full: Mapping[int, int]
    empty_line: float


@dataclass(slots=True)
class _Cell:
    """What is known of one cell of a row while lines are added to it."""

    first: int
    last: int
    piece: Piece  # on its last line
    lines: int = 1
    gaps: int = 0  # lines inside it on which nothing of the row stands
    brackets: int = 0  # open ones
    is_label: bool = False


def cut_rows(grid: Grid, broken: Sequence[bool], rules: RowRules) -> list[tuple[int, int]]:
    """First and last line of each row; lines without a piece lie between rows or inside one.

    Args:
        grid: for each line its pieces by column.
        broken: for each line whether it surely begins a new row (a blank line stands above it).
        rules: see :class:`RowRules`.
    """
    if len(grid) > _TOO_MANY:
        return [(line, line) for line, pieces in enumerate(grid) if pieces]
    costs = [_row_costs(grid, broken, rules, start) if grid[start] else [] for start in range(len(grid))]
    return min((_cheapest(costs, mode) for mode in range(len(_ALIGNMENTS))), key=lambda result: result[0])[1]


def _cheapest(costs: Sequence[Sequence[_RowCost]], mode: int) -> tuple[float, list[tuple[int, int]]]:
    count = len(costs)
    best = [0.0, *[_INFINITE] * count]
    back = [(0, False)] * (count + 1)
    for start, rows in enumerate(costs):
        if best[start] == _INFINITE:
            continue
        if not rows and best[start] < best[start + 1]:
            best[start + 1], back[start + 1] = best[start], (start, False)
        for stop, by_mode in rows:
            cost = best[start] + by_mode[mode]
            if cost < best[stop + 1] - _TIE:
                best[stop + 1], back[stop + 1] = cost, (start, True)
    rows_found = []
    at = count
    while at > 0:
        start, is_row = back[at]
        if is_row:
            rows_found.append((start, at - 1))
        at = start
    return best[count], rows_found[::-1]


def _row_costs(grid: Grid, broken: Sequence[bool], rules: RowRules, start: int) -> list[_RowCost]:
    """The last lines that a row from ``start`` may have, with what each would cost under each alignment."""
    cells: dict[int, _Cell] = {}
    wraps = 0.0
    costs: list[_RowCost] = []
    for stop in range(start, min(len(grid), start + _MAX_LINES)):
        if stop > start and broken[stop]:
            break
        for column, piece in grid[stop].items():
            wraps += _add(cells, column, piece, rules, beside=bool(stop > start and grid[stop - 1]))
        if wraps == _INFINITE:
            break
        if not grid[stop] or stop in rules.tied:
            continue
        cost = _row_cost(cells, rules)
        if rules.full and stop + 1 < len(grid) and not broken[stop + 1]:
            cost += _STOPS_SHORT * _stops_short(cells, grid[stop + 1], rules)
        if cost < _INFINITE:
            costs.append((stop, [wraps + cost + off for off in _off_line(cells)]))
    # A row that nothing allows (a label's parts that overlap another's) still has its line.
    return costs or [(start, [_INCOMPLETE * 4] * len(_ALIGNMENTS))]


def _add(cells: dict[int, _Cell], column: int, piece: Piece, rules: RowRules, *, beside: bool) -> float:
    """Put a piece into its cell; return what it costs to go on from the piece above it."""
    brackets = _open_brackets(piece.text)
    cell = cells.get(column)
    if cell is None:
        cells[column] = _Cell(piece.line, piece.line, piece, 1, 0, brackets, rules.owner(piece) is not None)
        return 0.0
    cost = _wrap_cost(cell.piece, piece, rules, column)
    cell.gaps += piece.line - cell.last > 1 and not beside
    cell.last, cell.piece = piece.line, piece
    cell.lines += 1
    cell.brackets += brackets
    return cost


def _row_cost(cells: Mapping[int, _Cell], rules: RowRules) -> float:
    if max(cell.first for cell in cells.values()) > min(cell.last for cell in cells.values()):
        return _INFINITE
    cost = 0.0 if rules.complete({column: cell.is_label for column, cell in cells.items()}) else _INCOMPLETE
    for cell in cells.values():
        if cell.brackets > 0 or cell.piece.text.endswith(_COMMAS):
            cost += _CUT_SHORT
        if cell.gaps:
            cost += cell.gaps * (rules.empty_line if cell.lines == 2 else _EMPTY_IN_LONG)
    return cost


def _off_line(cells: Mapping[int, _Cell]) -> list[float]:
    """How far the cells are from sharing their middle (half a line is no distance), their top, their bottom."""
    tops = [cell.first for cell in cells.values()]
    bottoms = [cell.last for cell in cells.values()]
    middles = [(cell.first + cell.last) / 2 for cell in cells.values()]
    return [
        max(0.0, max(middles) - min(middles) - 0.5),
        float(max(tops) - min(tops)),
        float(max(bottoms) - min(bottoms)),
    ]


def _stops_short(cells: Mapping[int, _Cell], following: Mapping[int, Piece], rules: RowRules) -> bool:
    """Whether a row would end on a line that is full in all its columns, with text below each."""
    last = max(cell.last for cell in cells.values())
    return len(cells) > 1 and all(
        cell.last == last
        and column in following
        and not _OPERATOR.match(following[column].text)
        and _is_full(cell.piece, column, rules)
        for column, cell in cells.items()
    )


def _wrap_cost(upper: Piece, lower: Piece, rules: RowRules, column: int) -> float:
    if lower.line - upper.line > 2:
        return _INFINITE
    above, below = rules.owner(upper), rules.owner(lower)
    if above is not None or below is not None:
        return 0.0 if above is below else _INFINITE
    if _OPERATOR.match(lower.text) or _QUANTITY.fullmatch(upper.text):
        return _INFINITE
    if _open_brackets(upper.text) > 0 or upper.text.endswith(_COMMAS) or lower.text.startswith(_CLOSERS):
        return 0.0
    if rules.full:
        return _WRAP if _is_full(upper, column, rules) else _UNLIKELY_WRAP
    shorter = display_width(lower.text) <= display_width(upper.text) + _NEARLY
    return _WRAP if shorter and display_width(upper.text) >= _NARROWEST_FIELD else _UNLIKELY_WRAP


def _is_full(piece: Piece, column: int, rules: RowRules) -> bool:
    width = display_width(piece.text)
    return width >= max(_NARROWEST, rules.full.get(column, 0) - _NEARLY) and not _QUANTITY.fullmatch(piece.text)


@lru_cache(maxsize=4096)
def _open_brackets(text: str) -> int:
    """How many more brackets and quotes open than close."""
    return sum(char in "(（《“[【" for char in text) - sum(char in ")）》”]】" for char in text)

"""Lines of aligned text to table rows: which lines are the wrapped lines of one row.

Rows are the cheapest cut of the lines under these costs: a line that goes on must follow one that was full (or left a bracket
open); the columns of a row must share lines and be aligned in one way, by their middle, top or bottom, throughout the table;
a row that lacks what every row has is suspect. Two columns that share no line are never brought together, and where the
costs are equal the lines stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.layout.text_pieces import Piece, display_width

Mode: TypeAlias = Literal["middle", "top", "bottom"]
Grid: TypeAlias = Sequence[Mapping[int, Piece]]
_MODES: tuple[Mode, ...] = ("middle", "top", "bottom")
_INFINITE = float("inf")
_MAX_LINES = 60  # lines of one row
_TOO_MANY = 4000  # lines beyond which no row is looked for: that is no form
_INCOMPLETE = 1.0
_WRAP = 0.35
_UNLIKELY_WRAP = 3.0
_OPEN_BRACKET = 1.5
_NEARLY = 3  # display columns by which a full line may fall short: one ideograph that did not fit and a bracket
_CLOSERS = tuple(",.;:!?%)]，。、；：！？％）】》」』”")


@dataclass(frozen=True, slots=True)
class RowRules:
    """What is known about the rows of a stretch.

    Attributes:
        complete: whether the columns and pieces of a row are what a row must have.
        owner: the label that a piece is or is part of, else ``None``: a label goes on in its own parts and nowhere else.
        tied: lines that belong to the same row as the next one (the parts of a wrapped label).
        full: display width of each column when full; missing where the column's width is not known.
        empty_line: cost of a line inside a wrapped cell on which no other cell of the row stands.
    """

    complete: Callable[[Mapping[int, Sequence[Piece]]], bool]
    owner: Callable[[Piece], object]
    tied: frozenset[int]
    full: Mapping[int, int]
    empty_line: float


def cut_rows(grid: Grid, broken: Sequence[bool], rules: RowRules) -> list[tuple[int, int]]:
    """First and last line of each row; lines without a piece lie between rows or inside one.

    Args:
        grid: for each line its pieces by column.
        broken: for each line whether it surely begins a new row (a blank line stands above it).
        rules: see :class:`RowRules`.
    """
    if len(grid) > _TOO_MANY:
        return [(line, line) for line, pieces in enumerate(grid) if pieces]
    results = [_cheapest(grid, broken, rules, mode) for mode in _MODES]
    return min(results, key=lambda result: result[0])[1]


def _cheapest(grid: Grid, broken: Sequence[bool], rules: RowRules, mode: Mode) -> tuple[float, list[tuple[int, int]]]:
    count = len(grid)
    best = [_INFINITE] * (count + 1)
    back = [(0, False)] * (count + 1)
    best[0] = 0.0
    for start in range(count):
        if best[start] == _INFINITE:
            continue
        if not grid[start]:
            if best[start] < best[start + 1]:
                best[start + 1], back[start + 1] = best[start], (start, False)
            continue
        for stop, cost in _row_costs(grid, broken, rules, mode, start):
            if best[start] + cost < best[stop + 1] - 1e-9:
                best[stop + 1], back[stop + 1] = best[start] + cost, (start, True)
    rows = []
    at = count
    while at > 0:
        start, is_row = back[at]
        if is_row:
            rows.append((start, at - 1))
        at = start
    return best[count], rows[::-1]


def _row_costs(grid: Grid, broken: Sequence[bool], rules: RowRules, mode: Mode, start: int) -> list[tuple[int, float]]:
    """The last lines that a row from ``start`` may have, with what each would cost."""
    columns: dict[int, list[Piece]] = {}
    wraps = 0.0
    costs = []
    for stop in range(start, min(len(grid), start + _MAX_LINES)):
        if stop > start and broken[stop]:
            break
        for column, piece in grid[stop].items():
            upper = columns.setdefault(column, [])
            if upper:
                wraps += _wrap_cost(upper[-1], piece, rules, column)
                if piece.line - upper[-1].line > 1 and not grid[stop - 1]:
                    wraps += rules.empty_line
            upper.append(piece)
        if wraps == _INFINITE:
            break
        if not grid[stop] or stop in rules.tied:
            continue
        cost = wraps + _row_cost(columns, rules, mode)
        if cost < _INFINITE:
            costs.append((stop, cost))
    # A row that nothing allows (a label's parts that overlap another's) still has its line.
    return costs or [(start, _INCOMPLETE * 4)]


def _wrap_cost(upper: Piece, lower: Piece, rules: RowRules, column: int) -> float:
    if lower.line - upper.line > 2:
        return _INFINITE
    above, below = rules.owner(upper), rules.owner(lower)
    if above is not None or below is not None:
        return 0.0 if above is below else _INFINITE
    if _open(upper.text) or lower.text.startswith(_CLOSERS):
        return 0.0
    width, full = display_width(upper.text), rules.full.get(column, 0)
    if full:
        return _WRAP if width >= full - _NEARLY else _UNLIKELY_WRAP
    return _WRAP if width >= 6 and display_width(lower.text) <= width + _NEARLY else _UNLIKELY_WRAP


def _row_cost(columns: Mapping[int, Sequence[Piece]], rules: RowRules, mode: Mode) -> float:
    cost = 0.0 if rules.complete(columns) else _INCOMPLETE
    spans = [(pieces[0].line, pieces[-1].line) for pieces in columns.values()]
    if max(first for first, _ in spans) > min(last for _, last in spans):
        return _INFINITE
    cost += sum(_OPEN_BRACKET for pieces in columns.values() if _open("".join(piece.text for piece in pieces)))
    if mode == "middle":
        places = [(first + last) / 2 for first, last in spans]
        return cost + max(0.0, max(places) - min(places) - 0.5)
    places = [float(first if mode == "top" else last) for first, last in spans]
    return cost + max(places) - min(places)


def _open(text: str) -> bool:
    """Whether a bracket or quote is left open."""
    return any(text.count(left) > text.count(right) for left, right in ("()", "（）", "《》", "“”", "[]", "【】"))

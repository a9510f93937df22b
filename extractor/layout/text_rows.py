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
            upper.append(piece)
        if wraps == _INFINITE:
            break
        if not grid[stop] or stop in rules.tied:
            continue
        cost = wraps + _row_cost(columns, rules, mode) + _empty_lines(columns, rules)
        if rules.full and stop + 1 < len(grid) and not broken[stop + 1]:
            cost += _STOPS_SHORT * _stops_short(columns, grid[stop + 1], rules)
        if cost < _INFINITE:
            costs.append((stop, cost))
    # A row that nothing allows (a label's parts that overlap another's) still has its line.
    return costs or [(start, _INCOMPLETE * 4)]


def _empty_lines(columns: Mapping[int, Sequence[Piece]], rules: RowRules) -> float:
    """The cost of lines on which no cell of the row stands: high where a cell has only two lines, above and below it."""
    if all(len(pieces) == pieces[-1].line - pieces[0].line + 1 for pieces in columns.values()):
        return 0.0
    filled = {piece.line for pieces in columns.values() for piece in pieces}
    cost = 0.0
    for pieces in columns.values():
        holes = sum(
            line not in filled
            for upper, lower in zip(pieces, pieces[1:], strict=False)
            for line in range(upper.line + 1, lower.line)
        )
        cost += holes * (rules.empty_line if len(pieces) == 2 else _EMPTY_IN_LONG)
    return cost


def _wrap_cost(upper: Piece, lower: Piece, rules: RowRules, column: int) -> float:
    if lower.line - upper.line > 2:
        return _INFINITE
    above, below = rules.owner(upper), rules.owner(lower)
    if above is not None or below is not None:
        return 0.0 if above is below else _INFINITE
    if _OPERATOR.match(lower.text) or _QUANTITY.fullmatch(upper.text):
        return _INFINITE
    if _goes_on(upper.text) or lower.text.startswith(_CLOSERS):
        return 0.0
    if rules.full:
        return _WRAP if _is_full(upper, column, rules) else _UNLIKELY_WRAP
    shorter = display_width(lower.text) <= display_width(upper.text) + _NEARLY
    return _WRAP if shorter and display_width(upper.text) >= _NARROWEST_FIELD else _UNLIKELY_WRAP


def _is_full(piece: Piece, column: int, rules: RowRules) -> bool:
    width = display_width(piece.text)
    return width >= max(_NARROWEST, rules.full.get(column, 0) - _NEARLY) and not _QUANTITY.fullmatch(piece.text)


def _stops_short(columns: Mapping[int, Sequence[Piece]], following: Mapping[int, Piece], rules: RowRules) -> bool:
    """Whether a row would end on a line that is full in all its columns, with text below each."""
    last = max(pieces[-1].line for pieces in columns.values())
    return len(columns) > 1 and all(
        pieces[-1].line == last
        and column in following
        and not _OPERATOR.match(following[column].text)
        and _is_full(pieces[-1], column, rules)
        for column, pieces in columns.items()
    )


def _row_cost(columns: Mapping[int, Sequence[Piece]], rules: RowRules, mode: Mode) -> float:
    cost = 0.0 if rules.complete(columns) else _INCOMPLETE
    spans = [(pieces[0].line, pieces[-1].line) for pieces in columns.values()]
    if max(first for first, _ in spans) > min(last for _, last in spans):
        return _INFINITE
    cost += sum(_CUT_SHORT for pieces in columns.values() if _goes_on("".join(piece.text for piece in pieces)))
    if mode == "middle":
        places = [(first + last) / 2 for first, last in spans]
        return cost + max(0.0, max(places) - min(places) - 0.5)
    places = [float(first if mode == "top" else last) for first, last in spans]
    return cost + max(places) - min(places)


def _goes_on(text: str) -> bool:
    """Whether a text cannot end here: a bracket is open, or it ends with a comma."""
    return text.endswith(_COMMAS) or any(
        text.count(left) > text.count(right) for left, right in ("()", "（）", "《》", "“”", "[]", "【】")
    )

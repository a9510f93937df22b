"""Lines of aligned text to table rows: which lines are the wrapped lines of one row.

Rows are the cheapest cut of the lines under these costs: a line that goes on must follow one that was full (or left a bracket
open); the columns of a row must share lines and be aligned in one way, by their middle, top or bottom, throughout the table;
a row that lacks what every row has is suspect. Two columns that share no line are never brought together, and where the
costs are equal the lines stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.aligned.pieces import Piece, is_quantity, text_width
from extractor.model.patterns import compiled

Grid: TypeAlias = Sequence[Mapping[int, Piece]]
_RowCost: TypeAlias = tuple[int, list[float]]  # last line, cost under each alignment
_ALIGNMENTS = ("middle", "top", "bottom")
_INFINITE = float("inf")
_TIE = 1e-9
_MAX_LINES = 60  # lines of one row
_OFF = 0.5  # cost of each line by which the cells of a row are out of alignment
_HANGING = 0.5  # cost of a value that stands below its row
_HOPELESS = 5.0  # more than what a row can still gain by going on
_INCOMPLETE = 1.0
_WRAP = 0.35
_UNLIKELY_WRAP = 3.0
_CUT_SHORT = 1.5  # cost of a cell that ends within a bracket or with a comma
_STOPS_SHORT = 1.2  # more than three wraps cost
_EMPTY_IN_LONG = 0.2  # cost of an empty line inside a cell of three lines or more
_NARROWEST = 10  # display columns of the narrowest column of names or values in which text wraps
_NARROWEST_FIELD = 6
_NEARLY = (
    4  # display columns by which a full line may fall short: an ideograph that did not fit, and one it pulled along
)
_COMMAS = tuple(",，、;；")
_OPERATOR = compiled(r"[≥≤≧≦=<>＝＞＜]")
_CLOSERS = tuple(",.;:!?%)]，。、；：！？％）】》」』”")


class RowRules(Struct, frozen=True):
    """What is known about the rows of a stretch.

    Attributes:
        complete: whether a row has what every row must have, given for each of its columns whether a label is there.
        owner: the label that a piece is or is part of, else ``None``: a label goes on in its own parts and nowhere else.
        tied: lines that belong to the same row as the next one (the parts of a wrapped label).
        full: display width of each column when full; missing where the column's width is not known.
        wrapping: columns in which text wraps somewhere: they are alone on some line.
        empty_line: cost of a line inside a wrapped cell on which no other cell of the row is.
    """

    complete: Callable[[Mapping[int, bool]], bool]
    owner: Callable[[Piece], object]
    tied: frozenset[int]
    full: Mapping[int, int]
    wrapping: frozenset[int]
    empty_line: float


class _Cell(Struct):
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
        broken: for each line whether it surely begins a new row (a blank line is above it).
        rules: see :class:`RowRules`.
    """
    alone = [_alone(grid, rules, line) for line in range(len(grid))]
    costs = [_row_costs(grid, broken, rules, start, alone) if grid[start] else [] for start in range(len(grid))]
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


def _alone(grid: Grid, rules: RowRules, line: int) -> float:
    """What a line would cost as a row of its own, at most."""
    if line in rules.tied:
        return _INFINITE
    cells: dict[int, _Cell] = {}
    for column, piece in grid[line].items():
        _add(cells, column, piece, rules, beside=False)
    return _row_cost(cells, rules) + _STOPS_SHORT if cells else 0.0


def _row_costs(
    grid: Grid, broken: Sequence[bool], rules: RowRules, start: int, alone: Sequence[float]
) -> list[_RowCost]:
    """The last lines that a row from ``start`` may have, with what each would cost under each alignment."""
    cells: dict[int, _Cell] = {}
    wraps = apart = 0.0
    costs: list[_RowCost] = []
    for stop in range(start, min(len(grid), start + _MAX_LINES)):
        if stop > start and broken[stop]:
            break
        for column, piece in grid[stop].items():
            wraps += _add(cells, column, piece, rules, beside=bool(stop > start and grid[stop - 1]))
        apart += alone[stop]
        if wraps == _INFINITE or wraps > apart + _HOPELESS:
            break
        if not grid[stop] or stop in rules.tied:
            continue
        cost = _row_cost(cells, rules)
        if rules.full and _stops_short(cells, _following(grid, broken, stop), rules):
            cost += _STOPS_SHORT
        if cost < _INFINITE:
            costs.append((stop, [wraps + cost + _OFF * off for off in _off_line(cells)]))
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
    first, last = max(cell.first for cell in cells.values()), min(cell.last for cell in cells.values())
    if first > last and (rules.full or not _hangs(cells, first, last)):
        return _INFINITE
    cost = 0.0 if first <= last else _HANGING
    cost += 0.0 if rules.complete({column: cell.is_label for column, cell in cells.items()}) else _INCOMPLETE
    for cell in cells.values():
        if cell.brackets > 0 or cell.piece.text.endswith(_COMMAS):
            cost += _CUT_SHORT
    gaps = max(cell.gaps for cell in cells.values())
    if gaps:
        longest = max(cell.lines for cell in cells.values() if cell.gaps)
        cost += gaps * (rules.empty_line if longest == 2 else _EMPTY_IN_LONG)
    return cost


def _hangs(cells: Mapping[int, _Cell], first: int, last: int) -> bool:
    """Whether a value is right below a row of labels and values in a column that the row leaves free."""
    lower = [cell for cell in cells.values() if cell.first > last]
    upper = [cell for cell in cells.values() if cell.first <= last]
    return (
        first == last + 1
        and len(lower) == 1
        and not lower[0].is_label
        and all(cell.last <= last for cell in upper)
        and not all(cell.is_label for cell in upper)
    )


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


def _following(grid: Grid, broken: Sequence[bool], line: int) -> Mapping[int, Piece]:
    """The pieces of the next line that has any, if it is not surely another row."""
    for after in range(line + 1, min(line + 3, len(grid))):
        if broken[after]:
            break
        if grid[after]:
            return grid[after]
    return {}


def _stops_short(cells: Mapping[int, _Cell], following: Mapping[int, Piece], rules: RowRules) -> bool:
    """Whether a row would end on a line that is full in all its columns, with text below each, where text is seen to wrap."""
    last = max(cell.last for cell in cells.values())
    return len(cells) > 1 and all(
        cell.last == last
        and column in following
        and column in rules.wrapping
        and following[column].text != cell.piece.text
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
    beside = lower.left >= upper.right or lower.right <= upper.left
    if (beside and rules.full) or _OPERATOR.match(lower.text) or is_quantity(upper.text):
        return _INFINITE
    if _open_brackets(upper.text) > 0 or upper.text.endswith(_COMMAS) or lower.text.startswith(_CLOSERS):
        return 0.0
    if rules.full:
        return _WRAP if _is_full(upper, column, rules) else _UNLIKELY_WRAP
    shorter = text_width(lower.text) <= text_width(upper.text) + _NEARLY
    return _WRAP if shorter and text_width(upper.text) >= _NARROWEST_FIELD else _UNLIKELY_WRAP


def may_wrap(text: str, full: int) -> bool:
    """Whether a text is long enough to fill a column, given the width of its longest line."""
    return text_width(text) >= max(_NARROWEST, full - _NEARLY)


def _is_full(piece: Piece, column: int, rules: RowRules) -> bool:
    return may_wrap(piece.text, rules.full.get(column, 0)) and not is_quantity(piece.text)


@lru_cache(maxsize=4096)
def _open_brackets(text: str) -> int:
    """How many more brackets and quotes open than close."""
    return sum(char in "(（《“[【" for char in text) - sum(char in ")）》”]】" for char in text)

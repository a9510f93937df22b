"""Bounded regions of a grid as rectangles, and which of them belong together.

Walls are sets of grid lines kept as bits: ``walls_v[r]`` has bit ``i`` set where line ``i`` is drawn beside row ``r``,
``walls_h[c]`` bit ``j`` where line ``j`` is drawn along column ``c``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int, int, int]
"""first row, first column, row after the last, column after the last."""


def bounded_regions(walls_v: list[int], walls_h: list[int]) -> list[Span]:
    """All regions that are bounded on every side, as rectangles."""
    n_rows, n_columns = len(walls_v), len(walls_h)
    taken = [0] * n_rows
    spans: list[Span] = []
    for row in range(n_rows):
        wall = walls_v[row]
        for column in range(n_columns):
            if taken[row] >> column & 1 or not wall >> column & 1 or not walls_h[column] >> row & 1:
                continue
            if wall >> column & 3 == 3 and walls_h[column] >> row & 3 == 3:
                spans.append((row, column, row + 1, column + 1))
                taken[row] |= 1 << column
                continue
            span = _rectangle_at(row, column, walls_v, walls_h)
            if span is not None:
                spans.append(span)
                mask = ((1 << (span[3] - column)) - 1) << column
                for r in range(row, span[2]):
                    taken[r] |= mask
    full = (1 << n_columns) - 1
    if any(mask != full for mask in taken):
        spans += _odd_regions(walls_v, walls_h, taken)
    return spans


def _rectangle_at(row: int, column: int, walls_v: list[int], walls_h: list[int]) -> Span | None:
    right = walls_v[row] >> (column + 1)
    down = walls_h[column] >> (row + 1)
    if not right or not down:
        return None
    width = (right & -right).bit_length()
    height = (down & -down).bit_length()
    mask, want = (1 << (width + 1)) - 1, 1 | 1 << width
    for r in range(row, row + height):
        if walls_v[r] >> column & mask != want:
            return None
    mask, want = (1 << (height + 1)) - 1, 1 | 1 << height
    for c in range(column, column + width):
        if walls_h[c] >> row & mask != want:
            return None
    return row, column, row + height, column + width


def _odd_regions(walls_v: list[int], walls_h: list[int], taken: list[int]) -> list[Span]:
    """Regions that are bounded but no rectangle, cut into rectangles; what is open to the outside is left out."""
    n_rows, n_columns = len(walls_v), len(walls_h)
    seen = list(taken)
    spans: list[Span] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if seen[row] >> column & 1:
                continue
            region: list[tuple[int, int]] = []
            open_outside = False
            stack = [(row, column)]
            seen[row] |= 1 << column
            while stack:
                r, c = stack.pop()
                region.append((r, c))
                for wall, rr, cc in (
                    (walls_v[r] >> c & 1, r, c - 1),
                    (walls_v[r] >> (c + 1) & 1, r, c + 1),
                    (walls_h[c] >> r & 1, r - 1, c),
                    (walls_h[c] >> (r + 1) & 1, r + 1, c),
                ):
                    if wall:
                        continue
                    if not (0 <= rr < n_rows and 0 <= cc < n_columns):
                        open_outside = True
                    elif not seen[rr] >> cc & 1:
                        seen[rr] |= 1 << cc
                        stack.append((rr, cc))
            if not open_outside:
                spans += rectangles(region)
    return spans


def rectangles(units: list[tuple[int, int]]) -> list[Span]:
    """Cut a set of grid units ``(row, column)`` into rectangles: upright strips, equal neighbours joined.

    Cut upright, because a label that goes on from the page before often lacks the line beside it, and labels are in
    columns.
    """
    by_column: dict[int, list[int]] = {}
    for row, column in units:
        by_column.setdefault(column, []).append(row)
    done: list[Span] = []
    growing: dict[tuple[int, int], int] = {}
    previous = -2
    for column in sorted(by_column):
        runs = _runs(sorted(by_column[column]))
        kept = growing if column == previous + 1 else {}
        done += [(a, left, b, previous + 1) for (a, b), left in growing.items() if (a, b) not in runs or not kept]
        growing = {run: kept.get(run, column) for run in runs}
        previous = column
    return done + [(a, left, b, previous + 1) for (a, b), left in growing.items()]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def adjacent_groups(spans: list[Span]) -> list[list[Span]]:
    """Group cells that share a side."""
    if len(spans) < 2:
        return []
    if _is_rectangle(spans):
        return [spans]
    unit = {(r, c): i for i, s in enumerate(spans) for r in range(s[0], s[2]) for c in range(s[1], s[3])}
    group = [-1] * len(spans)
    groups: list[list[Span]] = []
    for first in range(len(spans)):
        if group[first] >= 0:
            continue
        group[first] = len(groups)
        members, stack = [], [first]
        while stack:
            i = stack.pop()
            members.append(spans[i])
            s = spans[i]
            beside = [(r, c) for r in range(s[0], s[2]) for c in (s[1] - 1, s[3])]
            beside += [(r, c) for c in range(s[1], s[3]) for r in (s[0] - 1, s[2])]
            for key in beside:
                j = unit.get(key, -1)
                if j >= 0 and group[j] < 0:
                    group[j] = group[first]
                    stack.append(j)
        groups.append(members)
    return [members for members in groups if len(members) > 1]


def parted(spans: list[Span]) -> list[list[Span]]:
    """Part cells that share a border but are two tables: each a whole rectangle, of other extents and without a line in common.

    Forms change their columns from row to row too, within the same sides: these stay one table.
    """
    if _is_rectangle(spans):
        return [spans]
    for along in (0, 1):
        for cut in sorted({span[along] for span in spans})[1:]:
            first = [span for span in spans if span[along + 2] <= cut]
            second = [span for span in spans if span[along] >= cut]
            if len(first) < 2 or len(second) < 2 or len(first) + len(second) < len(spans):
                continue
            if _is_rectangle(first) and not _inner_lines(first, 1 - along) & _inner_lines(second, 1 - along):
                return [first, *parted(second)]
    return [spans]


def _is_rectangle(spans: Sequence[Span]) -> bool:
    r0, c0, r1, c1 = _bounds(spans)
    return sum((s[2] - s[0]) * (s[3] - s[1]) for s in spans) == (r1 - r0) * (c1 - c0)


def _bounds(spans: Sequence[Span]) -> Span:
    return min(s[0] for s in spans), min(s[1] for s in spans), max(s[2] for s in spans), max(s[3] for s in spans)


def _inner_lines(spans: Sequence[Span], across: int) -> set[int]:
    """The columns (across 1) or rows (across 0) at which lines part the cells."""
    bounds = _bounds(spans)
    lines = {span[across] for span in spans} | {span[across + 2] for span in spans}
    return lines - {bounds[across], bounds[across + 2]}

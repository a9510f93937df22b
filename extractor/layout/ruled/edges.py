"""Drawn line fragments to the few straight edges that a reader sees.

Lines drawn twice, double lines, dashes, per-cell strokes and short gaps at crossings all become one edge. A line is
``(position, start, end)``: the coordinate across it and its extent along it, in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

Line: TypeAlias = tuple[float, float, float]

_START = itemgetter(1, 2)
SAME = 1.0
"""Parallel lines no farther apart than this are one line drawn more than once."""
DOUBLE = 3.2
"""Parallel lines no farther apart than this are a double line: no row of text fits between them."""
GAP = 3.0
"""Gaps along a line up to this long are bridged: broken crossings, dashes."""
DASH = 9.0
"""Fragments up to this long in a row of such are dashes, and gaps as long as they are bridged."""
SHORTEST = 4.0
"""What is shorter than this after joining bounds nothing."""


def merge_lines(lines: Iterable[Line]) -> list[Line]:
    """Snap near-equal positions together and join overlapping or nearly touching fragments.

    Gives edges sorted by position and start; fragments of one position share exactly one coordinate.
    """
    merged: list[Line] = []
    for group in _clusters(sorted(set(lines))):
        if len(group) == 1:
            if group[0][2] - group[0][1] >= SHORTEST:
                merged.append(group[0])
            continue
        position = group[0][0]
        if position != group[-1][0]:
            weight = total = 0.0
            for p, a, b in group:
                weight += b - a + 0.01
                total += p * (b - a + 0.01)
            position = total / weight
            group.sort(key=_START)
        merged += [(position, a, b) for a, b in _joined(group) if b - a >= SHORTEST]
    return merged


def _clusters(lines: Sequence[Line]) -> list[list[Line]]:
    same: list[list[Line]] = []
    last = first = -float("inf")
    for line in lines:
        position = line[0]
        if position - last <= SAME and position - first <= DOUBLE:
            same[-1].append(line)
        else:
            same.append([line])
            first = position
        last = position
    clusters: list[list[Line]] = []
    for group in same:
        if clusters and group[-1][0] - clusters[-1][0][0] <= DOUBLE and _run_together(clusters[-1], group):
            clusters[-1] += group
        else:
            clusters.append(group)
    return clusters


def _run_together(group: list[Line], other: list[Line]) -> bool:
    """Whether two groups of near positions share some extent, or touch end to end."""
    low, high = min(a for _, a, _ in group), max(b for _, _, b in group)
    return min(high, max(b for _, _, b in other)) >= max(low, min(a for _, a, _ in other)) - GAP


def _joined(group: list[Line]) -> list[tuple[float, float]]:
    """The extents of a group sorted by start, those that touch joined."""
    joined: list[tuple[float, float]] = []
    _, start, end = group[0]
    last = end - start
    for _, a, b in group[1:]:
        gap = a - end
        if gap <= GAP or (gap <= 1.5 * min(last, b - a) and last <= DASH and b - a <= DASH):
            if b > end:
                end = b
            last = b - a
        else:
            joined.append((start, end))
            start, end, last = a, b, b - a
    joined.append((start, end))
    return joined

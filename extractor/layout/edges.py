"""Drawn line fragments to the few straight edges that a reader sees.

Lines drawn twice, double lines, dashes, per-cell strokes and short gaps at crossings all become one edge. A line is
``(position, start, end)``: the coordinate across it and its extent along it, in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Line: TypeAlias = tuple[float, float, float]

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
    for group in _clusters(sorted(lines)):
        weight = sum(b - a + 0.01 for _, a, b in group)
        position = sum(p * (b - a + 0.01) for p, a, b in group) / weight
        merged += [(position, a, b) for a, b in _joined(group) if b - a >= SHORTEST]
    return merged


def _clusters(lines: Sequence[Line]) -> list[list[Line]]:
    same: list[list[Line]] = []
    for line in lines:
        if same and line[0] - same[-1][-1][0] <= SAME and line[0] - same[-1][0][0] <= DOUBLE:
            same[-1].append(line)
        else:
            same.append([line])
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
    spans = sorted((a, b) for _, a, b in group)
    joined: list[tuple[float, float]] = []
    start, end = spans[0]
    last = end - start
    for a, b in spans[1:]:
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

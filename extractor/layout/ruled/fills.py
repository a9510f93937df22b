"""Cells that are told apart by their background alone: the sides of filled areas bound them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.layout.pages.lines import Run
from extractor.layout.ruled.edges import Line
from extractor.model.boxes import around
from extractor.model.page import Rulings
from extractor.model.table import BBox

_NEAR = 3.0
_LARGEST = 0.5
"""Share of the page above which a filled area is a background, not a cell."""
_MOST = 5000
_SEAM = 0.35
"""Areas of one colour no farther apart than this (points) show no line between them."""
_SAME_SIDE = 0.6
_PARAGRAPH = 1.2
"""Lines with more than this many font heights between them are no one text."""
_PHRASE = 2.0
"""Texts on one line with a gap of more than this many font heights are two texts."""


def bounding_fills(rulings: Rulings, tables: Sequence[BBox], runs: Sequence[Run], page_area: float) -> list[BBox]:
    """The filled areas that may bound cells: not inside a ruled table (backgrounds of its cells), not behind one.

    A merged cell painted unit by unit comes back as one area: abutting areas of one colour that together make a rectangle
    and hold one text at most. Where each holds a text of its own (striped rows), each stays an area.
    """
    if not rulings.fills or len(rulings.fills) > _MOST:
        return []
    by_colour: dict[int, list[BBox]] = {}
    colours = rulings.fill_colours or [0] * len(rulings.fills)
    for fill, colour in zip(rulings.fills, colours, strict=True):
        if (fill[2] - fill[0]) * (fill[3] - fill[1]) <= _LARGEST * page_area and not any(
            _inside(fill, table) or _inside(table, fill) for table in tables
        ):
            by_colour.setdefault(colour, []).append(fill)
    return [fill for fills in by_colour.values() for fill in _merged(fills, runs)]


def sides_of(fills: Sequence[BBox]) -> tuple[list[Line], list[Line]]:
    """The sides of filled areas as horizontal and vertical lines."""
    horizontals = [(y, x0, x1) for x0, y0, x1, y1 in fills for y in (y0, y1)]
    verticals = [(x, y0, y1) for x0, y0, x1, y1 in fills for x in (x0, x1)]
    return horizontals, verticals


def _inside(inner: BBox, outer: BBox) -> bool:
    return (
        inner[0] >= outer[0] - _NEAR
        and inner[1] >= outer[1] - _NEAR
        and inner[2] <= outer[2] + _NEAR
        and inner[3] <= outer[3] + _NEAR
    )


def _merged(fills: list[BBox], runs: Sequence[Run]) -> list[BBox]:
    """Areas of one colour, those that make up one cell joined."""
    result: list[BBox] = []
    for group in _groups(fills):
        box = around(group)
        whole = len(group) > 1 and sum(map(_area, group)) >= 0.98 * _area(box) and _holds_one_text(box, runs)
        result += [box] if whole else group
    return result


def _groups(fills: list[BBox]) -> list[list[BBox]]:
    """Areas that abut along a side, directly or through others."""
    ordered = sorted(fills, key=lambda fill: (fill[1], fill[0]))
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, fill in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            if ordered[j][1] > fill[3] + _SEAM:
                break
            if _abut(fill, ordered[j]):
                parent[root(i)] = root(j)
    groups: dict[int, list[BBox]] = {}
    for i, fill in enumerate(ordered):
        groups.setdefault(root(i), []).append(fill)
    return list(groups.values())


def _abut(a: BBox, b: BBox) -> bool:
    for along in (0, 1):
        across = 1 - along
        gap = max(a[across], b[across]) - min(a[across + 2], b[across + 2])
        shared = min(a[along + 2], b[along + 2]) - max(a[along], b[along])
        if -_SAME_SIDE <= gap <= _SEAM and shared > _SAME_SIDE:
            return True
    return False


def _holds_one_text(box: BBox, runs: Sequence[Run]) -> bool:
    x0, y0, x1, y1 = box
    inside = [
        run for run in runs if run.turn == 0 and x0 <= run.start + 0.1 * run.size <= x1 and y0 <= run.middle <= y1
    ]
    by_line = sorted(inside, key=lambda run: run.baseline)
    for above, run in pairwise(by_line):
        if run.baseline - above.baseline > (1 + _PARAGRAPH) * max(run.size, above.size):
            return False
    by_place = sorted(inside, key=lambda run: (round(run.baseline), run.start))
    return all(
        abs(a.baseline - b.baseline) > 0.5 * b.size or b.start - a.end <= _PHRASE * b.size
        for a, b in pairwise(by_place)
    )


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])

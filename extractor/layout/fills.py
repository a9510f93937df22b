"""Cells that are told apart by their background alone: the sides of filled areas bound them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.edges import Line
from extractor.model.records import BBox

_NEAR = 3.0
_LARGEST = 0.5
"""Share of the page above which a filled area is a background, not a cell."""
_MOST = 5000


def bounding_fills(fills: Sequence[BBox], tables: Sequence[BBox], page_area: float) -> list[BBox]:
    """The filled areas that may bound cells: not inside a ruled table (backgrounds of its cells), not behind one."""
    if len(fills) > _MOST:
        return []
    return [
        fill
        for fill in fills
        if (fill[2] - fill[0]) * (fill[3] - fill[1]) <= _LARGEST * page_area
        and not any(_inside(fill, table) or _inside(table, fill) for table in tables)
    ]


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

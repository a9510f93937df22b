"""Boxes on a page: what lies around several of them."""

from __future__ import annotations

from collections.abc import Collection

from extractor.model.table import BBox


def around(boxes: Collection[BBox]) -> BBox:
    """Return the smallest box around one box or more."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def around_any(boxes: Collection[BBox]) -> BBox | None:
    """Return the smallest box around all, ``None`` for none."""
    return around(boxes) if boxes else None
